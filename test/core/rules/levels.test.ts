import assert from 'node:assert/strict';
import { ignoreEdit } from '../../../src/core/features/ignoreEdit.ts';
import { type AnalyzeOptions, analyze, applyEdits } from '../../../src/core/index.ts';

/** Two modules that must be registered (warnings), and a row that the framework refuses where `broken` says so. */
const model = ({
  top = '',
  section = '',
  above = '',
  first = '',
  second = '',
  end = '',
  broken = '[-1, 1, Conv, [64]]',
} = {}) => `${top}nc: 4
scales:
  n: [0.50, 0.25, 1024]
${section}backbone:
  - [-1, 1, Conv, [64, 3, 2]]
${above}  - [-1, 1, CBAM, [7]]${first}
  - [-1, 1, CBAM, [7]]${second}
  - ${broken}
head:
  - [[3], 1, Detect, [nc]]
${end}`;

/** `rule severity row` of every problem of rows. */
function heard(text: string, options: AnalyzeOptions = {}): string[] {
  return analyze(text, { fileName: 'yolo11n.yaml', ...options }).problems.map(
    ({ rule, severity, row }) => `${rule} ${severity} ${row ?? '–'}`,
  );
}

const [one, two] = ['needs-registration warning 1', 'needs-registration warning 2'];
const comment = '# yolo-architect: ignore needs-registration';

describe('how loud rules are', () => {
  it('as they are, where nobody says anything', () => assert.deepEqual(heard(model()), [one, two]));

  it('as an option wants it', () => {
    assert.deepEqual(heard(model(), { rules: { 'needs-registration': 'off' } }), []);
    assert.deepEqual(heard(model(), { rules: { 'needs-registration': 'error' } }), [
      one.replace('warning', 'error'),
      two.replace('warning', 'error'),
    ]);
  });

  for (const [where, parts, left] of [
    ['behind a row: that row', { first: ` ${comment}` }, [two]],
    ['behind other words of a comment', { second: ' # 2, yolo-architect: ignore needs-registration -- a test' }, [one]],
    ['on a line of its own: the next row', { above: `  ${comment}\n` }, [two]],
    ['above a key: all that belongs to it', { section: `${comment}\n` }, []],
    ['above the first key: the file', { top: `${comment}\n` }, []],
    ['below the last row: the file', { end: `${comment}\n` }, []],
    ['without a name: every rule', { first: ' # yolo-architect: ignore' }, [two]],
    ['with several names', { first: ' # yolo-architect: ignore groups, needs-registration' }, [two]],
    ['with another name', { first: ' # yolo-architect: ignore groups' }, [one, two]],
  ] as const) {
    it(`a comment ${where}`, () => assert.deepEqual(heard(model(parts)), left));
  }

  it('what the framework refuses is lowered to a hint, and says so', () => {
    const text = model({ broken: '[-1, 1, Conv, [64, 3, 0]]' });
    const { problems } = analyze(text, { fileName: 'yolo11n.yaml', rules: { 'wrong-arguments': 'off' } });
    const [problem] = problems.filter(({ rule }) => rule === 'wrong-arguments');
    assert.equal(problem?.severity, 'hint');
    assert.match(
      problem?.message ?? '',
      /^the stride must be at least 1.*lowered by a setting or a comment: the framework refuses the file\)$/,
    );
  });

  it('an edit puts the comment behind a row', () => {
    for (const [first, wanted] of [
      ['', ' # yolo-architect: ignore needs-registration'],
      [' # 1-P2/4', ' # 1-P2/4 yolo-architect: ignore needs-registration'],
      [' # yolo-architect: ignore groups', ' # yolo-architect: ignore groups, needs-registration'],
    ] as const) {
      const analysis = analyze(model({ first }), { fileName: 'yolo11n.yaml' });
      const edit = ignoreEdit(analysis, analysis.problems[0]!);
      assert.ok(edit);
      assert.equal(applyEdits(analysis.document.text, [edit]), model({ first: wanted }));
      assert.deepEqual(heard(model({ first: wanted })), [two]);
    }
  });
});
