import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { effectOf } from '../refactor/effect.ts';
import { planStructure } from '../refactor/structure.ts';
import { writtenWidth } from '../refactor/writtenChannels.ts';
import type { TextEdit } from '../text.ts';

/** A width that rows can have, with what it would change. */
export interface WidthChoice {
  readonly channels: number;
  readonly effect: string;
  readonly edits: readonly TextEdit[];
  /** Which rows must follow. */
  readonly notes: readonly string[];
}

/** Widths around the one that the first of the rows has, as far as the network takes them. */
export function* widthChoices(analysis: Analysis, rows: readonly number[]): Generator<WidthChoice> {
  const width = writtenWidth(analysis.rows[rows[0] ?? -1] as RowAnalysis);
  if (width === undefined) return;
  const tried = new Set([0.25, 0.5, 0.75, 1.25, 1.5, 2].map((factor) => Math.max(8, Math.round((width * factor) / 8) * 8)));
  for (const channels of tried) {
    const choice = widthChoice(analysis, rows, channels);
    if (!('refused' in choice)) yield choice;
  }
}

/** One width, or why the rows cannot have it. */
export function widthChoice(analysis: Analysis, rows: readonly number[], channels: number): WidthChoice | { readonly refused: string } {
  const plan = planStructure(analysis, { kind: 'width', rows, channels });
  if ('refused' in plan) return plan;
  return { channels, effect: effectOf(plan) || t`changes nothing`, edits: plan.edits, notes: plan.notes };
}
