import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { type Effect, effectOf } from '../refactor/effect.ts';
import { planStructure, type StructureRequest } from '../refactor/structure.ts';
import type { Span, TextEdit } from '../text.ts';
import { rowsIn } from './cursor.ts';

export interface StructureAction {
  readonly kind:
    | 'delete'
    | 'comment'
    | 'duplicate'
    | 'up'
    | 'down'
    | 'replace'
    | 'width'
    | 'shortcut'
    | 'block'
    | 'add-level'
    | 'remove-level';
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly notes: readonly string[];
}

/** What can be done to the rows that selections touch, as far as the wiring allows it; each says what it changes. */
export function structureActions(analysis: Analysis, ...selections: readonly Span[]): StructureAction[] {
  return [...structureSteps(analysis, 'every', ...selections)].filter((action) => action !== undefined);
}

/**
 * The same one at a time, with nothing for those that the wiring does not allow: each analyses the text again, and what it breaks is
 * looked for at every scale or, for each place of the cursor, at the one in use.
 */
export function* structureSteps(
  analysis: Analysis,
  scales: 'every' | 'used',
  ...selections: readonly Span[]
): Generator<StructureAction | undefined> {
  const rows = rowsIn(analysis, ...selections).map(({ index }) => index);
  if (rows.length === 0) return;
  const named = rowsNamed(rows);
  const offers: readonly Offer[] = [
    ['delete', t`Delete ${named}`, { kind: 'delete', rows }],
    ['comment', t`Comment ${named} out`, { kind: 'delete', rows, keep: 'comment' }],
    ['duplicate', t`Duplicate ${named}`, { kind: 'duplicate', rows }],
    ['up', t`Move ${named} up`, { kind: 'shift', rows, by: -1 }],
    ['down', t`Move ${named} down`, { kind: 'shift', rows, by: 1 }],
  ];
  for (const offer of offers) yield planned(analysis, [offer], scales)[0];
}

/** An edit that may be possible, and what it is called. */
export type Offer = readonly [kind: StructureAction['kind'], title: string, request: StructureRequest];

/** Those that can be done, with what they change behind their titles. */
export function planned(analysis: Analysis, offers: readonly Offer[], scales: 'every' | 'used' = 'every'): StructureAction[] {
  return offers.flatMap(([kind, title, request]) => {
    const plan = planStructure(analysis, request, scales);
    if ('refused' in plan) return [];
    const followers = kind === 'width' && plan.notes.length > 0 ? ` (${plan.notes.join('; ')})` : '';
    return [
      {
        kind,
        title: titled(`${title}${followers}`, plan),
        edits: plan.edits,
        notes: [...plan.notes, ...(plan.breaks ? [plan.breaks.message] : [])],
      },
    ];
  });
}

/** What is done with what that comes to, as in `Delete row 3: −752 params, −0.039 GFLOPs`. */
export function titled(done: string, effect: Effect): string {
  const comes = effectOf(effect);
  return comes === '' ? done : `${done}: ${comes}`;
}

/** `row 3` or `rows 3, 5`. */
export function rowsNamed(rows: readonly number[]): string {
  return rows.length === 1 ? t`row ${rows[0] ?? 0}` : t`rows ${rows.join(', ')}`;
}
