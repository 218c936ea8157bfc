/** Heads that predict more than a box: masks, key points, angles. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { convTranspose2d } from '../../net/convolutions.ts';
import { add, affine, concat, mul, reshape, slice, split, unary } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { PyDict, PyFloat, type PyValue } from '../../python.ts';
import { numeric } from '../../resolve/numbers.ts';
import { any, int, pythonType } from '../arguments.ts';
import { defineModule } from '../define.ts';
import { iterated } from '../torch-arguments.ts';
import { conv } from './conv.ts';
import { bins, classesArgument, detectHead, end2end, headArguments, levelChannels } from './detect.ts';
import { branch, type Decoding, flattenLevels, toRotatedBoxes } from './head-parts.ts';

/** What heads with masks take behind the classes. */
export const maskSizes = [
  int('nm', 'number of mask prototypes', 32),
  int('npr', 'channels inside the prototype branch, scaled by the width', 256),
] as const;

export const keyPointsArgument = any('kpt_shape', 'key points and values each: [17, 3] is x, y and visibility', [17, 3]);

/** Prototypes of masks: three convolutions with an upsampling by a transposed one between. */
export function prototypes(c1: number, hidden: number, masks: number): Layer {
  return (net, x) => net.within('proto', 'Proto', () => prototypeLayers(c1, hidden, masks)(net, x));
}

/** The same without a module around it. */
export function prototypeLayers(c1: number, hidden: number, masks: number): Layer {
  return (net, x) =>
    net.chain(
      x,
      conv.as('cv1', { c1, c2: hidden, k: 3 }),
      convTranspose2d('upsample', { in: hidden, out: hidden, kernel: 2, stride: 2 }),
      conv.as('cv2', { c1: hidden, c2: hidden, k: 3 }),
      conv.as('cv3', { c1: hidden, c2: masks }),
    );
}

/** Instance segmentation: mask coefficients for every position, and prototypes from the finest level. */
export const segment = defineModule({
  name: 'Segment',
  summary:
    'Segmentation head: detection, nm mask coefficients for every position, and nm prototype masks at twice the finest level’s size.',
  composition: 'Detect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to nm; Proto on the first level',
  args: [classesArgument, ...maskSizes, bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', scaledArgument: 2, classBranch: true },
  build: (net, x, o, inputs) => {
    const first = o.ch[0] ?? 0;
    const masks = net.chain(x, prototypes(first, o.npr, o.nm));
    const head = detectHead(net, inputs, o, { extra: extraBranch('cv4', o.ch, o.nm) });
    return { ...head, outputs: [...head.outputs, masks] };
  },
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3, 8, 16],
      output: [15, 192],
      params: 132646,
    },
  ],
});

/** Pose: key points for every position. */
export const pose = defineModule({
  name: 'Pose',
  summary: 'Pose head: detection, and the key points of kpt_shape for every position.',
  composition: 'Detect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to the number of key-point values',
  args: [classesArgument, keyPointsArgument, bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  build: (net, _x, o, inputs) => {
    const [points, values] = keyPointShape(o.kpt_shape);
    return detectHead(net, inputs, o, {
      extra: extraBranch('cv4', o.ch, points * values),
      // From cell units, in which 0.5 is the cell's own centre, of twice the size.
      decode: (n, extra, at) => decodeKeyPoints(n, extra, points, values, { ...at, anchors: affine(n, at.anchors, 1, -0.5) }, 2),
    });
  },
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3, [5, 1]],
      output: [12, 192],
      params: 124_684,
    },
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3, [17, 3]],
      output: [58, 192],
      params: 196536,
    },
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3, [5, 2]],
      output: [17, 192],
      params: 128394,
    },
  ],
});

