/**
 * Primitive operations: the only thing that costs anything. Shapes have no batch axis ([channels, height, width] for a
 * feature map); `axis` counts from the first axis after the batch. Two-element tuples are [height, width].
 */
export type Shape = readonly number[];
type Pair = readonly [number, number];

/** A stored tensor of a module, with PyTorch's name and shape. */
export interface Parameter {
  readonly name: string;
  readonly shape: Shape;
  /** False for what the optimiser never sees (the DFL's fixed kernel). Buffers (running statistics) are no parameters. */
  readonly trainable: boolean;
  readonly buffer?: boolean;
}

/** One module of the network as PyTorch would hold it; `type` is the class name that counters compare. */
export interface ModuleNode {
  readonly name: string;
  readonly type: string;
  readonly children: ModuleNode[];
  readonly parameters: Parameter[];
  /** Set where one object serves many parents (the class-wide default activation): counted once a model. */
  readonly shared?: string;
  /** The shared object is one that the row has to itself, because it came with a deep copy: counted once a row. */
  readonly copied?: true;
}

export type UnaryFunction =
  | 'silu'
  | 'relu'
  | 'relu6'
  | 'leakyRelu'
  | 'elu'
  | 'gelu'
  | 'sigmoid'
  | 'tanh'
  | 'hardswish'
  | 'hardsigmoid'
  | 'softplus'
  | 'mish'
  | 'exp'
  | 'sqrt'
  | 'neg'
  | 'sin'
  | 'cos'
  | 'abs'
  | 'log'
  /** 1 above zero, else 0. */
  | 'step';
export type ResizeMode = 'nearest' | 'nearest-exact' | 'bilinear' | 'bicubic';
export type BinaryFunction = 'add' | 'sub' | 'mul' | 'div' | 'max' | 'min';

/** What an operation does; which inputs it takes is said at each kind. Weights are named as in its module. */
export type Primitive =
  /** x; weights `weight` [out, in / groups, h, w] and perhaps `bias`. `padding` is [top, left, bottom, right]. */
  | {
      readonly kind: 'conv2d';
      readonly stride: Pair;
      readonly padding: readonly [number, number, number, number];
      readonly dilation: Pair;
      readonly groups: number;
      readonly bias: boolean;
    }
  /** x, kernel [out, in / groups, h, w] (one an image), perhaps bias [out]: a functional convolution. */
  | {
      readonly kind: 'dynamicConv2d';
      readonly stride: Pair;
      readonly padding: readonly [number, number, number, number];
      readonly dilation: Pair;
      readonly groups: number;
    }
  /** x; weights `weight` [in, out / groups, h, w] and perhaps `bias`. */
  | {
      readonly kind: 'convTranspose2d';
      readonly stride: Pair;
      readonly padding: Pair;
      readonly outputPadding: Pair;
      readonly dilation: Pair;
      readonly groups: number;
      readonly bias: boolean;
    }
  /** x; weights `weight`, `bias`, buffers `running_mean`, `running_var`, over axis 0. */
  | { readonly kind: 'batchNorm'; readonly eps: number; readonly affine: boolean }
  /** x; over the last `axes` axes. */
  | { readonly kind: 'layerNorm'; readonly eps: number; readonly axes: number; readonly affine: boolean }
  | { readonly kind: 'groupNorm'; readonly eps: number; readonly groups: number; readonly affine: boolean }
  /** x; weights `weight` [out, in] and perhaps `bias`, over the last axis. */
  | { readonly kind: 'linear'; readonly bias: boolean }
  | { readonly kind: 'unary'; readonly fn: UnaryFunction; readonly alpha?: number }
  /** a, b: broadcast as NumPy does (batch apart). */
  | { readonly kind: 'binary'; readonly fn: BinaryFunction }
  /** x · scale + shift. */
  | { readonly kind: 'affine'; readonly scale: number; readonly shift: number }
  /** x; weight `weight` broadcast over axis 0 when it is 1-D: PReLU. */
  | { readonly kind: 'prelu' }
  | { readonly kind: 'maxPool2d'; readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair; readonly dilation: Pair }
  | { readonly kind: 'avgPool2d'; readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair; readonly countPadding: boolean }
  /** Windows from floor(i · in / out) to ceil((i + 1) · in / out). */
  | { readonly kind: 'adaptiveAvgPool2d'; readonly size: Pair }
  | { readonly kind: 'adaptiveMaxPool2d'; readonly size: Pair }
  /** Mean or maximum over `axes`. */
  | { readonly kind: 'reduce'; readonly fn: 'mean' | 'max' | 'sum'; readonly axes: readonly number[]; readonly keepDims: boolean }
  | { readonly kind: 'resize'; readonly mode: ResizeMode; readonly size: Pair; readonly alignCorners: boolean }
  | { readonly kind: 'concat'; readonly axis: number }
  /** x -> one output for each of `sizes`. */
  | { readonly kind: 'split'; readonly axis: number; readonly sizes: readonly number[] }
  | { readonly kind: 'slice'; readonly axis: number; readonly start: number; readonly end: number; readonly step: number }
  | { readonly kind: 'matmul'; readonly transposeA: boolean; readonly transposeB: boolean }
  | { readonly kind: 'softmax'; readonly axis: number }
  | { readonly kind: 'reshape' }
  | { readonly kind: 'permute'; readonly order: readonly number[] }
  /** [before, after] an axis. */
  | { readonly kind: 'pad'; readonly pads: readonly Pair[]; readonly value: number }
  /** No input; the stored tensor `weight` of its module, alike for every image. */
  | { readonly kind: 'weight'; readonly weight: string }
  /** No input; centres of the cells of all levels, [2, anchors], x before y, in cells; offset 0.5 in general. */
  | { readonly kind: 'anchorPoints'; readonly sizes: readonly Pair[]; readonly offset: number }
  /** No input; the stride of each cell's level, [1, anchors]. */
  | { readonly kind: 'anchorStrides'; readonly sizes: readonly Pair[]; readonly strides: readonly number[] }
  /**
   * No input; a box around every cell of all levels as logits, [positions, 4]: centre, then `side` · 2^level for width and height, in shares of
   * the image; and [positions, 1], 1 where all four lie between `margin` and 1 − `margin`, else 0 and the box at infinity.
   */
  | { readonly kind: 'anchorBoxes'; readonly sizes: readonly Pair[]; readonly side: number; readonly margin: number }
  /** scores [positions], then tensors [positions, …] -> [count, …] of each: those with the best scores, best first. */
  | { readonly kind: 'selectBest'; readonly count: number }
  /** x [groups, c, h, w], points [groups, n, m, 2], x before y, the map's edges at −1 and 1 -> [groups, c, n, m]: bilinear, zero outside. */
  | { readonly kind: 'gridSample' }
  /** scores [positions, classes], features [positions, 4 + n] -> [count, 4 + score + class + n], the best of all (end-to-end heads). */
  | { readonly kind: 'topDetections'; readonly count: number }
  /** x [c, h, w], offsets [2·n, h', w'] -> [c·n, h', w']: bilinear sampling at moved kernel positions (offset-based DynamicConv). */
  | { readonly kind: 'sampleOffsets'; readonly kernel: Pair; readonly stride: Pair; readonly padding: Pair; readonly dilation: Pair };

