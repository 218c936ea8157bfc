import assert from 'node:assert/strict';
import { applyEdits, lineIndex } from '../../../src/core/text.ts';
import { parseYaml } from '../../../src/core/yaml/parse.ts';

const model = (row: string) =>
  `nc: 80\nbackbone:\n  - [-1, 1, Conv, [64, 3, 2]]\n${row}\n  - [-1, 1, Conv, [256, 3, 2]]\nhead:\n  - [[0, 1], 1, Detect, [nc]]\n`;

/** The damaged line, where the problem is in it (one-based), what the message says, and the line after the fix. */
const damages: readonly { name: string; line: string; column: number; says: RegExp; fixed: string; old?: boolean }[] = [
  {
    name: 'a bracket that is not closed',
    line: '  - [-1, 1, Conv, [128, 3, 2]',
    column: 29,
    says: /expected ',' or '\]'.*] is missing/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'two brackets that are not closed',
    line: '  - [-1, 1, Conv, [128, 3  # todo',
    column: 25,
    says: /]] is missing/,
    fixed: '  - [-1, 1, Conv, [128, 3]]  # todo',
  },
  { name: 'a row that is being typed', line: '  - [-1, 1, Co', column: 14, says: /] is missing/, fixed: '  - [-1, 1, Co]' },
  {
    name: 'a bracket too many',
    line: '  - [-1, 1, Conv, [128, 3, 2]]]',
    column: 31,
    says: /There is a ] too many/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'arguments without their opening bracket',
    line: '  - [-1, 1, Conv, 128, 3, 2]]',
    column: 29,
    says: /without its opening bracket/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a comma that is missing',
    line: '  - [-1, 1, Conv [128, 3, 2]]',
    column: 18,
    says: /A comma is missing/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a comma too many',
    line: '  - [-1, 1, Conv,, [128, 3, 2]]',
    column: 18,
    says: /comma too many/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'the wrong bracket',
    line: '  - [-1, 1, Conv, [128, 3, 2}]',
    column: 29,
    says: /Here ] is expected/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'an open quotation mark',
    line: '  - [-1, 1, nn.Upsample, [None, 2, "nearest]]',
    column: 36,
    says: /quoted scalar.*never closed/,
    fixed: '  - [-1, 1, nn.Upsample, [None, 2, "nearest"]]',
  },
  {
    name: 'a brace for a bracket',
    line: '  - [-1, 1, Conv, {128, 3, 2]]',
    column: 19,
    says: /The { here is closed by ]/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a row without its dash',
    line: '   [-1, 1, Conv, [128, 3, 2]]',
    column: 4,
    says: /A row starts with a dash/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a comment without its mark',
    line: '  - [-1, 1, Conv, [128, 3, 2]] 1-P2/4',
    column: 32,
    says: /Nothing but a comment/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4',
  },
  {
    name: 'a tab in the indentation',
    line: '\t- [-1, 1, Conv, [128, 3, 2]]',
    column: 1,
    says: /tab in the indentation/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a tab in a row, before libyaml',
    line: '  - [-1, 1,\tConv, [128, 3, 2]]',
    column: 12,
    says: /There is a tab: use a space/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
    old: true,
  },
  {
    name: 'no-break spaces in the indentation',
    line: '\u00a0\u00a0- [-1, 1, Conv, [128, 3, 2]]',
    column: 1,
    says: /U\+00A0/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a no-break space in a row',
    line: '  - [-1, 1, Conv,\u00a0[128, 3, 2]]',
    column: 18,
    says: /U\+00A0/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a full-width bracket',
    line: '  - [-1, 1, Conv, ［128, 3, 2]]',
    column: 19,
    says: /full-width/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a dash without its space',
    line: '  -[-1, 1, Conv, [128, 3, 2]]',
    column: 3,
    says: /space is missing after the dash/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'a row that is indented deeper',
    line: '    - [-1, 1, Conv, [128, 3, 2]]',
    column: 1,
    says: /indented by 4 spaces, those before it by 2/,
    fixed: '  - [-1, 1, Conv, [128, 3, 2]]',
  },
  {
    name: 'an unknown tag',
    line: '  - [-1, 1, !!python/name:Conv Conv, [128]]',
    column: 13,
    says: /could not determine a constructor/,
    fixed: '  - [-1, 1, Conv, [128]]',
  },
  { name: 'a colon without its space', line: 'depth:1', column: 6, says: /space is missing after the colon/, fixed: 'depth: 1' },
];

