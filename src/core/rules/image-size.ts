import { imageSize as shown } from '../format.ts';
import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { failsBySize, roundedSize, strideToFit } from './rounding.ts';
import { rowName } from './words.ts';

/** The image is a multiple of the model's stride. */
export const imageSize = defineRule({
  id: 'image-size',
  severity: 'warning',
  summary: 'The image size in use is a multiple of the largest stride, at least of 32.',
  docs: `Training, validation and prediction round the size up to the next multiple of the model's largest stride (32 where that is smaller), so a size
between is never seen: numbers for it are of a network that does not run. Maps that were halved with rounding up do not fit those that are enlarged
by 2 again, and a \`Concat\` would fail.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
  - [[-1, 0], 1, Concat, [1]]
#                ^^^^^^ the image size 600×600 is no multiple of 32: the framework takes 608×608. At 600×600 maps round differently, and row 3 (Concat) would fail
head:
  - [[3], 1, Detect, [nc]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [-1, 1, Classify, [nc]] # a classifier takes any size
`,
  options: { imgsz: [600, 600] },
  *check({ rows, resolution }) {
    const taken = roundedSize(resolution);
    const last = rows.at(-1);
    if (taken === undefined || last === undefined) return;
    const [asked, real] = [shown(resolution.imgsz), shown(taken)];
    const said = t`the image size ${asked} is no multiple of ${strideToFit(resolution)}: the framework takes ${real}`;
    const failing = rows.findIndex((_, i) => failsBySize(resolution, i));
    const message = failing < 0 ? said : t`${said}. At ${asked} maps round differently, and ${rowName(rows, failing)} would fail`;
    const at = rows[failing] ?? last;
    yield { span: moduleSpan(at), row: at.index, message, fixes: [] };
  },
});
