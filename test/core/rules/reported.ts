import assert from 'node:assert/strict';
import { type AnalyzeOptions, analyze, applyEdits, mergeScales, type Problem } from '../../../src/core/index.ts';
import { markOf, readExample } from './support.ts';

/** A mistake that people have reported in public, in rows of our own. */
export interface Reported {
  readonly title: string;
  /** YAML with a line of carets under each problem, `#  ^^^ rule: message`; a message may end in `…`. */
  readonly text: string;
  /** The edit after which nothing of the kind is left, by its title. */
  readonly fix?: string;
  readonly options?: AnalyzeOptions;
}

const top = 'nc: 4\nscales:\n  n: [0.50, 0.25, 1024]\n  m: [0.50, 1.00, 512]\n';
const stem = '  - [-1, 1, Conv, [64, 3, 8]]\n  - [-1, 1, Conv, [128, 3, 2]]\n  - [-1, 2, C3k2, [256, False]]\n';
const down = '  - [-1, 1, Conv, [512, 3, 2]]\n';

/** The third row of a sound detector, behind 64 channels at stride 16 (scale n). */
export const inBackbone = (row: string) => `${top}backbone:\n${stem}${row.replace(/^\n/, '')}${down}head:\n  - [[3, 4], 1, Detect, [nc]]\n`;

/** The head of a sound detector whose rows 0 to 3 are at strides 8, 16, 16 and 32. */
export const inHead = (rows: string, keys = '') => `${keys}${top}backbone:\n${stem}${down}head:\n${rows.replace(/^\n/, '')}`;

/** The head of a detector whose rows 1 and 3 are at strides 8 and 16. */
export const inNeck = (rows: string) =>
  `nc: 4\nscales:\n  n: [0.50, 0.25, 1024]\nbackbone:\n  - [-1, 1, Conv, [64, 3, 8]]\n  - [-1, 2, C2f, [128, True]]\n  - [-1, 1, Conv, [256, 3, 2]]\n  - [-1, 2, C2f, [256, True]]\nhead:\n${rows.replace(/^\n/, '')}`;

/** Every problem at every scale, as `check` tells them. */
function problemsOf(text: string, options: AnalyzeOptions = {}): readonly Problem[] {
  const asked = { fileName: 'yolo11n.yaml', upstream: '8.4.190', ...options };
  const general = analyze(text, asked);
  return mergeScales(general.scales.length === 0 ? [general] : general.scales.map((scale) => analyze(text, { ...asked, scale })), general);
}

/** Each is told at its place, nothing else is, and every edit removes what it is offered for. */
export function reported(kind: string, cases: readonly Reported[]): void {
  describe(`public reports: ${kind}`, () => {
    for (const one of cases) it(one.title, () => check(one));
  });
}

function check({ text: marked, fix, options }: Reported): void {
  const { text, marks } = readExample(marked);
  const found = problemsOf(text, options).toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const told = found.map((problem, i) => {
    const mark = markOf(text, { ...problem, message: `${problem.rule}: ${problem.message}` });
    const wanted = marks[i]?.message.replace(/…$/, '') ?? '';
    return wanted !== marks[i]?.message && mark.message.startsWith(wanted) ? { ...mark, message: `${wanted}…` } : mark;
  });
  assert.deepEqual(told, marks);
  for (const problem of found)
    for (const { title, edits } of problem.fixes) {
      const after = problemsOf(applyEdits(text, edits), options);
      const left = after.filter(({ rule, row, severity }) => rule === problem.rule && row === problem.row && severity === problem.severity);
      const before = found.filter(
        ({ rule, row, severity }) => rule === problem.rule && row === problem.row && severity === problem.severity,
      );
      assert.ok(left.length < before.length, `${title} leaves: ${left[0]?.message}`);
    }
  if (fix === undefined) return;
  const edit = found.flatMap(({ fixes }) => fixes).find(({ title }) => title === fix);
  assert.ok(edit, `no edit is called ${fix}: ${found.flatMap(({ fixes }) => fixes.map(({ title }) => title)).join('; ')}`);
  const errors = problemsOf(applyEdits(text, edit.edits), options).filter(({ severity }) => severity === 'error');
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
}
