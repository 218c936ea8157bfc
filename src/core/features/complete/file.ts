import { t } from '../../l10n.ts';
import { wordAt } from '../typedRow.ts';
import { type CompletionItem, stop } from './item.ts';

/** A small detector of three levels; `nc` and the channels of the first row are asked for. */
const detector = `nc: ${stop(1, '80')} # classes
scales:
  # letter: [depth, width, most channels of any row]
  n: [0.50, 0.25, 1024]
  s: [0.50, 0.50, 1024]
  m: [0.75, 0.75, 768]
  l: [1.00, 1.00, 512]

backbone:
  # [from, repeats, module, args]
  - [-1, 1, Conv, [${stop(2, '64')}, 3, 2]] # 0-P1/2
  - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
  - [-1, 2, C3k2, [128, True]] # 2
  - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
  - [-1, 2, C3k2, [256, True]] # 4
  - [-1, 1, Conv, [512, 3, 2]] # 5-P4/16
  - [-1, 2, C3k2, [512, True]] # 6
  - [-1, 1, Conv, [768, 3, 2]] # 7-P5/32
  - [-1, 1, SPPF, [768, 5]] # 8

head:
  - [-1, 1, nn.Upsample, [None, 2, nearest]] # 9
  - [[-1, 6], 1, Concat, [1]] # 10
  - [-1, 1, C3k2, [384, False]] # 11
  - [-1, 1, nn.Upsample, [None, 2, nearest]] # 12
  - [[-1, 4], 1, Concat, [1]] # 13
  - [-1, 1, C3k2, [192, False]] # 14, small objects
  - [-1, 1, Conv, [192, 3, 2]] # 15
  - [[-1, 11], 1, Concat, [1]] # 16
  - [-1, 1, C3k2, [384, False]] # 17, medium objects
  - [-1, 1, Conv, [384, 3, 2]] # 18
  - [[-1, 8], 1, Concat, [1]] # 19
  - [-1, 1, C3k2, [768, True]] # 20, large objects
  - [[14, 17, 20], 1, Detect, [nc]] # 21
`;

/** A whole model, where a file has nothing but comments and perhaps a word yet. */
export function completeFile(text: string, offset: number): CompletionItem[] {
  if (!/^(?:[ \t]*(?:#.*)?(?:\r?\n|$))*[A-Za-z]*\s*$/.test(text)) return [];
  if (text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).includes('#')) return [];
  const label = t`YOLO model: a small detector`;
  const documentation = t`Backbone, a head of three levels and Detect, in four scales.`;
  return [
    { label, kind: 'snippet', detail: '', documentation, insert: detector, isSnippet: true, filter: 'yolo', span: wordAt(text, offset) },
  ];
}
