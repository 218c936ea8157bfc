import type { ModuleNode } from '../ops.ts';
import type { Counter } from '../upstream/counters.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { Counted } from './counted.ts';

/** A model as the framework counts it. */
export interface PrintedInput {
  readonly rules: ReleaseRules;
  readonly counter: Counter;
  readonly imgsz: readonly [number, number];
  readonly ch: number;
  /** Largest stride of the model; 32 at least is used. */
  readonly stride: number;
  /** First stored parameter of the model, by which the framework tells its input channels. */
  readonly firstParameter: readonly number[] | undefined;
  /** Cells of the largest stride that give as many positions as the decoder of RT-DETR has queries; `undefined` without one. */
  readonly cellsForQueries: number | undefined;
  /** What the counter sees at the real image size, and whether the forward can be run there. */
  readonly whole: Count & { readonly runs: boolean };
  /** The same at another image size, or `undefined` where the forward fails. */
  count(height: number, width: number): Count | undefined;
}

type Count = Omit<Counted, 'unseenMacs' | 'missesConvolution'>;

/**
 * The GFLOPs that this release prints with this counter. Up to 8.4.108 a square image of the largest stride is counted and
 * multiplied up by height and width, which inflates work that does not grow with the image; where that forward fails, the real
 * size is counted. Since then the counter tells the real size from a few small images. 0 means that nothing is printed.
 */
export function printedGflops(input: PrintedInput): number {
  const { rules, counter, imgsz, ch, firstParameter, whole } = input;
  if (firstParameter === undefined || firstParameter[1] !== ch) return 0;
  const stride = Math.max(Math.trunc(input.stride), 32);
  if (!rules.has('exact-print')) {
    const small = input.count(stride, stride);
    if (small !== undefined) return gflops((small.macs * imgsz[0] * imgsz[1]) / stride ** 2);
    // The first attempt's hooks are still on the model, so that every layer is counted twice.
    const twice = rules.has('counted-in-place') && !counter.has('clean-after-failure');
    return gflops(atFullSize(input) * (twice ? 2 : 1));
  }
  if (rules.has('cells-for-queries')) return counter.has('quadratic-fit') ? gflops(told(input, stride, input.cellsForQueries ?? 1)) : 0;
  if (rules.has('queries-at-full-size') && input.cellsForQueries !== undefined) return gflops(atFullSize(input));
  if (!counter.has('stride-option')) return 0;
  return gflops(rules.has('attention-rules') && whole.ownRules ? atFullSize(input) : told(input, stride, 1));
}

/** Nothing is printed where the forward fails. */
function atFullSize({ whole }: PrintedInput): number {
  return whole.runs ? whole.macs : 0;
}

/** What the counter tells of the real size: a fit through small images, one stride tall; itself where that cannot be. */
function told(input: PrintedInput, stride: number, cells: number): number {
  const [height, width] = input.imgsz;
  const { samples } = input.whole;
  if (height % stride !== 0 || width % stride !== 0) return atFullSize(input);
  const target = (height / stride) * (width / stride);
  const tell = input.counter.has('quadratic-fit') ? quadratic : linear;
  const sample = (n: number) => input.count(stride, stride * n);
  return tell(sample, samples, target, cells) ?? atFullSize(input);
}

type Sample = (cells: number) => Count | undefined;

/** A line through images of one and two cells, or through zero where everything grows with the image. */
function linear(sample: Sample, samples: number, target: number): number | undefined {
  if (target <= 1 || !Number.isFinite(samples)) return undefined;
  const one = sample(1);
  if (one === undefined || samples === 1) return one && one.macs * target;
  const two = sample(2);
  return two && one.macs + (two.macs - one.macs) * (target - 1);
}

/** A parabola through images of `least` cells and more, held against a fourth, where functional products ran; else a line. */
function quadratic(sample: Sample, samples: number, target: number, least: number): number | undefined {
  if (4 * (samples * least + (samples * (samples - 1)) / 2) > target) return undefined;
  const macs: number[] = [];
  for (let products = false; macs.length < (products ? 4 : samples); ) {
    const counted = sample(least + macs.length);
    if (counted === undefined) return undefined;
    macs.push(counted.macs);
    products = counted.products;
  }
  const [a = 0, b, c, d] = macs;
  const t = target - least;
  if (b === undefined) return a + (t * a) / least;
  if (c === undefined) return a + t * (b - a);
  if (d !== undefined && d - 3 * c + 3 * b - a !== 0) return undefined;
  return a + t * (b - a) + ((t * (t - 1)) / 2) * (c - 2 * b + a);
}

/** Shape of the first parameter in the order in which PyTorch lists them: a module's own before its children's. */
export function firstParameter(node: ModuleNode): readonly number[] | undefined {
  const own = node.parameters.find((p) => !p.buffer)?.shape;
  if (own !== undefined) return own;
  for (const child of node.children) {
    const inside = firstParameter(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function gflops(macs: number): number {
  return (2 * macs) / 1e9;
}
