import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import { insertRow } from '../refactor/structureChanges.ts';
import { numeric } from '../resolve/numbers.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { fromSpan, replace } from './place.ts';
import { and, quoting, readRows, rowName, sized, strideOf } from './words.ts';

/** Maps that are joined have one height and width. */
export const sizeMismatch = defineRule({
  id: 'size-mismatch',
  severity: 'error',
  summary: 'Feature maps that are joined or added have equal height and width.',
  docs: `\`Concat\` joins along the channels; everything else must be equal. A map at stride 16 fits one at stride 8 after
\`[-1, 1, nn.Upsample, [None, 2, nearest]]\`, and the other way round after a \`Conv\` with stride 2. The framework notices only when it runs the
model for the first time and names no row.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [[-1, 0], 1, Concat, [1]]
#         ^ row 2 joins maps of different sizes: row 1 (Conv) 128×160×160 at stride 4 and row 0 (Conv) 64×320×320 at stride 2; an nn.Upsample of 2 would bring row 1 (Conv) to stride 2 (Ultralytics: RuntimeError: Sizes of tensors must match except in dimension 1. …
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 0], 1, Concat, [1]]
`,
  *check(context) {
    for (const refusal of context.refusals('size-mismatch')) {
      const { row, error, inputs = [] } = refusal;
      const said =
        row.sources.length < 2
          ? t`inside ${row.module} two maps of different sizes meet; row ${row.number} reads ${sized(context, inputs[0])}`
          : t`row ${row.number} joins maps of different sizes: ${and(row.sources.map((source, i) => `${rowName(context.rows, source)} ${sized(context, inputs[i])}`))}`;
      const advice = upsampling(context, refusal);
      yield {
        span: fromSpan(row, error.element),
        row: row.index,
        message: quoting(advice === undefined ? said : `${said}; ${advice}`, error),
        related: readRows(context, refusal),
        fixes: [...resizing(context, refusal), ...alternatives(context, refusal)],
      };
    }
  },
});

/** Which row to enlarge, and by how much. */
function upsampling({ resolution, rows }: RuleContext, { row, error, inputs = [] }: RowRefusal): string | undefined {
  const strides = inputs.map((input) => strideOf(input, resolution.imgsz));
  const [one, other] = [strides[0], strides[error.element ?? -1]];
  if (one === undefined || other === undefined || one === other) return undefined;
  const [fine, coarse, index] = one < other ? [one, other, error.element ?? 0] : [other, one, 0];
  if (coarse % fine !== 0) return undefined;
  return t`an nn.Upsample of ${coarse / fine} would bring ${rowName(rows, row.sources[index] ?? -1)} to stride ${fine}`;
}

/** A row put in between that makes the coarse map as large as the fine one, or the fine one as small as the coarse. */
function resizing({ resolution, rows, document, header }: RuleContext, { row, error, inputs = [] }: RowRefusal): Fix[] {
  const second = error.element;
  const strides = inputs.map((input) => strideOf(input, resolution.imgsz));
  const [one, other] = [strides[0], strides[second ?? -1]];
  if (second === undefined || one === undefined || other === undefined || document.fatal) return [];
  const factor = Math.max(one, other) / Math.min(one, other);
  if (!Number.isInteger(factor) || factor < 2) return [];
  const [fine, coarse] = one < other ? [0, second] : [second, 0];
  const between = (element: number, module: string, title: string): Fix[] => {
    const source = row.sources[element] ?? -1;
    const from = source === row.index - 1 ? -1 : (rows[source]?.number ?? source);
    const change = insertRow({ document, rows }, row.index, 'before', `[${from}, 1, ${module}]`, { reader: row.index, element });
    return 'refused' in change ? [] : [{ title, edits: change.edits, safe: false }];
  };
  const named = (element: number) => rowName(rows, row.sources[element] ?? -1);
  const width = numeric(header.width);
  const channels = width ? Math.round((inputs[fine]?.[0] ?? 0) / width) : 0;
  return [
    ...between(coarse, `nn.Upsample, [None, ${factor}, nearest]`, t`Put an nn.Upsample of ${factor} behind ${named(coarse)} for it`),
    ...(channels > 0 && factor === 2
      ? between(fine, `Conv, [${channels}, 3, 2]`, t`Put a Conv with stride 2 behind ${named(fine)} for it`)
      : []),
  ];
}

/** Earlier rows of the size that is wanted, nearest first. */
function alternatives({ resolution, rows }: RuleContext, { row, error, inputs = [] }: RowRefusal): Fix[] {
  const wanted = inputs[0];
  const { element } = error;
  if (wanted === undefined || element === undefined || inputs.length !== 2) return [];
  const span = fromSpan(row, element);
  const found: number[] = [];
  for (let i = row.index - 1; i >= 0 && found.length < 2; i--) {
    const built = resolution.built[i];
    const shape = built !== undefined && 'facts' in built && built.facts.levels.length === 0 ? built.facts.outputs[0] : undefined;
    if (shape?.length === 3 && shape[1] === wanted[1] && shape[2] === wanted[2] && !row.sources.includes(i)) found.push(i);
  }
  return found.map((i) =>
    replace(t`Read ${rowName(rows, i)} instead, at stride ${strideOf(wanted, resolution.imgsz) ?? '?'}`, span, String(i)),
  );
}
