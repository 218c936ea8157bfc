/**
 * The counters (releases of THOP): which operations each one sees, by the road on which they run, and what it counts for them.
 * It counts by hooks on modules of known types; since 2.2 it also sees some functional products. What the framework itself adds
 * (rules for its attention in some releases) is part of the counter here.
 */
import { operationMacs } from '../analyses/cost.ts';
import { gcd } from '../net/sizes.ts';
import { elements, type Operation, type RowGraph } from '../ops.ts';
import { type CounterChangeId, counterChanges } from './counter-changes.ts';
import { compareReleases, type ReleaseRules } from './releases.ts';

/** The newest counter known, which `pip` installs beside any release today. */
export const newestThop = '2.2.3';

type Count = (operation: Operation, graph: RowGraph) => number;

export interface Counter {
  /** Its own release, and what the framework adds. */
  readonly id: string;
  has(change: CounterChangeId): boolean;
  /** What it counts for an operation; `undefined` where it does not see it. */
  count(operation: Operation, graph: RowGraph): number | undefined;
  /** Types of modules for which the framework brings a rule of its own. */
  readonly added: ReadonlySet<string>;
  /** How many small images must be counted for a model with such a module, to tell a large one; infinite where none can. */
  samples(type: string): number;
}

const output = (o: Operation, g: RowGraph) => elements(g.tensors[o.outputs[0] ?? -1] ?? [0]);
const input = (o: Operation, g: RowGraph) => elements(g.tensors[o.inputs[0] ?? -1] ?? [0]);
/** Two operations an element, and two more where there is a scale; a layer of several steps has two for each that is counted. */
const normalisation: Count = (o, g) =>
  (o.primitive.kind === 'binary' || ('affine' in o.primitive && !o.primitive.affine) ? 2 : 4) * input(o, g);

/** How many shares sum to one; along the batch, of which nothing is written here, each is alone. */
const shares = (o: Operation, g: RowGraph) =>
  o.primitive.kind === 'softmax' ? (g.tensors[o.outputs[0] ?? -1]?.[o.primitive.axis] ?? 1) : 1;

/** Exponential, sum and division of every number, less an addition a row. */
const softmax: Count = (o, g) => {
  const n = shares(o, g);
  return n === 0 ? 0 : (3 * n - 1) * (output(o, g) / n);
};

const nothing: Count = () => 0;

/** Counts by exact class, in units that are doubled to FLOPs later. */
const modules: Readonly<Record<string, Count | undefined>> = {
  'nn.Conv2d': operationMacs,
  'nn.ConvTranspose2d': operationMacs,
  'nn.Linear': operationMacs,
  'nn.BatchNorm2d': normalisation,
  'nn.LayerNorm': normalisation,
  'nn.AvgPool2d': output,
  'nn.PReLU': output,
  'nn.Softmax': softmax,
  'nn.AdaptiveAvgPool2d': meanWindows,
  'nn.AdaptiveMaxPool2d': nothing,
  'nn.MaxPool2d': nothing,
  'nn.ZeroPad2d': nothing,
  'nn.ReLU': nothing,
  'nn.ReLU6': nothing,
  'nn.LeakyReLU': nothing,
  'nn.Dropout': nothing,
  'nn.Upsample': interpolation,
  'nn.UpsamplingNearest2d': interpolation,
  'nn.UpsamplingBilinear2d': interpolation,
  'nn.InstanceNorm2d': normalisation,
};

function interpolation(o: Operation, g: RowGraph): number {
  return o.primitive.kind === 'resize' ? interpolationCosts[o.primitive.mode] * output(o, g) : 0;
}

/** Operations an output element; modes that the counter does not know are free. */
const interpolationCosts = { nearest: 1, 'nearest-exact': 0, bilinear: 11, bicubic: 259 };

const cache = new Map<string, Counter>();

/** That counter (one newer than all known counts like the newest) as that release of the framework uses it. */
export function counterOf(version: string, rules: ReleaseRules): Counter {
  const ownRules = rules.has('attention-rules') && !rules.has('cells-for-queries');
  const id = ownRules ? `${version}+attention` : version;
  let counter = cache.get(id);
  if (counter === undefined) {
    counter = makeCounter(id, version, ownRules ? attention : none);
    cache.set(id, counter);
  }
  return counter;
}

const attention: ReadonlySet<string> = new Set(['Attention', 'AAttn']);
const none: ReadonlySet<string> = new Set();

