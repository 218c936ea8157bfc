import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import { PyDict } from '../python.ts';
import { defineRule } from './define.ts';
import { keySpan } from './place.ts';

/** Says which scale the framework assumes. */
export const noScaleLetter = defineRule({
  id: 'no-scale-letter',
  severity: 'info',
  summary: 'The name of a file with `scales` says which of them is meant: `yolo11m.yaml`.',
  docs: `The framework takes the letter from the name, from the first place that looks like \`yolo11m\`, not from any key in the file. Without one it
warns once and takes the first entry of \`scales\`. Ask for \`yolo11m.yaml\` where the file is called \`yolo11.yaml\`: the letter is taken out again to find it.`,
  bad: `
scales:
#^^^^^ the file's name gives no scale letter, so the framework assumes n, the first of n, s
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
# yolo11s.yaml
scales:
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  options: { fileName: 'model.yaml' },
  *check({ document, header }) {
    const { assumedScale, scales } = header;
    if (assumedScale === undefined || !(scales instanceof PyDict)) return;
    const all = [...scales.entries.keys()].map((key) => (typeof key === 'string' ? key : showPython(key)));
    if (all.length < 2) return;
    const [first = ''] = all;
    const message = t`the file's name gives no scale letter, so the framework assumes ${first}, the first of ${all.join(', ')}`;
    yield { span: keySpan(document, 'scales'), message, fixes: [] };
  },
});
