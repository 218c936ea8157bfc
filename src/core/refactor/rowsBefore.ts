import type { Analysis } from '../model.ts';
import type { TextEdit } from '../text.ts';

/** For each row of changed text the index that it had before; none for rows that are new, and those whose text has moved elsewhere. */
export function rowsBefore(before: Analysis, after: Analysis, edits: readonly TextEdit[]): (number | undefined)[] {
  const starts = new Map([...before.rows].reverse().map(({ index, syntax }) => [syntax.span.start, index]));
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return after.rows.map(({ syntax }) => {
    const place = placeBefore(sorted, syntax.span.start);
    return place === undefined ? undefined : starts.get(place);
  });
}

/** The place in the text before the edits; none inside of what they put in. What begins with a replaced piece is the same thing still. */
function placeBefore(edits: readonly TextEdit[], offset: number): number | undefined {
  let shift = 0;
  for (const { span, text } of edits) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset === start && span.end > span.start && text !== '') return span.start;
    if (offset < start + text.length) return undefined;
    shift += text.length - (span.end - span.start);
  }
  return offset - shift;
}