function makeCounter(id: string, version: string, added: ReadonlySet<string>): Counter {
  const known = new Set(counterChanges.filter(({ since }) => compareReleases(version, since) >= 0).map((change) => change.id));
  const has = (change: CounterChangeId) => known.has(change);
  const table: Record<string, Count | undefined> = { ...modules };
  if (!has('transposed-by-input')) table['nn.ConvTranspose2d'] = transposedByOutput;
  if (has('subclasses-too')) table.DWConvTranspose2d = table['nn.ConvTranspose2d'];
  if (has('nearest-is-free')) {
    const cheaper: Count = (o, g) => (o.primitive.kind === 'resize' && o.primitive.mode === 'nearest' ? 0 : interpolation(o, g));
    for (const name of ['nn.Upsample', 'nn.UpsamplingNearest2d', 'nn.UpsamplingBilinear2d']) table[name] = cheaper;
  }
  if (has('real-windows')) table['nn.AdaptiveAvgPool2d'] = realWindows;
  if (has('group-norm')) table['nn.GroupNorm'] = normalisation;
  if (has('rms-norm')) table['nn.RMSNorm'] = normalisation;
  if (has('softmax-kin')) {
    table['nn.Softmax2d'] = softmax;
    table['nn.Softmin'] = (o, g) => softmax(o, g) + output(o, g);
    table['nn.LogSoftmax'] = (o, g) => softmax(o, g) + output(o, g) / Math.max(shares(o, g), 1);
  }
  if (has('average-windows')) table['nn.AvgPool2d'] = averageWindows;
  if (has('multihead-attention')) {
    table['nn.MultiheadAttention'] = (o, g) => (o.primitive.kind === 'softmax' ? softmax : operationMacs)(o, g);
  }
  const functions = new Set([
    ...(has('products') ? ['matmul', 'bmm', 'scaled_dot_product_attention'] : []),
    ...(has('einsum') ? ['einsum'] : []),
    ...(has('functional-linear') ? ['linear'] : []),
  ]);
  const attentionSamples = has('quadratic-fit') ? 4 : has('multihead-attention') ? Number.POSITIVE_INFINITY : 1;
  return {
    id,
    has,
    added,
    count(o, g) {
      if ('module' in o.road) return table[o.road.module]?.(o, g);
      const seen = functions.has(o.road.function) || (o.primitive.kind === 'matmul' && added.has(o.module.type));
      return seen ? operationMacs(o, g) : undefined;
    },
    samples(type) {
      if (type === 'nn.MultiheadAttention') return attentionSamples;
      return fixed.has(type) || (type === 'nn.AdaptiveMaxPool2d' && has('adaptive-max-fixed')) ? 2 : 1;
    },
  };
}

/** Work that does not grow with the image. */
const fixed: ReadonlySet<string> = new Set(['nn.Linear', 'nn.modules.linear.NonDynamicallyQuantizableLinear', 'nn.AdaptiveAvgPool2d']);

/** As if it were an ordinary convolution that gives this output. */
function transposedByOutput(o: Operation, g: RowGraph): number {
  const { primitive, module } = o;
  const kernel = module.parameters.find((p) => p.name === 'weight')?.shape.slice(2) ?? [];
  const channels = g.tensors[o.inputs[0] ?? -1]?.[0] ?? 0;
  return output(o, g) * Math.floor(channels / (primitive.kind === 'convTranspose2d' ? primitive.groups : 1)) * elements(kernel);
}

/** Cells of a mean window, a fraction where the output does not divide the input, and a division: in double precision, then cut. */
function meanWindows(o: Operation, g: RowGraph): number {
  const [, h = 1, w = 1] = g.tensors[o.inputs[0] ?? -1] ?? [];
  const [, oh = 1, ow = 1] = g.tensors[o.outputs[0] ?? -1] ?? [];
  return Math.trunc(((h / oh) * (w / ow) + 1) * output(o, g));
}

/** Every input cell of every window, and a division an output cell. */
function realWindows(o: Operation, g: RowGraph): number {
  const [, h = 1, w = 1] = g.tensors[o.inputs[0] ?? -1] ?? [];
  const [c = 0, oh = 1, ow = 1] = g.tensors[o.outputs[0] ?? -1] ?? [];
  // Windows from floor(i · size / out) to ceil((i + 1) · size / out) overlap in one cell wherever a border falls inside one.
  const cells = (size: number, out: number) => size + out - gcd(size, out);
  return c * (cells(h, oh) * cells(w, ow) + oh * ow);
}

/** The same for windows of one size; the border counts where it is divided by. */
function averageWindows(o: Operation, g: RowGraph): number {
  const { primitive } = o;
  if (primitive.kind !== 'avgPool2d') return 0;
  const [from, to] = [g.tensors[o.inputs[0] ?? -1] ?? [], g.tensors[o.outputs[0] ?? -1] ?? []];
  const cells = (d: 0 | 1) => {
    const [size, k, s, p] = [from[d + 1] ?? 0, primitive.kernel[d], primitive.stride[d], primitive.padding[d]];
    const [low, high] = primitive.countPadding ? [-p, size + p] : [0, size];
    let sum = 0;
    for (let i = 0; i < (to[d + 1] ?? 0); i++) sum += Math.max(Math.min(i * s - p + k, high) - Math.max(i * s - p, low), 0);
    return sum;
  };
  return (from[0] ?? 0) * cells(0) * cells(1) + output(o, g);
}
