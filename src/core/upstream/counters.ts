/**
 * The counters (releases of THOP): which operations each one sees, by the road on which they run, and what it counts for them.
 * It counts by hooks on modules of exactly known types; since 2.2 it also sees some functional products. The tables below are
 * also what is told to users who ask why a number leaves work out.
 */
import { operationMacs } from '../analyses/cost.ts';
import { gcd } from '../net/sizes.ts';
import { elements, type Operation, type RowGraph } from '../ops.ts';
import { compareReleases } from './releases.ts';

/** The newest counter known, which `pip` installs beside any release today. */
export const newestThop = '2.2.3';

type Count = (operation: Operation, graph: RowGraph) => number;

export interface Counter {
  readonly version: string;
  /** What it counts for an operation; `undefined` where it does not see it. */
  count(operation: Operation, graph: RowGraph): number | undefined;
  /** Sees the operation at all, even where it counts nothing for it. */
  readonly functions: ReadonlySet<string>;
}

const output = (o: Operation, g: RowGraph) => elements(g.tensors[o.outputs[0] ?? -1] ?? [0]);
const input = (o: Operation, g: RowGraph) => elements(g.tensors[o.inputs[0] ?? -1] ?? [0]);
/** Two operations an element, and two more where there is a scale and a shift. */
const normalisation: Count = (o, g) => ('affine' in o.primitive && !o.primitive.affine ? 2 : 4) * input(o, g);

/** Exponential, sum and division of every number, less an addition a row. */
const softmax: Count = (o, g) => {
  const n = o.primitive.kind === 'softmax' ? (g.tensors[o.outputs[0] ?? -1]?.[o.primitive.axis] ?? 1) : 1;
  return (3 * n - 1) * (output(o, g) / n);
};

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
  // Every output cell is a division more than the cells that it sums.
  'nn.AdaptiveAvgPool2d': (o, g) => input(o, g) + output(o, g),
  'nn.AdaptiveMaxPool2d': () => 0,
  'nn.MaxPool2d': () => 0,
  'nn.ZeroPad2d': () => 0,
  'nn.ReLU': () => 0,
  'nn.ReLU6': () => 0,
  'nn.LeakyReLU': () => 0,
  'nn.Dropout': () => 0,
  'nn.Upsample': (o, g) =>
    ({ nearest: 1, bilinear: 11, bicubic: 259 })[o.primitive.kind === 'resize' ? o.primitive.mode : 'nearest'] * output(o, g),
};

/** What changed in the counter, and since when. */
const since = {
  nearestIsFree: '2.1.2',
  realWindows: '2.1.2',
  groupNorm: '2.1.2',
  multiheadAttention: '2.1.3',
  averageWindows: '2.1.6',
  products: '2.2.0',
  einsum: '2.2.2',
  functionalLinear: '2.2.3',
} as const;

const cache = new Map<string, Counter>();

/** The counter of that release; one newer than all known counts like the newest. */
export function counterOf(version: string): Counter {
  let counter = cache.get(version);
  if (counter === undefined) {
    counter = makeCounter(version);
    cache.set(version, counter);
  }
  return counter;
}

function makeCounter(version: string): Counter {
  const has = (change: keyof typeof since) => compareReleases(version, since[change]) >= 0;
  const table: Record<string, Count | undefined> = { ...modules };
  if (has('nearestIsFree')) {
    const before = modules['nn.Upsample'] as Count;
    table['nn.Upsample'] = (o, g) => (o.primitive.kind === 'resize' && o.primitive.mode === 'nearest' ? 0 : before(o, g));
  }
  if (has('realWindows')) table['nn.AdaptiveAvgPool2d'] = windows;
  if (has('groupNorm')) table['nn.GroupNorm'] = normalisation;
  if (has('multiheadAttention'))
    table['nn.MultiheadAttention'] = (o, g) => (o.primitive.kind === 'softmax' ? softmax : operationMacs)(o, g);
  if (has('averageWindows'))
    table['nn.AvgPool2d'] = (o, g) => (o.primitive.kind === 'avgPool2d' ? output(o, g) * o.primitive.kernel[0] * o.primitive.kernel[1] : 0);
  const functions = new Set([
    ...(has('products') ? ['matmul', 'bmm', 'scaled_dot_product_attention'] : []),
    ...(has('einsum') ? ['einsum'] : []),
    ...(has('functionalLinear') ? ['linear'] : []),
  ]);
  return {
    version,
    functions,
    count: (o, g) => ('module' in o.road ? table[o.road.module]?.(o, g) : functions.has(o.road.function) ? operationMacs(o, g) : undefined),
  };
}

/** Every input cell of every window, and a division an output cell. */
function windows(o: Operation, g: RowGraph): number {
  const [, h = 1, w = 1] = g.tensors[o.inputs[0] ?? -1] ?? [];
  const [c = 0, oh = 1, ow = 1] = g.tensors[o.outputs[0] ?? -1] ?? [];
  // Windows from floor(i · size / out) to ceil((i + 1) · size / out) overlap in one cell wherever a border falls inside one.
  const cells = (size: number, out: number) => size + out - gcd(size, out);
  return c * (cells(h, oh) * cells(w, ow) + oh * ow);
}