/** Oriented boxes: an angle for every position. */
export const obb = defineModule({
  name: 'OBB',
  summary: 'Oriented detection head: a rotated box and class scores for every position.',
  composition: 'Detect, plus per level Conv 3×3 → Conv 3×3 → Conv2d to ne angles',
  args: [classesArgument, int('ne', 'further values, the angle', 1), bins, end2end, levelChannels],
  argsIn: headArguments,
  parser: { family: 'head', classBranch: true },
  build: (net, _x, o, inputs) =>
    detectHead(net, inputs, o, {
      // The angle covers −π/4 to 3π/4.
      extra: (n, maps, prefix) =>
        affine(n, affine(n, unary(n, 'sigmoid', extraBranch('cv4', o.ch, o.ne)(n, maps, prefix)), 1, -0.25), Math.PI, 0),
      boxes: toRotatedBoxes,
    }),
  examples: [
    {
      input: [
        [16, 8, 12],
        [32, 8, 12],
      ],
      args: [3, 1],
      output: [8, 192],
      params: 124032,
    },
  ],
});

/** A third branch to `out` channels on every level, joined over all positions. */
export function extraBranch(
  name: string,
  ch: readonly number[],
  out: number,
): (net: Net, maps: readonly Feature[], prefix: string) => Feature {
  const hidden = Math.max(Math.floor((ch[0] ?? 0) / 4), out);
  return (net, maps, prefix) =>
    flattenLevels(
      net,
      ch.map((c, i) => net.chain(maps[i] as Feature, branch(`${prefix}${name}`, i, c, hidden, out))),
      out,
    );
}

/** Key points from cell units, multiplied by `scale`, to pixels; a third value is a visibility. */
export function decodeKeyPoints(
  net: Net,
  raw: Feature,
  points: number,
  values: number,
  { anchors, strides }: Decoding,
  scale: number,
): Feature {
  const positions = raw.shape[1] ?? 0;
  const placed = (x: Feature, at: Feature) => mul(net, add(net, scale === 1 ? x : affine(net, x, scale, 0), at), strides);
  if (values === 1) {
    // The framework takes every value for an x, and then every one but the first for a y as well.
    const [across, down] = split(net, anchors, [1, 1]) as [Feature, Feature];
    return twice(net, placed(raw, across), points, (x) => placed(x, down));
  }
  const shaped = reshape(net, raw, [points, values, positions]);
  const xy = placed(slice(net, shaped, 1, 0, 2), anchors);
  const rest = values === 3 ? [unary(net, 'sigmoid', slice(net, shaped, 1, 2, 3))] : values > 2 ? [slice(net, shaped, 1, 2, values)] : [];
  return reshape(net, concat(net, [xy, ...rest], 1), [points * values, positions]);
}

/** All rows of [points, positions] but the first once more. */
function twice(net: Net, x: Feature, points: number, again: (x: Feature) => Feature): Feature {
  return points < 2 ? x : concat(net, [slice(net, x, 0, 0, 1), again(slice(net, x, 0, 1, points))]);
}

/** Number of key points and of values each, as Python indexes and multiplies what the file gives. */
export function keyPointShape(value: PyValue): [number, number] {
  const refuse = (type: string, text: string) => new Refused(type, text, 'args', 1, undefined, true);
  const at = (index: 0 | 1): PyValue => {
    const found = value instanceof PyDict ? value.entries.get(index) : iterated(value)?.[index];
    if (found !== undefined) return found;
    if (value instanceof PyDict) throw refuse('KeyError', String(index));
    if (iterated(value) === undefined) throw refuse('TypeError', `'${pythonType(value)}' object is not subscriptable`);
    throw refuse('IndexError', `${pythonType(value)} index out of range`.replace('str', 'string'));
  };
  const [points, values] = [at(0), at(1)];
  const [x, y] = [numeric(points), numeric(values)];
  const fraction = points instanceof PyFloat || values instanceof PyFloat;
  if (x !== undefined && y !== undefined && !fraction) return [x, y];
  if (x !== undefined && y !== undefined && !Number.isInteger(x * y))
    throw refuse('ValueError', 'out_channels must be divisible by groups');
  throw refuse('TypeError', `unsupported operand type(s) for *: '${pythonType(points)}' and '${pythonType(values)}'`);
}
