import assert from 'node:assert/strict';
import { shows } from '../scripts/releases/probes.ts';

describe('a probe into a published package', () => {
  const text =
    'class Conv2(Conv):\n    def fuse(\n        self,\n    ) -> None:\n        pass\n\n\ndef after(\n    x,\n) -> None:\n    attn = x\n';
  const read = (file: string) => (file === 'a.py' ? text : undefined);

  it('looks only into the class or function that it names', () => {
    assert.ok(shows({ file: 'a.py', in: 'Conv2', has: /pass/ }, read));
    assert.ok(!shows({ file: 'a.py', in: 'Conv2', has: /attn/ }, read));
    assert.ok(shows({ file: 'a.py', in: 'after', has: /attn/ }, read));
    assert.ok(shows({ file: 'a.py', in: 'Conv2', lacks: /attn/ }, read));
  });

  it('finds nothing, and nothing gone, where there is no such file or class', () => {
    assert.ok(!shows({ file: 'b.py', lacks: /attn/ }, read));
    assert.ok(!shows({ file: 'a.py', in: 'Conv', lacks: /attn/ }, read));
  });
});
