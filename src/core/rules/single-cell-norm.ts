import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { rowsWith } from './traps-of-rows.ts';
import { rowName } from './words.ts';

/** BatchNorm has more than one value a channel. */
export const singleCellNorm = defineRule({
  id: 'single-cell-norm',
  severity: 'info',
  summary: 'BatchNorm sees more than one value for each channel.',
  docs: `A BatchNorm on maps of one cell has one value an image. In training with one image in a batch PyTorch stops (“Expected more than 1 value per channel
when training”), which a last batch with a single image does too; with few images the statistics are poor. Typical are a Conv behind a global pooling, and
releases before 8.3.147 stop while they measure strides.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.AdaptiveAvgPool2d, [1]]
  - [-1, 1, Conv, [64, 1]]
#           ^^^^ row 2 (Conv) normalises maps of 1×1: training stops at a batch of one image
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.AdaptiveAvgPool2d, [1]]
`,
  *check(context) {
    // A classification head normalises before it pools.
    for (const { row } of rowsWith(context, ({ singleCell }) => singleCell)) {
      const message = t`${rowName(context.rows, row.index)} normalises maps of 1×1: training stops at a batch of one image`;
      yield { span: moduleSpan(row), row: row.index, message, fixes: [] };
    }
  },
});