/** As {@link damages}, for files whose rows stand in one pair of brackets: the framework stops rows later. */
const listedDamages: readonly { readonly line: string; readonly says: RegExp; readonly fixed: string }[] = [
  { line: '   [-1, 1, Conv, [128, 3, 2],', says: /The bracket \[ is not closed: ] is missing/, fixed: '   [-1, 1, Conv, [128, 3, 2]],' },
  { line: '   [-1, 1, Conv, [128, 3', says: /]] is missing/, fixed: '   [-1, 1, Conv, [128, 3]],' },
  { line: '   [[-1, 0, 1, Concat, [1]],', says: /] is missing/, fixed: '   [[-1, 0], 1, Concat, [1]],' },
  { line: '   [-1, 1, Conv, [128, 3, 2]]],', says: /There is a ] too many/, fixed: '   [-1, 1, Conv, [128, 3, 2]],' },
  { line: '   [-1, 0], 1, Concat, [1]],', says: /without its opening bracket/, fixed: '   [[-1, 0], 1, Concat, [1]],' },
  { line: '   [-1, 1, Conv, [128, 3, 2]]', says: /A comma is missing after this/, fixed: '   [-1, 1, Conv, [128, 3, 2]],' },
  { line: "   [-1, 1, Conv, ['128, 3]],", says: /never closed/, fixed: "   [-1, 1, Conv, ['128', 3]]," },
  { line: '   [-1, 1, Conv, [128, 3, 2］],', says: /full-width/, fixed: '   [-1, 1, Conv, [128, 3, 2]],' },
];

describe('rows in one pair of brackets', () => {
  for (const { line, says, fixed } of listedDamages) {
    it(`are mended where the damage is: ${line.trim()}`, () => {
      const text = `nc: 80\nbackbone:\n  [\n   [-1, 1, Conv, [64, 3, 2]],\n${line}\n   # 'quoted'\n   [-1, 1, Conv, [256, 3, 'x']],\n  ]\nhead:\n  [[-1, 1, Detect, [nc]],\n  ]\n`;
      const { root, problems, fatal } = parseYaml(text);
      const [problem] = problems;
      assert.ok(fatal && problem);
      assert.match(problem.message, says);
      assert.equal(lineIndex(text).positionAt(problem.span.start).line, 4);
      assert.equal(
        applyEdits(text, problem.fixes[0]?.edits ?? []),
        text.replace(line, () => fixed),
      );
      const backbone = root?.kind === 'mapping' ? root.entries.find(({ key }) => key.value === 'backbone')?.value : undefined;
      assert.equal(backbone?.kind === 'sequence' && backbone.items.length, 3);
    });
  }
});

