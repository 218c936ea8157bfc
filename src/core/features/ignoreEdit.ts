import type { Analysis } from '../model.ts';
import type { Problem } from '../problem.ts';
import { trailingComment } from '../refactor/rowText.ts';
import { ignoreComments } from '../rules/ignoring.ts';
import type { TextEdit } from '../text.ts';

/** The comment behind a problem's row that silences its rule there; nothing for problems of no row, and for what the framework refuses. */
export function ignoreEdit({ document }: Analysis, { row, rule, severity }: Problem): TextEdit | undefined {
  const syntax = row === undefined ? undefined : document.rows[row];
  if (syntax === undefined || severity === 'error' || document.fatal) return undefined;
  const comment = trailingComment(document, syntax);
  if (comment === undefined) {
    const [rest = ''] = /^[^\r\n]*/.exec(document.text.slice(syntax.span.end)) ?? [];
    // Anything but blanks behind the row belongs to what is around it.
    return rest.trim() === '' ? put(syntax.span.end, ` # yolo-architect: ignore ${rule}`) : undefined;
  }
  const known = ignoreComments(document).find((one) => one.comment === comment);
  const last = known?.rules.at(-1);
  if (last !== undefined) return put(last.span.end, `, ${rule}`);
  return known ? undefined : put(comment.span.end, `${/\s$/.test(comment.text) ? '' : ' '}yolo-architect: ignore ${rule}`);
}

function put(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
