import { t } from '../l10n.ts';
import { compareReleases } from '../upstream/releases.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';

/** A model with the decoder of RT-DETR is opened as one. */
export const rtdetrClass = defineRule({
  id: 'rtdetr-class',
  severity: 'info',
  summary: 'A file that ends in RTDETRDecoder is opened with `RTDETR(…)`, not with `YOLO(…)`.',
  docs: `\`YOLO(…)\` of older releases (8.3.63 is one) builds a detection model out of it, which has no loss for this head and stops in training;
8.3.253 and the 8.4 line notice the decoder and turn into \`RTDETR\` by themselves.`,
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
    // Some release between these two began to notice; until the newer one, the safe way is said.
    if (last?.definition?.name !== 'RTDETRDecoder' || compareReleases(resolution.rules.version, '8.3.253') >= 0) return;
    const message = t`open this file with RTDETR('….yaml'): YOLO('….yaml') of this release builds a model that has no loss for RTDETRDecoder`;
    yield { span: moduleSpan(last), row: last.index, message, fixes: [] };
  },
});
