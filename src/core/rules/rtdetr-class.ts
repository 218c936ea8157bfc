import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';

/** A model with the decoder of RT-DETR is opened as one. */
export const rtdetrClass = defineRule({
  id: 'rtdetr-class',
  severity: 'info',
  summary: 'A file that ends in RTDETRDecoder is opened with `RTDETR(…)`, not with `YOLO(…)`.',
  docs: `\`YOLO(…)\` of older releases (8.3.63 is one) builds a detection model out of it, which has no loss for this head and stops in training;
since 8.3.141 it notices the decoder and turns into \`RTDETR\` by itself.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
head:
  - [[0, 1, 2], 1, RTDETRDecoder, [nc]]
#                  ^^^^^^^^^^^^^ open this file with RTDETR('….yaml'): YOLO('….yaml') of this release builds a model that has no loss for RTDETRDecoder
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
  options: { upstream: '8.3.63' },
  *check({ rows, resolution }) {
    const last = rows.at(-1);
    if (last?.definition?.name !== 'RTDETRDecoder' || resolution.rules.has('yolo-opens-rtdetr')) return;
    const message = t`open this file with RTDETR('….yaml'): YOLO('….yaml') of this release builds a model that has no loss for RTDETRDecoder`;
    yield { span: moduleSpan(last), row: last.index, message, fixes: [] };
  },
});
