import { docsUrl, type LineIndex, lineIndex, type Problem, type Span, type TextEdit, t } from '../core/index.ts';
import { type Colors, plain } from './terminal.ts';

/** A problem at one place in a file, in the form in which it is printed: one-based lines and columns. */
export interface PlacedProblem {
  readonly rule: string;
  readonly severity: Problem['severity'];
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly row: number | null;
  readonly message: string;
  readonly docs: string;
  readonly fixes: readonly { readonly title: string; readonly edits: readonly PlacedEdit[] }[];
  readonly scales?: readonly string[];
}

export interface PlacedEdit extends Place {
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Problems of one text in the order of their places. */
export function place(text: string, problems: readonly Problem[]): PlacedProblem[] {
  const lines = lineIndex(text);
  return [...problems]
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
    .map(({ rule, severity, span, row, message, fixes, scales }) => ({
      rule,
      severity,
      ...placeOf(lines, text, span),
      row: row ?? null,
      message,
      docs: docsUrl(rule),
      fixes: fixes.map(({ title, edits }) => ({ title, edits: placeEdits(text, edits, lines) })),
      ...(scales === undefined ? {} : { scales }),
    }));
}

export function placeEdits(text: string, edits: readonly TextEdit[], lines = lineIndex(text)): PlacedEdit[] {
  return edits.map((edit) => ({ ...placeOf(lines, text, edit.span), text: edit.text }));
}

/** `file:line:column: message [rule-id]`; what is no error says so. */
export function problemLine(file: string, problem: PlacedProblem, c: Colors = plain): string {
  const { severity, line, column, message, rule, scales } = problem;
  const paint = { error: c.red, warning: c.yellow, info: c.blue, hint: c.dim }[severity];
  const kind = severity === 'error' ? '' : `${paint(severity)}: `;
  const where = scales ? ` (${t`at scale ${scales.join(', ')}`})` : '';
  return `${file}:${line}:${column}: ${kind}${message.replace(/\s*\n\s*/g, ' ')}${where} ${c.dim(`[${rule}]`)}`;
}

export const hasErrors = (problems: readonly { readonly severity: string }[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

function placeOf(lines: LineIndex, text: string, span: Span): Place {
  // A byte order mark is no column for anybody who looks at the file.
  const mark = text.startsWith('\ufeff') ? 1 : 0;
  const at = (offset: number) => {
    const { line, column } = lines.positionAt(offset);
    return { line: line + 1, column: Math.max(1, column + 1 - (line === 0 ? mark : 0)) };
  };
  const start = at(span.start);
  const end = at(span.end);
  return { ...start, endLine: end.line, endColumn: end.column };
}
