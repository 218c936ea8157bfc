/** Parts of sentences that several rules use. */
import { shape } from '../format.ts';
import { t } from '../l10n.ts';
import type { Refused } from '../net/refused.ts';
import type { Shape } from '../ops.ts';
import type { Related } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { RowRefusal, RuleContext } from './context.ts';

/** The sentence with the framework's own English words, by which people look for help. */
export function quoting(sentence: string, { pythonType, text }: Refused): string {
  const words = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  return t`${sentence} (Ultralytics: ${words === '' ? pythonType : `${pythonType}: ${words}`})`;
}

/** Some messages of PyTorch list every number of a row. */
const longestQuote = 300;

export function rowName(rows: readonly ParsedRow[], index: number): string {
  if (index < 0) return t`the image`;
  const number = rows[index]?.number ?? index;
  const module = rows[index]?.module;
  return module ? t`row ${number} (${module})` : t`row ${number}`;
}

/** `64×80×80 at stride 8`. */
export function sized({ resolution }: RuleContext, input: Shape | undefined): string {
  if (input === undefined) return t`an unknown shape`;
  const stride = strideOf(input, resolution.imgsz);
  return stride === undefined ? shape(input) : t`${shape(input)} at stride ${stride}`;
}

/** Image pixels per cell, where that is a whole number. */
export function strideOf(input: Shape | undefined, imgsz: readonly [number, number]): number | undefined {
  const height = input?.length === 3 ? input[1] : undefined;
  const stride = height === undefined || height === 0 ? Number.NaN : imgsz[0] / height;
  return Number.isInteger(stride) ? stride : undefined;
}

/** The rows that are read, each with what it gives. */
export function readRows(context: RuleContext, { row, inputs }: RowRefusal): Related[] {
  return row.sources.flatMap((source, i) => {
    const from = context.rows[source];
    if (from === undefined) return [];
    return [{ span: from.syntax.span, message: t`${rowName(context.rows, source)} gives ${sized(context, inputs?.[i])}` }];
  });
}

/** `a`, `a and b`, `a, b and c`. */
export function and(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : t`${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function or(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : t`${parts.slice(0, -1).join(', ')} or ${parts.at(-1) ?? ''}`;
}
