/** Convolution over any number of samples, whose places are learnt: AKConv, later named LDConv. */
import type { Feature, Net } from '../../../net/builder.ts';
import { conv2d } from '../../../net/convolutions.ts';
import { add, affine, concat, mul, permute, reshape, split, unary } from '../../../net/functions.ts';
import { activation, batchNorm } from '../../../net/layers.ts';
import { Refused } from '../../../net/refused.ts';
import { any, int, truth } from '../../arguments.ts';
import { defineModule, type ModuleDefinition } from '../../define.ts';
import { inputChannels, outputChannels } from '../common.ts';
import { conv } from '../conv.ts';
import { aroundShortcut } from '../csp.ts';
import { clampedPixels, nowhere, pixelsOf, sampled } from './common.ts';
import { type KinPart, kinOf } from './kin.ts';

const paper = 'LDConv (Zhang et al., 2023), first published as AKConv.';

export const akConv = irregular('AKConv');
export const ldConv = irregular('LDConv');

function irregular(name: string) {
  return defineModule({
    name,
    summary: 'Convolution over any number of samples of each place, wherever a branch says they lie, with batch normalisation and SiLU.',
    docs: `${paper} Samples beyond the border are doubled, as all copies have it.`,
    composition: 'Conv2d 3×3 to offsets; bilinear samples → Conv2d n×1 over them → BatchNorm2d → SiLU',
    args: [
      inputChannels,
      outputChannels,
      int('num_param', 'number of samples', name === 'AKConv' ? 5 : undefined),
      int('stride', 'stride', 1),
      any('bias', 'True: a bias in the convolution', null),
    ],
    parser: { family: 'scaled' },
    upstream: nowhere,
    origin: 'LDConv',
    build: (net, x, { c1, c2, num_param: n, stride, bias }) => {
      if (n <= 0) throw new Refused('ZeroDivisionError', 'integer division or modulo by zero', 'args', 2);
      const offsets = net.chain(x, conv2d('p_conv', { in: c1, out: 2 * n, kernel: 3, padding: 1, stride }));
      const samples = irregularSamples(net, x, offsets, n, stride);
      const kernel = [n, 1] as const;
      const sum = conv2d('conv.0', { in: c1, out: c2, kernel, stride: kernel, bias: truth(bias) });
      return net.chain(samples, sum, batchNorm('conv.1', c2), activation('conv.2', 'silu'));
    },
    examples: [
      { input: [16, 20, 20], args: [32, 3, 2], output: [32, 10, 10], params: 2470 },
      { input: [16, 20, 20], args: [32, 5], output: [32, 20, 20], params: 4074 },
    ],
  });
}

/** [c, h' · n, w']: under each other the n samples of a place. */
function irregularSamples(net: Net, x: Feature, offsets: Feature, n: number, stride: number): Feature {
  const [c = 0, h = 0, w = 0] = x.shape;
  const [, height = 0, width = 0] = offsets.shape;
  const [down, right] = split(net, offsets, [n, n]) as [Feature, Feature];
  const [rows, columns] = pixelsOf(net, height, width);
  const [firstRows, firstColumns] = startingShape(net, n);
  const along = (learnt: Feature, place: Feature, start: Feature, size: number) => {
    const at = add(net, learnt, add(net, affine(net, place, stride, 0), start));
    const inside = unary(net, 'step', affine(net, at, -1, size - 1));
    const before = unary(net, 'step', affine(net, at, -1, 0));
    // Two corners of equal weight become one cell at the border.
    return { at: clampedPixels(net, at, size), times: add(net, affine(net, inside, -1, 2), before) };
  };
  const [vertical, horizontal] = [along(down, rows, firstRows, h), along(right, columns, firstColumns, w)];
  const flat = (f: Feature) => reshape(net, f, [1, n * height, width]);
  const found = sampled(net, reshape(net, x, [1, c, h, w]), { horizontal: flat(horizontal.at), vertical: flat(vertical.at) });
  const weighed = mul(net, reshape(net, found, [c, n, height, width]), mul(net, vertical.times, horizontal.times));
  return reshape(net, permute(net, weighed, [0, 2, 1, 3]), [c, height * n, width]);
}

/** Where the samples lie before they move: a grid as square as it can be, and what is left over in a row beneath; [n, 1, 1] each. */
function startingShape(net: Net, n: number): [Feature, Feature] {
  const columns = Math.round(Math.sqrt(n));
  const rows = Math.floor(n / columns);
  const rest = n % columns;
  const list = (f: Feature) => reshape(net, f, [f.shape.reduce((a, b) => a * b, 1), 1, 1]);
  const [down, right] = pixelsOf(net, rows, columns).map(list) as [Feature, Feature];
  if (rest === 0) return [down, right];
  const beneath = list(pixelsOf(net, 1, rest)[1]);
  return [concat(net, [down, affine(net, beneath, 0, rows)]), concat(net, [right, beneath])];
}

const bottleneck: KinPart = (name, c, { shortcut, k }) => {
  const first = k[0] === 3 ? akConv.as('cv1', { c1: c, c2: c, num_param: 3 }) : conv.as('cv1', { c1: c, c2: c, k: k[0] });
  return aroundShortcut(name, 'Bottleneck_AKConv', shortcut, first, akConv.as('cv2', { c1: c, c2: c, num_param: k[1] }));
};

export const akConvKin: readonly ModuleDefinition[] = kinOf({
  suffix: 'AKConv',
  part: bottleneck,
  parts: 'two convolutions over three learnt samples',
  docs: paper,
  origin: 'LDConv in forks of Ultralytics',
  composition: 'AKConv 3 → AKConv 3 (+ input)',
  params: { c3k2: [7628, 17_304], c2f: 6028, c3: 4134 },
});
