import { t } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import type { Fix } from '../problem.ts';
import { deleteRows } from '../refactor/structureChanges.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { fromSpan, moduleSpan } from './place.ts';
import { mapOf } from './wiring.ts';
import { and, rowName, strideOf } from './words.ts';

/** Every row reaches the output. */
export const deadRow = defineRule({
  id: 'dead-row',
  severity: 'warning',
  summary: 'The output depends on every row.',
  docs: `A row that nothing reads is built, counted and run for nothing, and its weights are never trained. -1 of the next row reads it, or its number in
a later \`from\`. Typical causes: an attention row that was put in while the rows behind it go on reading the one before by its number, and a
detection level that is missing in the head's list.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [128]]
#           ^^^^ nothing reads row 2 (Conv): it is built and run, but the output does not depend on it
  - [1, 1, Conv, [256, 3, 2]]
  - [-1, 1, Conv, [512, 3, 2]]
#           ^^^^ nothing reads row 4 (Conv): it is built and run, but the output does not depend on it. It is at stride 16, which row 5 (Detect) does not have among its levels
head:
  - [[1, 3], 1, Detect, [nc]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [128]]
  - [-1, 1, Conv, [256, 3, 2]]
  - [-1, 1, Conv, [512, 3, 2]]
head:
  - [[2, 3, 4], 1, Detect, [nc]]
`,
  *check(context) {
    if (context.deadEnds.size === 0 || context.shift() !== undefined) return;
    for (const [index, feeding] of context.deadEnds) {
      const row = context.rows[index];
      // A row that is refused has a message of its own.
      if (row === undefined || row.definition?.isHead || row.failure instanceof Refused) continue;
      const name = rowName(context.rows, index);
      const said =
        feeding.length === 0
          ? t`nothing reads ${name}: it is built and run, but the output does not depend on it`
          : t`nothing reads ${name}, so the output depends neither on it nor on ${and(feeding.map((one) => rowName(context.rows, one)))}`;
      const level = missingLevel(context, row);
      const message =
        level === undefined
          ? said
          : t`${said}. It is at stride ${level.stride}, which ${rowName(context.rows, context.rows.length - 1)} does not have among its levels`;
      const fixes = [
        ...(level ? [level.fix] : []),
        ...asLevel(context, row),
        ...instead(context, row),
        ...without(context, [...feeding, index]),
      ];
      yield { span: moduleSpan(row), row: index, message, fixes };
    }
  },
});

/** The head has a level for every stride but this row's. */
function missingLevel({ rows, resolution }: RuleContext, row: ParsedRow): { readonly stride: number; readonly fix: Fix } | undefined {
  const head = rows.at(-1);
  const stride = strideOf(mapOf(resolution.built[row.index]), resolution.imgsz);
  if (!head?.definition?.isHead || head.syntax.from?.kind !== 'sequence' || stride === undefined) return undefined;
  const strides = head.sources.map((source) => strideOf(mapOf(resolution.built[source]), resolution.imgsz));
  const items = head.syntax.from.items;
  if (strides.length !== items.length || strides.some((other) => other === undefined || other === stride)) return undefined;
  const at = strides.findIndex((other) => (other ?? 0) > stride);
  const [before, after] = [items.at(at < 0 ? -1 : at), at < 0];
  if (before === undefined) return undefined;
  const place = after ? before.span.end : before.span.start;
  const edit = { span: { start: place, end: place }, text: after ? `, ${row.number}` : `${row.number}, ` };
  return {
    stride,
    fix: { title: t`Read it as the level at stride ${stride} in ${rowName(rows, head.index)}`, edits: [edit], safe: false },
  };
}

/** The head reads a row of this size that only leads to this one. */
function asLevel({ rows, resolution }: RuleContext, row: ParsedRow): Fix[] {
  const head = rows.at(-1);
  const size = (index: number) => mapOf(resolution.built[index])?.[1];
  if (!head?.definition?.isHead || head.syntax.from?.kind !== 'sequence') return [];
  const element = head.sources.findIndex(
    (source) => row.sources.length === 1 && source === row.sources[0] && size(source) === size(row.index),
  );
  if (element < 0) return [];
  const title = t`Read ${rowName(rows, row.index)} instead of ${rowName(rows, head.sources[element] ?? -1)}`;
  return [{ title, edits: [{ span: fromSpan(head, element), text: String(row.number) }], safe: false }];
}

/** Where the row keeps the shape of what it reads: later readers of that read the row. */
function instead({ rows, resolution }: RuleContext, row: ParsedRow): Fix[] {
  const [source = -1, ...more] = row.sources;
  const [read, made] = [mapOf(resolution.built[source]), mapOf(resolution.built[row.index])];
  const known = read !== undefined && made !== undefined;
  if (source < 0 || more.length > 0 || (known && read.join() !== made.join())) return [];
  const edits = rows.flatMap((reader) =>
    reader.index <= row.index
      ? []
      : reader.sources.flatMap((one, i) =>
          one === source ? [{ span: fromSpan(reader, reader.fromIsList ? i : undefined), text: String(row.number) }] : [],
        ),
  );
  return edits.length === 0
    ? []
    : [{ title: t`Let the readers of ${rowName(rows, source)} read ${rowName(rows, row.index)}`, edits, safe: false }];
}

function without({ document, rows }: RuleContext, gone: readonly number[]): Fix[] {
  if (document.fatal) return [];
  const change = deleteRows({ document, rows }, gone, false);
  const named = and(gone.map((row) => rowName(rows, row)));
  return 'refused' in change ? [] : [{ title: t`Delete ${named} and renumber`, edits: change.edits, safe: false }];
}
