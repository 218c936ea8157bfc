import { t } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, fromSpan, replace } from './place.ts';
import { allToOne, alternatives, resizing, sameChannels } from './resized-maps.ts';
import { rounding } from './rounded-sizes.ts';
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
    for (const found of context.refusals('size-mismatch')) {
      const refusal = withElement(found);
      const { row, error, inputs = [] } = refusal;
      const fine = error.element === undefined || wrongAxis(refusal) ? undefined : rounding(context, refusal);
      yield {
        span: wrongAxis(refusal) ? argsSpan(row) : fromSpan(row, error.element),
        row: row.index,
        message: quoting(said(context, refusal, fine), error),
        related: readRows(context, refusal),
        fixes: wrongAxis(refusal)
          ? [replace(t`Write ${'[1]'}`, argsSpan(row), '[1]')]
          : [
              ...(fine?.fixes ?? []),
              ...(inputs.length > 2 ? allToOne(context, refusal) : resizing(context, refusal)),
              ...sameChannels(context, refusal),
              ...alternatives(context, refusal),
            ],
      };
    }
  },
});

/** The refusal with the input that does not fit, where PyTorch's words leave that open. */
function withElement(refusal: RowRefusal): RowRefusal {
  const { error, row, inputs = [] } = refusal;
  const element = row.sources.length < 2 ? -1 : inputs.findIndex((input) => input.join() !== inputs[0]?.join());
  if (error.element !== undefined || element < 0) return refusal;
  return { ...refusal, error: new Refused(error.pythonType, error.text, error.part, element, error.rule, error.constructing) };
}

function said(context: RuleContext, refusal: RowRefusal, fine: Explanation | undefined): string {
  const { row, error, inputs = [] } = refusal;
  const maps = () => and(row.sources.map((source, i) => `${rowName(context.rows, source)} ${sized(context, inputs[i])}`));
  if (row.sources.length < 2)
    return t`inside ${row.module} two maps of different sizes meet; row ${row.number} reads ${sized(context, inputs[0])}`;
  if (wrongAxis(refusal)) return t`row ${row.number} joins along another axis than the channels, in which these are equal: ${maps()}`;
  const [one, other] = [inputs[0], inputs[error.element ?? 1]];
  if (one?.[1] === other?.[1] && one?.[2] === other?.[2] && one?.[0] !== other?.[0])
    return t`row ${row.number} adds maps of different channels: ${maps()}; a Conv with a kernel of 1 brings them to one number`;
  const sizes = t`row ${row.number} joins maps of different sizes: ${maps()}`;
  const advice = fine?.said ?? upsampling(context, refusal);
  return advice === undefined ? sizes : `${sizes}; ${advice}`;
}

/** `Concat, [2]` where the maps have one size. */
function wrongAxis({ row, inputs = [] }: RowRefusal): boolean {
  const axis = row.args?.[0]?.value;
  return row.module === 'Concat' && typeof axis === 'number' && axis > 1 && new Set(inputs.map(([, h, w]) => `${h}×${w}`)).size === 1;
}

/** Which row to enlarge, and by how much. */
function upsampling({ resolution, rows }: RuleContext, { row, error, inputs = [] }: RowRefusal): string | undefined {
  const strides = inputs.map((input) => strideOf(input, resolution.imgsz));
  const [one, other] = [strides[0], strides[error.element ?? -1]];
  if (one === undefined || other === undefined || one === other) return undefined;
  const [fine, coarse, index] = one < other ? [one, other, error.element ?? 0] : [other, one, 0];
  if (coarse % fine !== 0) return undefined;
  return t`an nn.Upsample of ${coarse / fine} would bring ${rowName(rows, row.sources[index] ?? -1)} to stride ${fine}`;
}
