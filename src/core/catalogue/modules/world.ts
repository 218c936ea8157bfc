/** The head of YOLO-World: scores are products of image features with the text embeddings of the classes. */
import type { Feature, Net } from '../../net/builder.ts';
import { concat, unary } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { checkSizes } from '../../net/sizes.ts';
import { bool, int } from '../arguments.ts';
import { type Built, defineModule } from '../define.ts';
import { contrast } from './contrast.ts';
import { bins, classesArgument, type DetectOptions, end2end, headArguments, levelChannels } from './detect.ts';
import { branch, checkLate, checkLevels, decoding, distances, flattenLevels, late, lightBranch, toBoxes } from './head-parts.ts';

/** Open-vocabulary detection by a fixed list of classes. */
export const worldDetect = defineModule({
  name: 'WorldDetect',
  summary: 'Head of YOLO-World: class scores are products of image features with the text embeddings of the classes.',
  docs: 'A model whose last module it is has text embeddings, which C2fAttn and ImagePoolingAttn read too: as many as the caller asks classes for, else 80. The classes of the file must be as many.',
  composition:
    'per level: Conv 3×3 → Conv 3×3 → Conv2d to 4·reg_max, and Conv 3×3 → Conv 3×3 → Conv2d to the embedding · text; softmax over distances → boxes',
  args: [
    classesArgument,
    late(int('embed', 'length of the text embeddings', 512)),
    bool('with_bn', 'normalise the image side over the batch; else every position to length 1', false),
    bins,
    end2end,
    levelChannels,
  ],
  argsIn: headArguments,
  parser: { family: 'head' },
  text: 'original',
  build: (net, _x, o, inputs) => worldHead(net, inputs.slice(0, -1), inputs.at(-1) as Feature, o),
  examples: [
    {
      input: [
        [64, 8, 8],
        [128, 8, 8],
      ],
      args: [80, 512, false],
      output: [84, 128],
      params: 530_196,
    },
    {
      input: [
        [64, 8, 8],
        [128, 8, 8],
      ],
      args: [80, 512, true],
      output: [84, 128],
      params: 532_244,
    },
  ],
});

type WorldOptions = DetectOptions & { readonly embed: number; readonly with_bn: boolean };

function worldHead(net: Net, maps: readonly Feature[], text: Feature, o: WorldOptions): Built {
  const { nc, embed, reg_max, ch } = o;
  const first = checkLevels(ch);
  checkLate(embed, 'embed');
  checkSizes([nc]);
  if (o.end2end) unusedBranches(net, maps, o);
  const boxWidth = Math.max(16, Math.floor(first / 4), 4 * reg_max);
  const classWidth = Math.max(first, Math.min(nc, 100));
  const classes = text.shape[0] ?? 0;
  const boxes: Feature[] = [];
  const scores: Feature[] = [];
  for (const [i, c] of ch.entries()) {
    const map = maps[i] as Feature;
    boxes.push(net.chain(map, branch('cv2', i, c, boxWidth, 4 * reg_max)));
    const image = net.chain(map, branch('cv3', i, c, classWidth, embed));
    scores.push(contrast(net, `cv4.${i}`, image, text, o.with_bn));
  }
  const levels = boxes.map((box, i) => concat(net, [box, scores[i] as Feature]));
  checkClasses(net, levels, nc, classes, 4 * reg_max + nc);
  const at = decoding(net, maps);
  const sides = distances(net, flattenLevels(net, boxes, 4 * reg_max), reg_max);
  const box = toBoxes(net, sides, at, o.end2end);
  return { outputs: [concat(net, [box, unary(net, 'sigmoid', flattenLevels(net, scores, classes))])], levels };
}

/**
 * The head reshapes every level to nc classes; a text of another number of classes does not fit. Before `heads-take-reg-max` it does so in
 * evaluation only, since then also while strides are measured, where numbers that happen to divide pass.
 */
export function checkClasses(net: Net, levels: readonly Feature[], nc: number, classes: number, channels: number): void {
  if (nc === classes) return;
  const measuring = net.options.strides === undefined;
  if (measuring && !net.rules.has('heads-take-reg-max')) return;
  const sizes = levels.map(({ shape: [c = 0, h = 0, w = 0] }) => c * h * w);
  const broken = sizes.find((size) => size % channels !== 0);
  if (broken === undefined && measuring) return;
  const positions = levels.reduce((n, { shape: [, h = 0, w = 0] }) => n + h * w, 0);
  const given = sizes.reduce((n, size) => n + size / channels, 0);
  const said =
    broken === undefined
      ? `The size of tensor a (${positions}) must match the size of tensor b (${given}) at non-singleton dimension 2`
      : `shape '[1, ${channels}, -1]' is invalid for input of size ${broken}`;
  throw new Refused('RuntimeError', said, 'args', 0, 'text-input');
}

/** Where the file asks for an end-to-end head, its second branches are made, and never run. */
function unusedBranches(net: Net, maps: readonly Feature[], { nc, reg_max, ch }: WorldOptions): void {
  const first = checkLevels(ch);
  const boxWidth = Math.max(16, Math.floor(first / 4), 4 * reg_max);
  const classWidth = Math.max(first, Math.min(nc, 100));
  net.declare(() => {
    for (const [i, c] of ch.entries()) {
      const map = maps[i] as Feature;
      net.chain(map, branch('one2one_cv2', i, c, boxWidth, 4 * reg_max));
      net.chain(map, lightBranch('one2one_cv3', i, c, classWidth, nc));
    }
  });
}
