import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { rowsWith } from './traps-of-rows.ts';
import { and, rowName } from './words.ts';

/** Two training runs with one seed give one network. */
export const nondeterministic = defineRule({
  id: 'nondeterministic',
  severity: 'info',
  summary: 'Operations have a deterministic backward pass on CUDA.',
  docs: `PyTorch has none for bilinear and bicubic interpolation, adaptive pooling (to more than one cell; of maxima always) and grid_sample on CUDA.
Ultralytics asks for deterministic algorithms in training and is content with a warning, so two runs with one seed differ. Nearest interpolation,
strided convolutions and ordinary pooling are deterministic. Said once, at the first such row.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.Upsample, [None, 2, bilinear]]
#           ^^^^^^^^^^^ row 1 (nn.Upsample) has no deterministic backward pass on CUDA (interpolate(bilinear)): two training runs with one seed differ
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
`,
  *check(context) {
    const found = rowsWith(context, (traps) => traps.nondeterministic.length > 0);
    const [first] = found;
    // The decoder of RT-DETR samples by design, and nothing can be put in its place.
    if (first === undefined || first.row.module === 'RTDETRDecoder') return;
    const names = and([...new Set(found.flatMap(({ traps }) => traps.nondeterministic))]);
    const rows = and(found.map(({ row }) => rowName(context.rows, row.index)));
    const message =
      found.length === 1
        ? t`${rows} has no deterministic backward pass on CUDA (${names}): two training runs with one seed differ`
        : t`${rows} have no deterministic backward pass on CUDA (${names}): two training runs with one seed differ`;
    yield { span: moduleSpan(first.row), row: first.row.index, message, fixes: [] };
  },
});
