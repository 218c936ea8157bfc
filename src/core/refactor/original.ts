import type { RowSyntax } from '../document.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import type { SequenceNode } from '../yaml/tree.ts';
import { lineEnd, type Piece, rewriteArguments } from './rewrite.ts';

/**
 * Two modules seldom have the same arguments, so a swap may lose what the way back needs: whether a padding was left to the module, an
 * activation. Such a row keeps what it was in a comment behind it, which the way back follows and takes away:
 * `# yolo-architect: was Conv [64, 3, 1, None, 1, 1, nn.ReLU()]`.
 */
export interface Original {
  readonly module: string;
  /** The list of arguments with its brackets. */
  readonly args: string;
  /** The comment with the two spaces before it. */
  readonly span: Span;
}

const pattern = / {2}# yolo-architect: was ([\w.]+) (\[.*\])$/;

export function originalOf(text: string, { span }: RowSyntax): Original | undefined {
  const rest = text.slice(span.end, lineEnd(text, span.end));
  const found = pattern.exec(rest);
  if (found === null) return undefined;
  const [all, module = '', args = ''] = found;
  const start = span.end + found.index;
  return { module, args, span: { start, end: start + all.length } };
}

/** The edit that notes what a row was; none where other rows stand on the same line, or its arguments on several. */
export function noteOriginal(text: string, { span, module, args }: RowSyntax): TextEdit | undefined {
  const end = lineEnd(text, span.end);
  const list = args && text.slice(args.span.start, args.span.end);
  if (module === undefined || list === undefined || !/^\[.*\]$/.test(list) || !/^[\s,\]]*(#.*)?$/.test(text.slice(span.end, end)))
    return undefined;
  return { span: { start: end, end }, text: `  # yolo-architect: was ${module.value} ${list}` };
}

/** What a list reads as when its arguments are rewritten. */
export function rewrittenArguments(text: string, list: SequenceNode, pieces: readonly Piece[]): string {
  const { start, end } = list.span;
  const edits = rewriteArguments(text, list, pieces).map((edit) => ({
    text: edit.text,
    span: { start: edit.span.start - start, end: edit.span.end - start },
  }));
  return applyEdits(text.slice(start, end), edits);
}
