import type { FoldedBranch, Primitive, Shape } from './ops.ts';

/** A stored tensor that an operation reads, with PyTorch's name: what a checkpoint, or our generator of weights, is asked for. */
export interface NetworkWeight {
  /** Such as `model.4.cv1.conv.weight`. */
  readonly name: string;
  /** What it is to its operation: `weight`, `bias`, `running_mean` … */
  readonly role: string;
  readonly shape: Shape;
  /** In fused graphs: the value is the sum of what convolutions and the BatchNorm behind each give. Paths such as `model.4.cv1.bn`. */
  readonly fold?: readonly FoldedBranch[];
}

/** A primitive with the tensors that it reads and gives, all ids of {@link NetworkGraph.tensors}. */
export interface NetworkOperation {
  readonly primitive: Primitive;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly weights: readonly NetworkWeight[];
  /** Multiply-accumulates for one image, as every other number of the analysis counts them. */
  readonly macs: number;
  /** Path of its module, such as `model.4.cv1.conv`. */
  readonly path: string;
  readonly row: number;
}

/** One row of the file: its operations in order, what they read of other rows, and what the row gives. */
export interface NetworkRow {
  readonly index: number;
  readonly module: string;
  /** Such as `model.4`. */
  readonly path: string;
  readonly operations: readonly NetworkOperation[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** A head's raw maps, one a level. */
  readonly levels: readonly number[];
}

/** A whole network, ready to run: plain JSON, so that it crosses a process boundary. Shapes are without the batch axis. */
export interface NetworkGraph {
  readonly tensors: readonly Shape[];
  /** The tensor that is the image. */
  readonly image: number;
  readonly rows: readonly NetworkRow[];
  readonly outputs: readonly number[];
}
