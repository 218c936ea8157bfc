import { t } from '../l10n.ts';
import { fileStem } from '../resolve/scale.ts';
import { defineRule } from './define.ts';
import { keySpan } from './place.ts';

/** A file is found under its own name. */
export const fileName = defineRule({
  id: 'file-name',
  severity: 'warning',
  summary: 'A model file is not called like the short name of another one, such as `yolov8x6.yaml` or `yolov5nu.yaml`.',
  docs: `The framework takes \`yolov5n6\` and \`yolov8x6\` for short names of \`yolov5-p6.yaml\` and \`yolov8-p6.yaml\` at that scale, and drops the u of
\`yolov5nu.yaml\` and \`yolov3u.yaml\`, by which weights of the anchor-free versions are called. It looks for the other file: one that is really called so is
never read, and where the other does not exist the framework stops with a FileNotFoundError.`,
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
    const others = lookedFor(stem);
    if (others === undefined) return;
    const [scaled, plain] = others;
    const message = t`YOLO('${`${stem}.yaml`}') looks for ${`${scaled}.yaml`} or ${`${plain}.yaml`} instead of this file: call it otherwise (Ultralytics: FileNotFoundError)`;
    yield { span: keySpan(document, document.entry('backbone') ? 'backbone' : 'head'), message, fixes: [] };
  },
});

/** The names of the files that are read in place of one of that name, with the letter of the scale and without. */
function lookedFor(stem: string): readonly [string, string] | undefined {
  const [, p6, letter] = /^(yolov[58])([nsmlx])6$/.exec(stem) ?? [];
  if (p6 !== undefined) return [`${p6}${letter}-p6`, `${p6}-p6`];
  if (!/yolov[35].*u$/.test(stem)) return undefined;
  const other = stem.slice(0, -1);
  return [other, other.replace(/(\d+)[nslmx](?=$|[^a-z])/, '$1')];
}