export type PrimitiveKind = Primitive['kind'];

/**
 * How an operation runs, which is all that a hook-based counter can see: inside the forward of a `torch.nn` module (its
 * exact class name), or as a function called by some other module's forward.
 */
export type Road = { readonly module: string } | { readonly function: string };

/** Convolutions side by side (none: the input itself), the smaller kernels centred in the larger, and the normalisation behind their sum. */
export interface FoldedBranch {
  readonly kernels: readonly { readonly path: string; readonly shape: Shape }[];
  readonly batchNorm: string;
  readonly eps: number;
}

/** One operation of a row's graph; tensors are indices into {@link RowGraph.tensors}. */
export interface Operation {
  readonly primitive: Primitive;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** The module whose stored tensors it reads and whose forward it belongs to. */
  readonly module: ModuleNode;
  /** Path of that module inside the row, such as `cv1.conv`; empty for the row's own module. */
  readonly path: string;
  readonly road: Road;
  /** In fused graphs: what this convolution's weights are the sum of. Paths are inside the row. */
  readonly fold?: readonly FoldedBranch[];
}

/** What is known of a row whose operations are not: somebody's word for its cost, for one image. `null`: nobody said. */
export interface Contract {
  readonly params: number | null;
  readonly macs: number | null;
  /** What the counter sees of it. */
  readonly printedMacs: number | null;
}

/** Two parts of one row, either of which may have a contract. */
export function addContracts(a: Contract | undefined, b: Contract | undefined): Contract | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const sum = (x: number | null, y: number | null) => (x === null || y === null ? null : x + y);
  return { params: sum(a.params, b.params), macs: sum(a.macs, b.macs), printedMacs: sum(a.printedMacs, b.printedMacs) };
}

/** The network of one row: tensors 0 … inputs−1 are what it reads. Rows with equal arguments and inputs share one. */
export interface RowGraph {
  readonly inputs: number;
  readonly tensors: readonly Shape[];
  readonly operations: readonly Operation[];
  /** What the row returns in evaluation; for a head the predictions first. */
  readonly outputs: readonly number[];
  /** A head's raw maps, one a level. */
  readonly levels: readonly number[];
  /** The outputs are a list, of which a later row takes one. */
  readonly list: boolean;
  /** Each output counts as a row of its own where later rows say what they read. */
  readonly maps?: boolean;
  /** Its inputs are joined along the batch: later rows get as many images. */
  readonly joinsImages?: boolean;
  /** What comes on top of the operations, or in their place. */
  readonly contract?: Contract;
  readonly root: ModuleNode;
}

/** Number of elements of a shape. */
export function elements(shape: Shape): number {
  let n = 1;
  for (const size of shape) n *= size;
  return n;
}
