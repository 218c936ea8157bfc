// Wild files, and the framework's own, damaged in one line: what `test/core/damage.test.ts` asks of our examples.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import glob from 'fast-glob';
import { analyze, lineIndex } from '../../src/core/index.ts';
import { sharedFolder } from '../support/outside.ts';
import { dice } from '../support/random.ts';
import { complaints, damagedTexts, outside } from '../support/robust.ts';
import { needs } from '../support/skip.ts';

const shared = sharedFolder();
const seed = 26;

describe('damaged wild files', () => {
  it('are beside this checkout', function () {
    needs(this, 'wild files (YOLO_ARCHITECT_SHARED)', shared);
  });
  if (shared === undefined) return;
  const files = glob
    .sync(['corpus/*.yaml', 'models/8.4.190/**/*.yaml'], { cwd: shared })
    .sort()
    .map((name) => ({ name: path.basename(name), text: readFileSync(path.join(shared, name), 'utf8') }));

  it('keep what is not damaged', function () {
    this.timeout(180_000);
    const count = 3000;
    const wrong = [...damagedTexts(files, count, seed)].flatMap(complaints);
    process.stdout.write(`      ${count} damaged texts (seed ${seed}), ${wrong.length} complaints\n`);
    assert.ok(wrong.length === 0, wrong.join('\n'));
  });

  it('may have any row being typed, letter by letter', function () {
    this.timeout(180_000);
    const chance = dice(seed);
    let typed = 0;
    for (const { name, text } of files) {
      const lines = lineIndex(text);
      const { rows } = analyze(text, { fileName: name });
      if (rows.length === 0) continue;
      const { start, end } = lines.lineSpan(lines.positionAt(chance.pick(rows).syntax.span.start).line);
      for (let at = start; at <= end; at++, typed++)
        assert.deepEqual(
          outside(analyze(text.slice(0, at) + text.slice(end), { fileName: name })),
          [],
          `${name}: ${text.slice(start, at)}`,
        );
    }
    process.stdout.write(`      ${typed} beginnings of rows in ${files.length} files\n`);
  });
});
