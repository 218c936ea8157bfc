import { type Analysis, type AnalyzeOptions, analyze, type Span } from '../../../src/core/index.ts';
import { model } from '../../support/smallDetector.ts';

export { model };

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
