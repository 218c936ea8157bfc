import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { rowsWith } from './traps-of-rows.ts';
import { and } from './words.ts';

/** Exported networks have constant kernels. */
export const computedKernel = defineRule({
  id: 'computed-kernel',
  severity: 'info',
  summary: 'The kernels of convolutions are constants, which every export format can hold.',
  docs: `A dynamic convolution mixes its kernel anew for every image. ONNX can say that, but runtimes that want kernels as constants (int8 quantisation, and
most formats for phones and accelerators) refuse it or fall back to a slow path; and because a batch runs as one grouped convolution, the batch size is
fixed when the model is exported. Export once before you train for long. Said once, at the first such row.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, DynamicConv, [64, 3]]
#           ^^^^^^^^^^^ the kernels of row 1 are computed for each image: int8 and most mobile formats need constant kernels, and export fixes the batch size
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [64, 3]]
`,
  beside: ['needs-registration'],
  *check(context) {
    const found = rowsWith(context, (traps) => traps.computedKernel);
    const [first] = found;
    if (first === undefined) return;
    const numbers = and(found.map(({ row }) => String(row.number)));
    const message =
      found.length === 1
        ? t`the kernels of row ${numbers} are computed for each image: int8 and most mobile formats need constant kernels, and export fixes the batch size`
        : t`the kernels of rows ${numbers} are computed for each image: int8 and most mobile formats need constant kernels, and export fixes the batch size`;
    yield { span: moduleSpan(first.row), row: first.row.index, message, fixes: [] };
  },
});
