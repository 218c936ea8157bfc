import { t } from '../l10n.ts';
import type { AnalyzeOptions } from '../model.ts';
import { PyDict } from '../python.ts';
import { fileStem } from '../resolve/scale.ts';
import { defineRule } from './define.ts';
import { keySpan } from './place.ts';

/** The letter of the scale is no part of another word. */
export const scaleInWord = defineRule({
  id: 'scale-in-word',
  severity: 'info',
  summary: 'The letter behind the number in a file’s name means a scale, not the beginning of another word.',
  docs: `The framework takes the letter right behind \`yolo11\` or \`yolov8\`, whatever follows: \`yolo11simam.yaml\` is scale s, \`yolov8lska.yaml\` is l and
\`yolov8new.yaml\` n. A hyphen or underscore in between says that no scale is meant, and then the first entry of \`scales\` is taken.`,
  bad: `
scales:
#^^^^^ the framework takes scale s from the file's name, where it begins the word simam: yolo11-simam names none
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
# yolo11s-simam.yaml
scales:
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  options: { fileName: 'yolo11simam.yaml' },
  *check({ document, header, resolution: { options } }) {
    const { scales, scale } = header;
    const found = scaleWord(options);
    if (found === undefined || !(scales instanceof PyDict) || scales.entries.size < 2 || typeof scale !== 'string') return;
    // A letter that is not there is an error, which says the same.
    if (!scales.entries.has(scale)) return;
    const message = t`the framework takes scale ${scale} from the file's name, where it begins the word ${found.word}: ${found.apart} names none`;
    yield { span: keySpan(document, 'scales'), message, fixes: [] };
  },
});

/** The word of the file's name that begins with the letter of its scale, where nobody asks for a scale, and the name with both apart. */
export function scaleWord({ fileName, scale }: AnalyzeOptions): { readonly word: string; readonly apart: string } | undefined {
  if (fileName === undefined || scale !== undefined) return undefined;
  const [, start, word] = /^(.*?yolo(?:e-)?v?\d+)([nslmx][a-z]+)/.exec(fileStem(fileName)) ?? [];
  if (start === undefined || word === undefined || /^(?:.u|nano|small|medium|large|xlarge|xl)$/.test(word)) return undefined;
  return { word, apart: `${start}-${word}` };
}
