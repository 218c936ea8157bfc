import { type Analysis, type AnalyzeOptions, analyze, type Span } from '../../../src/core/index.ts';

/** A small detector of our own; the number in front of a row is how tests name it. */
export const model = `# A small detector
nc: 3 # classes
scales:
  n: [0.50, 0.25, 1024]
  s: [1.00, 0.50, 1024]

backbone:
  # [from, repeats, module, args]
  - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [256, False, 0.25]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8

head:
  - [-1, 1, nn.Upsample, [None, 2, "nearest"]] # 4
  - [[-1, 2], 1, Concat, [1]] # 5
  - [-1, 2, C3k2, [256, False]] # 6
  - [[3, 6], 1, Detect, [nc]] # 7
`;

/** The text without its `$0` marks, its analysis, and the places where they stood. */
export function parse(marked: string, options: AnalyzeOptions = {}): { analysis: Analysis; text: string; offset: number; selection: Span } {
  const [before = '', ...rest] = marked.split('$0');
  const text = [before, ...rest].join('');
  const end = rest.length > 1 ? before.length + (rest[0]?.length ?? 0) : before.length;
  return { analysis: analyze(text, { scale: 'n', ...options }), text, offset: before.length, selection: { start: before.length, end } };
}

/** The small detector with a `$0` in front of the first `what`, or behind it. */
export function mark(what: string, where: 'before' | 'behind' = 'before'): string {
  const at = model.indexOf(what);
  if (at < 0) throw new Error(`the model has no ${what}`);
  const offset = where === 'before' ? at : at + what.length;
  return `${model.slice(0, offset)}$0${model.slice(offset)}`;
}