describe('a text that the framework refuses', () => {
  for (const { name, line, column, says, fixed, old } of damages) {
    it(`says so of ${name}, and how to mend it`, () => {
      const text = name.includes('colon') ? `${line}\n${model('  - [-1, 1, Conv, [128, 3, 2]]')}` : model(line);
      const tree = parseYaml(text, { tabsBetweenElements: !old });
      const [problem] = tree.problems;
      assert.ok(tree.fatal && problem);
      assert.equal(problem.rule, 'yaml-syntax');
      assert.match(problem.message, /^YAML syntax error: /);
      assert.match(problem.message, says);
      const at = lineIndex(text).positionAt(problem.span.start);
      assert.equal(text.slice(lineIndex(text).lineSpan(at.line).start, lineIndex(text).lineSpan(at.line).end), line);
      assert.equal(at.column + 1, column);
      const mended = applyEdits(text, problem.fixes[0]?.edits ?? []);
      assert.equal(
        `\n${mended}`,
        `\n${text}`.replace(`\n${line}\n`, () => `\n${fixed}\n`),
      );
      assert.equal(parseYaml(mended).fatal, false);
    });
  }

  it('still has its other rows, with their places', () => {
    for (const { line, old } of damages) {
      const text = model(line);
      const { root } = parseYaml(text, { tabsBetweenElements: !old });
      const backbone = root?.kind === 'mapping' ? root.entries.find(({ key }) => key.value === 'backbone')?.value : undefined;
      if (line.startsWith('depth')) continue;
      assert.ok(backbone?.kind === 'sequence', line);
      assert.equal(backbone.items.length, 3, line);
      const last = backbone.items[2];
      assert.equal(last && text.slice(last.span.start, last.span.end), '[-1, 1, Conv, [256, 3, 2]]');
    }
  });

  it('is blamed at its own line where text goes on over later rows, or a line ends unseen', () => {
    const [first, ...rest] = [
      '  - [-1, 1, Conv, [64, 3, 2]]',
      '64, 3, 2]]',
      '  - [-1, 1, Conv, [128, 3, 2]] # P2',
      '  - [-1, 1, Conv, [32]] # a\u2028b',
    ];
    const cut = `nc: 80\nbackbone:\n${first}\n${rest.slice(0, 2).join('\n')}\nhead:\n${first}\n`;
    assert.equal(lineIndex(cut).positionAt(parseYaml(cut).problems[0]?.span.start ?? 0).line, 3);
    const unseen = `nc: 80\nbackbone:\n${rest[2]}\n${first}\n${rest[1]}\n`;
    const [problem] = parseYaml(unseen).problems;
    assert.equal(unseen.slice(problem?.span.start, problem?.span.end), '\u2028');
    assert.equal(parseYaml(applyEdits(unseen, problem?.fixes[0]?.edits ?? [])).fatal, false);
    const uneven = `nc: 80\nbackbone:\n    - [-1, 1, Conv, [64, 3, 2]]\n  - [-1, 1, Conv, [64]]\n  - [-1, 1, Conv, [32]]\n`;
    assert.equal(lineIndex(uneven).positionAt(parseYaml(uneven).problems[0]?.span.start ?? 0).line, 2);
  });

  it('goes on behind a stray mark of a second document, and ends at a real one', () => {
    const rows = (text: string) => {
      const { root, fatal } = parseYaml(text);
      const list = root?.kind === 'mapping' ? root.entries.find(({ key }) => key.value === 'backbone')?.value : undefined;
      return [fatal, list?.kind === 'sequence' ? list.items.length : 0, root?.kind === 'mapping' ? root.entries.length : 0];
    };
    assert.deepEqual(rows(model('---\n  - [-1, 1, Conv, [8]]')), [true, 3, 3]);
    assert.deepEqual(rows(model('  - [-1, 1, Conv, [8]]').replace('head:', '---\nhead:')), [true, 3, 3]);
    assert.deepEqual(rows(`${model('  - [-1, 1, Conv, [8]]')}---\n${model('  - [-1, 1, Conv, [8]]')}`), [true, 3, 3]);
  });

  it('may be copied from a web page with what stands around it', () => {
    const text = `Skip to content\nPulls\n355\nyolov7/cfg/yolov7.yaml\n\n# parameters\n${model('  - [-1, 1, Conv, [8]]')}`;
    const { problems, root } = parseYaml(text);
    assert.match(problems[0]?.message ?? '', /did not find expected <document start>/);
    assert.equal(text.slice(problems[0]?.span.start, problems[0]?.span.end), 'nc: 80');
    assert.equal(root?.kind === 'mapping' && root.entries.length, 3);
  });

  it('is given up quietly where nothing can be mended', () => {
    const tree = parseYaml('[}'.repeat(3000));
    assert.ok(tree.fatal);
    assert.equal(tree.problems.length, 1);
  });
});
