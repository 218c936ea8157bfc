/** Positions in the user's text: UTF-16 code units from its start, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces `span` by `text`. A list of edits never overlaps and refers to the text before any of them. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Zero-based line and UTF-16 column, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text after all `edits`; what lies outside them stays byte for byte. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let out = '';
  let at = 0;
  for (const edit of sorted) {
    out += text.slice(at, edit.span.start) + edit.text;
    at = edit.span.end;
  }
  return out + text.slice(at);
}

/** The one edit that turns a text into another: what they begin and end with alike stays. */
export function editBetween(before: string, after: string): TextEdit {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let same = 0;
  const most = Math.min(before.length, after.length) - start;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}

/** Offsets to lines and back for one text; CR, LF and CRLF end a line, as in editors. */
export interface LineIndex {
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  readonly lineCount: number;
  /** The span of a zero-based line without its line end. */
  lineSpan(line: number): Span;
}

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) i++;
    if (c === 10 || c === 13) starts.push(i + 1);
  }
  const startOf = (line: number) => starts[line] ?? text.length;
  const endOf = (line: number) => {
    let end = line + 1 < starts.length ? startOf(line + 1) : text.length;
    while (end > startOf(line) && /[\r\n]/.test(text.charAt(end - 1))) end--;
    return end;
  };
  return {
    lineCount: starts.length,
    lineSpan: (line) => ({ start: startOf(line), end: endOf(line) }),
    offsetAt: ({ line, column }) => Math.min(startOf(line) + column, line < starts.length ? endOf(line) : text.length),
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (startOf(middle) <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, column: Math.max(0, offset - startOf(low)) };
    },
  };
}
