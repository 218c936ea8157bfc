import type { NetworkWeight, Primitive, Shape } from '../core/index.ts';
import { elements } from './shapes.ts';

/** Gives the stored tensor of that name, such as `model.4.cv1.conv.weight`, in PyTorch's layout. */
export type WeightSource = (name: string, shape: Shape) => Float32Array;

/**
 * Weights that depend on nothing but name and shape, so that every back end, and PyTorch in another process, makes the same:
 * element i is `scale · u + shift` with u the (i + 1)-th number of mulberry32 seeded with the FNV-1a hash of the name.
 * Scales keep a deep network's activations near 1; the fixed kernel of a DFL (`….dfl.conv.weight`) is 0, 1, 2 … as in every model.
 */
export const namedWeights: WeightSource = (name, shape) => {
  const values = uniform(name, elements(shape));
  const leaf = name.slice(name.lastIndexOf('.') + 1);
  if (name.endsWith('dfl.conv.weight')) return values.map((_, i) => i);
  if (leaf === 'running_var') return values.map((u) => u + 0.5);
  if (leaf === 'running_mean' || leaf === 'bias') return values.map((u) => 0.2 * u - 0.1);
  if (shape.length < 2) return values.map((u) => 0.7 * u + 0.65);
  const limit = Math.sqrt(gain(name) / elements(shape.slice(1)));
  return values.map((u) => (2 * u - 1) * limit);
};

/**
 * 6 keeps the variance through ReLU. Parts without an activation, or whose results are added, need less, or values double layer by
 * layer; attention sharpens with its inputs' size until single numbers decide, which no two machines calculate alike.
 */
function gain(name: string): number {
  if (/\.(attn|mlp|ma)\./.test(name)) return 1;
  return /\.conv[12]\./.test(name) ? 3 : 6;
}

/** A random image batch with values from 0 to 1, made by the same generator under the name `images`. */
export function namedImage(batch: number, shape: Shape): Float32Array {
  return uniform('images', batch * elements(shape));
}

/** Uniform numbers in [0, 1). mulberry32's state is a counter, so that element i needs none before it (and NumPy makes all at once). */
function uniform(name: string, count: number): Float32Array {
  const values = new Float32Array(count);
  let state = fnv1a(name);
  for (let i = 0; i < count; i++) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    values[i] = ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  return values;
}

/** 32-bit FNV-1a of an ASCII text. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** What an operation's weight is when it runs: as stored, or with the BatchNorm behind it and branches beside it folded in as deployment does. */
export function weightValues(weight: NetworkWeight, primitive: Primitive, source: WeightSource): Float32Array {
  if (!weight.fold) return source(weight.name, weight.shape);
  const channels = outputChannels(weight, primitive);
  const sum = new Float32Array(elements(weight.shape));
  for (const { kernels, batchNorm, eps } of weight.fold) {
    const norm = (leaf: string) => source(`${batchNorm}.${leaf}`, [channels]);
    const [gamma, variance] = [norm('weight'), norm('running_var')];
    const factor = gamma.map((g, c) => g / Math.sqrt((variance[c] ?? 1) + eps));
    if (weight.role === 'bias') {
      const mean = norm('running_mean');
      norm('bias').forEach((beta, c) => {
        sum[c] = (sum[c] ?? 0) + beta - (mean[c] ?? 0) * (factor[c] ?? 1);
      });
      continue;
    }
    const channelOf = outputChannelOf(weight.shape, primitive);
    const values =
      kernels.length === 0
        ? [unchanged(weight.shape)]
        : kernels.map((k) => centred(source(`${k.path}.weight`, k.shape), k.shape, weight.shape));
    for (const kernel of values) {
      kernel.forEach((value, i) => {
        sum[i] = (sum[i] ?? 0) + value * (factor[channelOf(i)] ?? 1);
      });
    }
  }
  return sum;
}

/** The kernel that hands every channel on as it is. */
function unchanged([out = 0, perGroup = 1, height = 1, width = 1]: Shape): Float32Array {
  const kernel = new Float32Array(out * perGroup * height * width);
  const middle = Math.floor(height / 2) * width + Math.floor(width / 2);
  for (let c = 0; c < out; c++) kernel[(c * perGroup + (c % perGroup)) * height * width + middle] = 1;
  return kernel;
}

/** A kernel with zeros around it. */
function centred(kernel: Float32Array, from: Shape, to: Shape): Float32Array {
  const [[h = 1, w = 1], [height = 1, width = 1]] = [from.slice(2), to.slice(2)];
  if (h === height && w === width) return kernel;
  const larger = new Float32Array(elements(to));
  const [top, left] = [Math.floor(height / 2) - Math.floor(h / 2), Math.floor(width / 2) - Math.floor(w / 2)];
  kernel.forEach((value, i) => {
    const [plane, cell] = [Math.floor(i / (h * w)), i % (h * w)];
    larger[plane * height * width + (top + Math.floor(cell / w)) * width + left + (cell % w)] = value;
  });
  return larger;
}

function outputChannels({ shape, role }: NetworkWeight, primitive: Primitive): number {
  const transposed = primitive.kind === 'convTranspose2d' && role !== 'bias';
  return transposed ? (shape[1] ?? 1) * primitive.groups : (shape[0] ?? 1);
}

/** The output channel that an element of a kernel belongs to; transposed convolutions store [in, out / groups, h, w]. */
function outputChannelOf(shape: Shape, primitive: Primitive): (element: number) => number {
  const area = elements(shape.slice(2));
  if (primitive.kind !== 'convTranspose2d') {
    const size = elements(shape.slice(1));
    return (i) => Math.floor(i / size);
  }
  const perGroup = shape[1] ?? 1;
  const inputsPerGroup = (shape[0] ?? 1) / primitive.groups;
  return (i) => {
    const input = Math.floor(i / (area * perGroup));
    return Math.floor(input / inputsPerGroup) * perGroup + (Math.floor(i / area) % perGroup);
  };
}
