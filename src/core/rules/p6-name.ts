import { t } from '../l10n.ts';
import { fileStem } from '../resolve/scale.ts';
import { defineRule } from './define.ts';
import { keySpan } from './place.ts';

/** A file is found under its own name. */
export const p6Name = defineRule({
  id: 'p6-name',
  severity: 'warning',
  summary: 'A model file is not called like the short name of a P6 model, such as `yolov8x6.yaml`.',
  docs: 'The framework takes `yolov5n6` and `yolov8x6` for short names of `yolov5-p6.yaml` and `yolov8-p6.yaml` at that scale, and looks for those: a file that is really called so is never read, and where the other does not exist the framework stops with a FileNotFoundError.',
  bad: `
backbone:
#^^^^^^^ YOLO('yolov8x6.yaml') looks for yolov8x-p6.yaml or yolov8-p6.yaml instead of this file: call it otherwise (Ultralytics: FileNotFoundError)
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
# mine-p6.yaml
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  options: { fileName: 'yolov8x6.yaml' },
  *check({ document, resolution: { options } }) {
    const stem = fileStem(options.fileName ?? '');
    const [, start, letter] = /^(yolov[58])([nsmlx])6$/.exec(stem) ?? [];
    if (start === undefined || letter === undefined) return;
    const [scaled, plain] = [`${start}${letter}-p6.yaml`, `${start}-p6.yaml`];
    const message = t`YOLO('${`${stem}.yaml`}') looks for ${scaled} or ${plain} instead of this file: call it otherwise (Ultralytics: FileNotFoundError)`;
    yield { span: keySpan(document, document.entry('backbone') ? 'backbone' : 'head'), message, fixes: [] };
  },
});
