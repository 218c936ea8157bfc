/** Rows of forks that only take maps apart and put them together. */
import type { Feature } from '../../../net/builder.ts';
import { add, affine, concat, mul, slice } from '../../../net/functions.ts';
import { numeric } from '../../../resolve/numbers.ts';
import { int, number } from '../../arguments.ts';
import { defineModule } from '../../define.ts';
import { argumentAt, channelsOfAll } from '../../rewriting.ts';
import { channelsOfInput, noting, nowhere } from './common.ts';

/** A range of channels, to give each kind of camera its own backbone. */
export const silenceChannel = defineModule({
  name: 'SilenceChannel',
  summary: 'Takes the channels from c_start up to, not including, c_end.',
  docs: 'YOLOv11-RGBT (Wan et al.): images of visible and infrared light lie in one tensor, and each backbone takes its channels.',
  composition: 'x[c_start : c_end]',
  args: [int('c_start', 'first channel'), int('c_end', 'channel behind the last')],
  parser: noting(({ args }) => {
    const [start, end] = [numeric(argumentAt(args, 0).value), numeric(argumentAt(args, 1).value)];
    return start === undefined || end === undefined ? undefined : end - start;
  }),
  upstream: nowhere,
  origin: 'YOLOv11-RGBT',
  build: (net, x, { c_start, c_end }) => {
    const c = x.shape[0] ?? 0;
    return slice(net, x, 0, Math.min(c_start, c), Math.max(Math.min(c_end, c), Math.min(c_start, c)));
  },
  examples: [{ input: [6, 32, 32], args: [3, 6], output: [3, 32, 32], params: 0 }],
});

/** Sum of all inputs. */
export const addRow = defineModule({
  name: 'Add',
  summary: 'Adds feature maps of equal shape.',
  docs: 'Of ASF-YOLO and its kin. The channels noted are those of the last input.',
  composition: 'sum of the inputs',
  args: [],
  parser: noting(channelsOfInput(-1)),
  upstream: nowhere,
  origin: 'ASF-YOLO',
  build: (net, x, _values, inputs) => inputs.slice(1).reduce((sum, other) => add(net, sum, other), x),
  examples: [{ input: pairOf(8), args: [], output: [8, 20, 20], params: 0 }],
});

/** First input and a share of the second. */
export const addScaled = defineModule({
  name: 'ADD',
  summary: 'Adds a share of the second feature map to the first.',
  docs: 'Of the PicoDet files for Ultralytics. The channels noted are the most that an input has.',
  composition: 'x[0] + alpha · x[1]',
  args: [number('alpha', 'share of the second input', 0.5)],
  parser: noting(({ from, channels }) => Math.max(...channelsOfAll(from, channels))),
  upstream: nowhere,
  origin: 'YOLOv11-RGBT',
  build: (net, x, { alpha }, inputs) => add(net, x, alpha === 1 ? (inputs[1] ?? x) : affine(net, inputs[1] ?? x, alpha, 0)),
  examples: [{ input: pairOf(8), args: [1], output: [8, 20, 20], params: 0 }],
});

/** Product of two inputs. */
export const multiply = defineModule({
  name: 'Multiply',
  summary: 'Multiplies two feature maps element by element.',
  docs: 'Of HS-FPN and its kin: a map and its attention. The channels noted are those of the first input.',
  composition: 'x[0] · x[1]',
  args: [],
  parser: noting(channelsOfInput(0)),
  upstream: nowhere,
  origin: 'HS-FPN in forks of Ultralytics',
  build: (net, x, _values, inputs) => mul(net, x, inputs[1] ?? x),
  examples: [{ input: pairOf(8), args: [], output: [8, 20, 20], params: 0 }],
});

/** Pixels of 2×2 cells become channels. */
export const spaceToDepth = defineModule({
  name: 'space_to_depth',
  summary: 'Puts the pixels of every 2×2 cell into the channels: half the size, four times the channels.',
  docs: 'SPD-Conv (Sunkara and Luo, 2022), where a convolution follows as a row of its own.',
  composition: 'space to depth (4 × c1)',
  args: [int('dimension', 'axis that takes the pixels; not used', 1)],
  parser: noting(({ from, channels }) => 4 * (channelsOfInput(0)({ from, channels } as never) ?? 0)),
  upstream: nowhere,
  origin: 'SPD-Conv',
  build: (net, x) =>
    concat(
      net,
      quarters(x, (dy, dx) => slice(net, slice(net, x, 1, dy, x.shape[1] ?? 0, 2), 2, dx, x.shape[2] ?? 0, 2)),
    ),
  examples: [{ input: [8, 20, 20], args: [1], output: [32, 10, 10], params: 0 }],
});

/** The four pixels of each cell in the order of SPD-Conv: down first. */
function quarters(_x: Feature, part: (dy: number, dx: number) => Feature): Feature[] {
  return [part(0, 0), part(1, 0), part(0, 1), part(1, 1)];
}

function pairOf(c: number) {
  return [
    [c, 20, 20],
    [c, 20, 20],
  ];
}
