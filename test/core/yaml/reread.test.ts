import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseYaml } from '../../../src/core/yaml/parse.ts';

const sample = readFileSync(path.join(import.meta.dirname, '../../../examples/yolo11n-street.yaml'), 'utf8');

describe('reading a text again after a change', () => {
  for (const [name, text] of [
    ['LF', sample],
    ['CRLF', sample.replaceAll('\n', '\r\n')],
    ['no final newline', sample.trimEnd()],
  ] as const) {
    it(`gives what a first reading gives (${name})`, () => {
      const next = random(name.length);
      let before = text;
      for (let i = 0; i < 400; i++) {
        const after = edited(before, next);
        parseYaml(before);
        assert.deepEqual(parseYaml(after), firstReading(after), after);
        // Mistakes are typed and taken back, and some edits stay.
        before = next() < 0.3 ? after : before;
        if (i % 40 === 39) before = text;
      }
    });
  }

  it('sees a comment become a row and a row a comment', () => {
    const rows = 'head:\n  - [-1, 1, Conv, [64]] # 0\n  #- [-1, 1, SPPF, [64]]\n  - [-1, 1, Detect, [nc]]\n';
    const more = rows.replace('#- [', '- [');
    parseYaml(rows);
    assert.deepEqual(parseYaml(more), firstReading(more));
    assert.deepEqual(parseYaml(rows), firstReading(rows));
  });
});

/** One character typed, deleted or replaced: mostly inside a row. */
function edited(text: string, next: () => number): string {
  const rows = [...text.matchAll(/\[-?\d/g)].map(({ index }) => index);
  const row = rows[Math.floor(next() * rows.length)] ?? 0;
  const at = next() < 0.8 ? row + Math.floor(next() * 30) : Math.floor(next() * text.length);
  const typed = '0123456789,[] #"aCn-:{}\t.&*'.charAt(Math.floor(next() * 27));
  const [kept, put] = [
    [at, typed],
    [at + 1, ''],
    [at + 1, typed],
  ][Math.floor(next() * 3)] as [number, string];
  return text.slice(0, at) + put + text.slice(kept);
}

/** Only the last few texts are remembered, so that others make it forget. */
function firstReading(text: string) {
  for (const other of ['a: 1', 'b: 2', 'c: 3']) parseYaml(other);
  return parseYaml(text);
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}
