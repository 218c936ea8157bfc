import { countDelta, gflopsDelta } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { planStructure, type Structure, type StructureRequest } from '../refactor/structure.ts';
import type { Span, TextEdit } from '../text.ts';
import { rowsIn } from './cursor.ts';

export interface StructureAction {
  readonly kind: 'delete' | 'comment' | 'duplicate' | 'up' | 'down';
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly notes: readonly string[];
}

/** What can be done to the rows that a selection touches, as far as the wiring allows it; each says what it changes. */
export function structureActions(analysis: Analysis, selection: Span): StructureAction[] {
  const rows = rowsIn(analysis, selection).map(({ index }) => index);
  const [first] = rows;
  if (first === undefined) return [];
  const many = rows.length > 1;
  const named = many ? t`rows ${rows.join(', ')}` : t`row ${first}`;
  const requests: readonly [StructureAction['kind'], string, StructureRequest][] = [
    ['delete', t`Delete ${named}`, { kind: 'delete', rows }],
    ['comment', t`Comment ${named} out`, { kind: 'delete', rows, keep: 'comment' }],
    ...(many
      ? []
      : ([
          ['duplicate', t`Duplicate ${named}`, { kind: 'duplicate', row: first }],
          ['up', t`Move ${named} up`, { kind: 'move', row: first, to: first - 1 }],
          ['down', t`Move ${named} down`, { kind: 'move', row: first, to: first + 1 }],
        ] satisfies [StructureAction['kind'], string, StructureRequest][])),
  ];
  return requests.flatMap(([kind, title, request]) => {
    const plan = planStructure(analysis, request);
    return 'refused' in plan ? [] : [{ kind, title: `${title}${effectOf(plan)}`, edits: plan.edits, notes: plan.notes }];
  });
}

/** `: +1,234 params, +0.1 GFLOPs`, or nothing where nothing changes. */
export function effectOf({ before, after }: Structure): string {
  if (before.params === after.params && before.macs === after.macs) return '';
  return `: ${t`${countDelta(after.params - before.params)} params`}, ${t`${gflopsDelta(after.gflops - before.gflops)} GFLOPs`}`;
}
