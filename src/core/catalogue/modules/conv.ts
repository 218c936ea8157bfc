import type { Feature, Layer, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { activation, batchNorm, identity } from '../../net/layers.ts';
import { gcd, type Size } from '../../net/sizes.ts';
import { activationFlag, dilation, int, optionalSize, size, strictInt } from '../arguments.ts';
import { defineModule } from '../define.ts';

/** Convolution, batch normalisation, activation: the brick of every YOLO since v5. */
export const conv = defineModule({
  name: 'Conv',
  summary: 'Convolution, batch normalisation and activation (SiLU unless the file says otherwise).',
  composition: 'Conv2d without bias → BatchNorm2d → activation',
  args: [
    int('c1', 'input channels; the parser puts them in'),
    int('c2', 'output channels, scaled by the width and rounded up to a multiple of 8'),
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    optionalSize('p', 'padding; None keeps the size at stride 1'),
    strictInt('g', 'groups', 1),
    dilation('d', 'dilation'),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, p, g, d, act }) =>
    net.chain(
      x,
      conv2d('conv', { in: c1, out: c2, kernel: k, stride: s, padding: p ?? samePadding(k, d), groups: g, dilation: d, bias: false }),
      batchNorm('bn', c2),
      typeof act === 'function' ? act : act ? net.options.activation : identity('act'),
    ),
  examples: [
    { input: [3, 64, 64], args: [16, 3, 2], output: [16, 32, 32], params: 464 },
    { input: [8, 20, 20], args: [16, 1], output: [16, 20, 20], params: 160 },
    { input: [8, 20, 20], args: [8, 3, 1, null, 8], output: [8, 20, 20], params: 88 },
    { input: [8, 20, 20], args: [16, [1, 3]], output: [16, 20, 20], params: 416 },
  ],
});

/** Depth-wise: as many groups as both channel counts have in common. */
export const dwConv = defineModule({
  name: 'DWConv',
  summary: 'Depth-wise convolution, batch normalisation and activation; groups are the greatest common divisor of both channel counts.',
  composition: 'Conv with g = gcd(c1, c2)',
  args: [
    int('c1', 'input channels; the parser puts them in'),
    int('c2', 'output channels, scaled by the width'),
    size('k', 'kernel size', 1),
    size('s', 'stride', 1),
    dilation('d', 'dilation'),
    activationFlag('act'),
  ],
  parser: { family: 'scaled' },
  build: (net, x, { c1, c2, k, s, d, act }) => conv.build(net, [x], { c1, c2, k, s, g: gcd(c1, c2), d, act }),
  examples: [
    { input: [16, 20, 20], args: [16, 3], output: [16, 20, 20], params: 176 },
    { input: [16, 20, 20], args: [24, 3, 2], output: [24, 10, 10], params: 480 },
  ],
});

/** The activation that `Conv` has unless its file says otherwise: one object for the whole model. */
export const defaultActivation: Layer = activation('act', 'silu', { shared: 'default_act' });

/** Padding that keeps the size at stride 1, as the framework computes it: half of the dilated kernel, rounded down. */
export function samePadding(kernel: Size, dilation: Size): Size {
  const half = (k: number) => Math.floor((typeof dilation === 'number' && dilation > 1 ? dilation * (k - 1) + 1 : k) / 2);
  return typeof kernel === 'number' ? half(kernel) : kernel.map(half);
}

/** Runs `layer` `count` times as the children `name.0`, `name.1`, … and gives the last result. */
export function repeat(net: Net, name: string, count: number, x: Feature, layer: (child: string) => Layer): Feature {
  net.container(name);
  let y = x;
  for (let i = 0; i < count; i++) y = net.chain(y, layer(`${name}.${i}`));
  return y;
}
