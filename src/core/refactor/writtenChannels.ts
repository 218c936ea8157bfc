import type { Analysis, CallArgument, RowAnalysis } from '../model.ts';
import { canonicalName } from './translate.ts';

/** The argument in which a row's file text says its output channels, where it has one. */
export function widthArgument(row: RowAnalysis): (CallArgument & { readonly position: number }) | undefined {
  const found = row.call?.find((argument) => canonicalName(argument.name) === 'c2' && argument.origin === 'file');
  return found?.position === undefined ? undefined : { ...found, position: found.position };
}

/** The number of output channels that a row's text says, before the width is applied. */
export function writtenWidth(row: RowAnalysis): number | undefined {
  const argument = widthArgument(row);
  const written = argument?.written ?? argument?.value;
  return typeof written === 'number' ? written : undefined;
}

/** What a file has to write near a row for it to have that many channels: as another row of as many says it, the nearest first. */
export function writtenFor(analysis: Analysis, near: number, channels: number): number | undefined {
  const byDistance = [...analysis.rows].sort((a, b) => Math.abs(a.index - near) - Math.abs(b.index - near));
  for (const row of byDistance) {
    const argument = widthArgument(row);
    if (argument?.value === channels && typeof (argument.written ?? argument.value) === 'number' && isScaled(row)) return writtenWidth(row);
  }
  return analysis.scale === '' || analysis.scales.length === 0 ? channels : undefined;
}

/** The parser has scaled the width of this row, or would have. */
export function isScaled(row: RowAnalysis): boolean {
  return row.call?.[0]?.origin === 'parser';
}
