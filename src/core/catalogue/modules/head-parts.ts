/** What all heads on several levels share: the branches, the distribution over distances, the decoding of boxes. */
import type { Feature, Layer, Net } from '../../net/builder.ts';
import { conv2d } from '../../net/convolutions.ts';
import { add, affine, concat, mul, permute, reshape, softmax, split, sub, unary } from '../../net/functions.ts';
import { Refused } from '../../net/refused.ts';
import { PyFloat } from '../../python.ts';
import type { Argument } from '../arguments.ts';
import { conv, dwConv } from './conv.ts';

/** Two 3×3 Conv and a 1×1 convolution with bias for each level: `name.i.0`, `.1`, `.2`. */
export function branch(name: string, level: number, c1: number, hidden: number, out: number): Layer {
  const at = `${name}.${level}`;
  return (net, x) =>
    net.chain(
      x,
      conv.as(`${at}.0`, { c1, c2: hidden, k: 3 }),
      conv.as(`${at}.1`, { c1: hidden, c2: hidden, k: 3 }),
      conv2d(`${at}.2`, { in: hidden, out }),
    );
}

/** The class branch since YOLO11: depth-wise and 1×1 twice instead of full 3×3 convolutions. */
export function lightBranch(name: string, level: number, c1: number, hidden: number, out: number): Layer {
  const at = `${name}.${level}`;
  return (net, x) =>
    net.chain(
      x,
      dwConv.as(`${at}.0.0`, { c1, c2: c1, k: 3 }),
      conv.as(`${at}.0.1`, { c1, c2: hidden, k: 1 }),
      dwConv.as(`${at}.1.0`, { c1: hidden, c2: hidden, k: 3 }),
      conv.as(`${at}.1.1`, { c1: hidden, c2: hidden, k: 1 }),
      conv2d(`${at}.2`, { in: hidden, out }),
    );
}

/** [c, h, w] of every level to [c, all positions]. */
export function flattenLevels(net: Net, maps: readonly Feature[], channels: number): Feature {
  return concat(
    net,
    maps.map((map) => reshape(net, map, [channels, (map.shape[1] ?? 0) * (map.shape[2] ?? 0)])),
    1,
  );
}

export interface Decoding {
  /** Centres of all cells, in cells: [2, positions]. */
  readonly anchors: Feature;
  /** Stride of each cell: [1, positions]. */
  readonly strides: Feature;
}

/** Cell centres and strides of the levels `maps`; the strides are what the framework measured, or a power of two meanwhile. */
export function decoding(net: Net, maps: readonly Feature[]): Decoding {
  const sizes = maps.map((m): [number, number] => [m.shape[1] ?? 0, m.shape[2] ?? 0]);
  const count = sizes.reduce((n, [h, w]) => n + h * w, 0);
  const strides = net.options.strides ?? sizes.map((_, i) => 8 * 2 ** i);
  return {
    anchors: net.apply({ kind: 'anchorPoints', sizes, offset: 0.5 }, [], [2, count], { function: 'make_anchors' }),
    strides: net.apply({ kind: 'anchorStrides', sizes, strides }, [], [1, count], { function: 'make_anchors' }),
  };
}

/** [4·bins, positions] to [4, positions]: the expected distance under a softmax over `bins` (Generalized Focal Loss). */
export function distances(net: Net, boxes: Feature, bins: number): Feature {
  if (bins <= 1) return net.within('dfl', 'nn.Identity', () => boxes);
  return net.within('dfl', 'DFL', () => {
    const positions = boxes.shape[1] ?? 0;
    const weights = softmax(net, permute(net, reshape(net, boxes, [4, bins, positions]), [1, 0, 2]), 0);
    return reshape(net, net.chain(weights, fixedConv('conv', bins)), [4, positions]);
  });
}

/** Distances to the four sides become centre and size, in pixels. */
export function toBoxes(net: Net, sides: Feature, { anchors, strides }: Decoding, corners = false): Feature {
  const [near, far] = split(net, sides, [2, 2]) as [Feature, Feature];
  const [low, high] = [sub(net, anchors, near), add(net, anchors, far)];
  const box = corners ? concat(net, [low, high]) : concat(net, [affine(net, add(net, low, high), 0.5, 0), sub(net, high, low)]);
  return mul(net, box, strides);
}

/** Distances and an angle become a rotated box: the centre is turned by the angle around the cell. */
export function toRotatedBoxes(net: Net, sides: Feature, angle: Feature, { anchors, strides }: Decoding): Feature {
  const [near, far] = split(net, sides, [2, 2]) as [Feature, Feature];
  const [cos, sin] = [unary(net, 'cos', angle), unary(net, 'sin', angle)];
  const [xf, yf] = split(net, affine(net, sub(net, far, near), 0.5, 0), [1, 1]) as [Feature, Feature];
  const x = sub(net, mul(net, xf, cos), mul(net, yf, sin));
  const y = add(net, mul(net, xf, sin), mul(net, yf, cos));
  return mul(net, concat(net, [add(net, concat(net, [x, y]), anchors), add(net, near, far)]), strides);
}

/** A 1×1 convolution to one channel whose kernel 0, 1, 2 … is never trained. */
function fixedConv(name: string, bins: number): Layer {
  return (net, x) => {
    net.within(name, 'nn.Conv2d', () => net.parameter('weight', [1, bins, 1, 1], { trainable: false }));
    return net.chain(x, conv2d(name, { in: bins, out: 1, bias: false }));
  };
}

/** The channels of the levels as the parser gives them, checked against what the rows really deliver. */
/** An argument that the head looks at only when it knows its levels: until then what is no number is none. */
export function late<N extends string>(argument: Argument<N, number>, fractions = false): Argument<N, number> {
  return {
    ...argument,
    read(value) {
      try {
        return argument.read(value);
      } catch (error) {
        if (value instanceof PyFloat && fractions) return value.value;
        if (error instanceof Refused && !(value instanceof PyFloat)) return Number.NaN;
        throw error;
      }
    },
  };
}

/** Refuses a late argument that was no number. */
export function checkLate(value: number, name: string): void {
  if (!Number.isInteger(value)) throw new Refused('TypeError', `${name} must be an integer`, 'args', undefined, undefined, true);
}

export function checkLevels(ch: readonly number[]): number {
  const [first] = ch;
  if (first === undefined) throw new Refused('IndexError', 'tuple index out of range', 'from', undefined, undefined, true);
  return first;
}
