import type { Analysis } from '../model.ts';
import { type LineIndex, lineIndex } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';

/** Lines, zero-based and both included, of which all but the first can be hidden. */
export interface Fold {
  readonly start: number;
  readonly end: number;
  readonly kind: 'comment' | 'region' | 'block';
}

/** Sections, every other block that goes over several lines, `#region` … `#endregion`, and comments of several lines. */
export function folding({ document }: Analysis): Fold[] {
  const lines = lineIndex(document.text);
  const blocks = document.root === undefined ? [] : [...folds(document.root, lines)];
  // An entry and its value may begin in one line: the fold of more lines says it all.
  const byStart = new Map<number, Fold>();
  for (const fold of blocks) if (fold.end > (byStart.get(fold.start)?.end ?? fold.start)) byStart.set(fold.start, fold);
  return [...byStart.values(), ...commentFolds(document.comments, document.text, lines)];
}

function* folds(node: YamlNode, lines: LineIndex): Generator<Fold> {
  if (node.aliasOf !== undefined) return;
  const parts =
    node.kind === 'mapping'
      ? node.entries.map(({ key, value }) => ({ start: key.span.start, node: value }))
      : node.kind === 'sequence'
        ? node.items.map((item) => ({ start: item.span.start, node: item }))
        : [];
  for (const part of parts) {
    yield { start: lines.positionAt(part.start).line, end: lastLine(part.node, lines), kind: 'block' };
    yield* folds(part.node, lines);
  }
}

/** A span that ends with a line end does not reach the next line. */
function lastLine({ span }: YamlNode, lines: LineIndex): number {
  const { line, column } = lines.positionAt(span.end);
  return column === 0 && span.end > span.start ? line - 1 : line;
}

function* commentFolds(comments: Analysis['document']['comments'], text: string, lines: LineIndex): Generator<Fold> {
  const open: number[] = [];
  let run: { start: number; end: number } | undefined;
  for (const comment of comments) {
    const { line, column } = lines.positionAt(comment.span.start);
    const marker = /^#\s*(region|endregion)\b/.exec(comment.text)?.[1];
    const start = marker === 'endregion' ? open.pop() : undefined;
    if (marker === 'region') open.push(line);
    if (start !== undefined) yield { start, end: line, kind: 'region' };
    const alone = marker === undefined && text.slice(comment.span.start - column, comment.span.start).trim() === '';
    if (alone && run?.end === line - 1) run.end = line;
    else {
      if (run !== undefined && run.end > run.start) yield { ...run, kind: 'comment' };
      run = alone ? { start: line, end: line } : undefined;
    }
  }
  if (run !== undefined && run.end > run.start) yield { ...run, kind: 'comment' };
}
