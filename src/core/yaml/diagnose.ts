import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import type { TextEdit } from '../text.ts';
import type { Tokens, YamlFailure } from './tokens.ts';

/** What PyYAML refuses as a problem, and the edits after which the rest can be read. */
export function diagnose(
  text: string,
  tokens: Tokens,
  failure: YamlFailure,
): { readonly problem: Problem; readonly repair: readonly TextEdit[] } {
  const start = Math.min(failure.at, Math.max(0, text.length - 1));
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  let lineEnd = start;
  while (lineEnd < text.length && text[lineEnd] !== '\n' && text[lineEnd] !== '\r') lineEnd++;
  const row = /^[ \t]*- /.exec(text.slice(lineStart, lineEnd));
  const problem: Problem = {
    rule: 'yaml-syntax',
    severity: 'error',
    span: { start, end: Math.max(start, Math.min(start + 1, lineEnd)) },
    message: t`YAML syntax error ${failure.context}: ${failure.problem}`,
    fixes: [],
  };
  if (tokens.kinds.length < 0 || lineEnd === lineStart) return { problem, repair: [] };
  const blank = { span: { start: row ? lineStart + row[0].length : lineStart, end: lineEnd }, text: row ? '~' : '' };
  return { problem, repair: text.slice(blank.span.start, blank.span.end) === blank.text ? [] : [blank] };
}
