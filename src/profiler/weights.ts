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
  const limit = Math.sqrt(6 / elements(shape.slice(1)));
  return values.map((u) => (2 * u - 1) * limit);
};

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

/** What an operation's weight is when it runs: as stored, or with branches and BatchNorm folded in as deployment does. */
export function weightValues(weight: NetworkWeight, primitive: Primitive, source: WeightSource): Float32Array {
  if (weight.merges) return mergedValues(weight, weight.merges, source);
  if (!weight.fold) return source(weight.name, weight.shape);
  const { batchNorm, eps, conv } = weight.fold;
  const { factor, shift } = normalisation(batchNorm, eps, outputChannels(weight, primitive), source);
  if (weight.role === 'bias') return shift;
  const values = source(`${conv}.weight`, weight.shape);
  const channelOf = outputChannelOf(weight.shape, primitive);
  return values.map((value, i) => value * (factor[channelOf(i)] ?? 1));
}

/** A BatchNorm in evaluation as a factor and a shift for each channel. */
function normalisation(name: string, eps: number, channels: number, source: WeightSource): { factor: Float32Array; shift: Float32Array } {
  const norm = (leaf: string) => source(`${name}.${leaf}`, [channels]);
  const variance = norm('running_var');
  const factor = norm('weight').map((gamma, c) => gamma / Math.sqrt((variance[c] ?? 1) + eps));
  const mean = norm('running_mean');
  return { factor, shift: norm('bias').map((beta, c) => beta - (mean[c] ?? 0) * (factor[c] ?? 1)) };
}

/** The sum of parallel branches: smaller kernels sit in the middle of the largest. */
function mergedValues({ shape, role }: NetworkWeight, merges: NonNullable<NetworkWeight['merges']>, source: WeightSource): Float32Array {
  const sum = new Float32Array(elements(shape));
  const [out = 0, inputs = 0, height = 1, width = 1] = shape;
  for (const { conv, batchNorm, eps, shape: own } of merges) {
    const { factor, shift } = normalisation(batchNorm, eps, out, source);
    if (role === 'bias') {
      for (let c = 0; c < out; c++) sum[c] = (sum[c] ?? 0) + (shift[c] ?? 0);
      continue;
    }
    const kernel = conv === undefined ? identityKernel(own) : source(`${conv}.weight`, own);
    const [, , h = 1, w = 1] = own;
    const [top, left] = [(height - h) / 2, (width - w) / 2];
    for (let i = 0; i < kernel.length; i++) {
      const plane = Math.floor(i / (h * w));
      const at = (plane * height + top + (Math.floor(i / w) % h)) * width + left + (i % w);
      sum[at] = (sum[at] ?? 0) + (kernel[i] ?? 0) * (factor[Math.floor(plane / inputs)] ?? 1);
    }
  }
  return sum;
}

/** 1×1 kernels [out, in / groups, 1, 1] by which every channel passes unchanged. */
function identityKernel([out = 0, inputs = 1]: Shape): Float32Array {
  const kernel = new Float32Array(out * inputs);
  for (let c = 0; c < out; c++) kernel[c * inputs + (c % inputs)] = 1;
  return kernel;
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
