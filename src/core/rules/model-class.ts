import { t } from '../l10n.ts';
import { fileStem } from '../resolve/scale.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';

/** A model whose head needs a class of its own is opened with it. */
export const modelClass = defineRule({
  id: 'model-class',
  severity: 'info',
  summary: 'A file that ends in RTDETRDecoder is opened with `RTDETR(…)`, one of YOLO-World or YOLOE with `YOLOWorld(…)` or `YOLOE(…)`.',
  docs: `\`YOLO('….yaml')\` reads the task from the name of the last module, knows none for RTDETRDecoder and stops: “'YOLO' model does not support '_new' mode for
'None' task”. With \`task='detect'\`, as on the command line, releases before 8.3.141 build a detection model that has no loss for this head; later ones
turn into \`RTDETR\`. The heads of YOLO-World and YOLOE read text embeddings, which \`YOLO(…)\` gives them only where the file's name contains \`-world\`
or \`yoloe\`; elsewhere it stops while it measures strides.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
head:
  - [[0, 1, 2], 1, RTDETRDecoder, [nc]]
#                  ^^^^^^^^^^^^^ open this file with RTDETR('….yaml'): YOLO('….yaml') stops (Ultralytics: NotImplementedError: 'YOLO' model does not support '_new' mode for 'None' task.)
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
head:
  - [[0, 1], 1, Detect, [nc]]
`,
  options: { upstream: '8.4.190' },
  *check({ rows, resolution: { options, rules } }) {
    const last = rows.at(-1);
    if (last?.definition === undefined || last.needsRegistration) return;
    const stem = fileStem(options.fileName ?? '');
    const { name } = last.definition;
    const at = { span: moduleSpan(last), row: last.index, fixes: [] };
    if (name === 'RTDETRDecoder') {
      const silent = rules.has('yolo-opens-rtdetr')
        ? ''
        : ` ${t`Where the task is named, this release builds a model that has no loss for RTDETRDecoder.`}`;
      const said = t`open this file with RTDETR('….yaml'): YOLO('….yaml') stops (Ultralytics: NotImplementedError: 'YOLO' model does not support '_new' mode for 'None' task.)`;
      yield { ...at, message: `${said}${silent}` };
    } else if (options.fileName !== undefined && name === 'WorldDetect' && !stem.includes('-world')) {
      yield {
        ...at,
        message: t`open this file with YOLOWorld('….yaml'), or put -world in its name: YOLO('….yaml') gives WorldDetect no text and stops (Ultralytics: TypeError: WorldDetect.forward() missing 1 required positional argument: 'text')`,
      };
    } else if (options.fileName !== undefined && /^YOLOE(?:Detect|Segment)/.test(name) && !stem.includes('yoloe')) {
      yield {
        ...at,
        message: t`open this file with YOLOE('….yaml'), or put yoloe in its name: YOLO('….yaml') gives ${name} no text and stops`,
      };
    }
  },
});
