import { count, gflopsOfMacs, shapes } from '../format.ts';
import type { Analysis, RowAnalysis } from '../model.ts';

export interface InlayHintSettings {
  readonly rowIndex: boolean;
  readonly outputShape: boolean;
  readonly metric: 'none' | 'gflops' | 'params';
}

/** A note in the text; `before` stands in front of what is at `offset`. */
export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly before: boolean;
  readonly row: number;
}

/** All hints of a line together stay within this many characters. */
const lineLimit = 40;

/** Row index in front of each row; output shape and a number at the end of its line, behind a comment, which so keeps its place. */
export function inlayHints(analysis: Analysis, settings: InlayHintSettings): InlayHint[] {
  const width = String(analysis.rows.at(-1)?.number ?? 0).length;
  return analysis.rows.flatMap((row) => {
    const hints: InlayHint[] = [];
    const index = String(row.number).padStart(width, figureSpace);
    if (settings.rowIndex) hints.push({ offset: row.syntax.span.start, label: index, before: true, row: row.index });
    const label = resultLabel(row, settings, lineLimit - (settings.rowIndex ? width : 0));
    if (label !== '') hints.push({ offset: lineEnd(analysis.document.text, row.syntax.span.end), label, before: false, row: row.index });
    return hints;
  });
}

/** As wide as a digit, so that rows stay aligned. */
const figureSpace = '\u2007';

function resultLabel(row: RowAnalysis, { outputShape, metric }: InlayHintSettings, limit: number): string {
  const number =
    metric === 'gflops' && row.macs !== null
      ? `${gflopsOfMacs(row.macs)} GFLOPs`
      : metric === 'params' && row.params !== null
        ? count(row.params)
        : '';
  const output = outputShape && row.outputs !== null ? shapes(row.outputs) : '';
  const join = (text: string) => [text, number].filter((part) => part !== '').join(' · ');
  // A head gives many shapes: the first one stands for them where the line has no room.
  const short = row.outputs !== null && row.outputs.length > 1 && outputShape ? `${shapes(row.outputs.slice(0, 1))}, …` : '';
  return [join(output), join(short), number].find((text) => text.length <= limit) ?? '';
}

function lineEnd(text: string, offset: number): number {
  const end = text.slice(offset).search(/[\r\n]/);
  return end < 0 ? text.length : offset + end;
}
