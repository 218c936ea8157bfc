import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkGraph, NetworkOperation, PrimitiveKind } from '../core/index.ts';
import { convolutionKernels } from './executor/convolution.ts';
import { elementwiseKernels } from './executor/elementwise.ts';
import { resizeKernels } from './executor/interpolation.ts';
import type { Kernel, KernelContext, KernelMakers } from './executor/kernel.ts';
import type { Tf } from './executor/layout.ts';
import { matrixKernels } from './executor/matrix.ts';
import { normalisationKernels } from './executor/normalisation.ts';
import { poolingKernels } from './executor/pooling.ts';
import { samplingKernels } from './executor/sampling.ts';
import { sourceKernels } from './executor/sources.ts';
import { structureKernels } from './executor/structure.ts';
import { transposedConvolutionKernels } from './executor/transposed.ts';
import { TensorStore } from './tensorStore.ts';
import { type WeightSource, weightValues } from './weights.ts';

/** A network on a tfjs back end. Rows are positions in `network.rows`. */
export interface Executor {
  /** Makes a row's kernels and puts its weights on the device. */
  build(row: number): void;
  /** Runs one row on the stored tensors of the rows before it; what no later row reads is freed. Asynchronous devices may still be busy then. */
  run(row: number): void;
  /** A tensor that the row gave, to wait for. */
  result(row: number): Tensor | undefined;
  /** A stored tensor in the graph's order, batch first. */
  read(tensor: number): Promise<Float32Array>;
  dispose(): void;
}

export interface ExecutorOptions {
  readonly batch: number;
  readonly weights: WeightSource;
  /** The image batch in NCHW order. */
  readonly image: Float32Array;
}

/** A new back end implements these primitives and nothing else. */
export const kernelMakers: KernelMakers<PrimitiveKind> = {
  ...convolutionKernels,
  ...transposedConvolutionKernels,
  ...normalisationKernels,
  ...matrixKernels,
  ...elementwiseKernels,
  ...poolingKernels,
  ...resizeKernels,
  ...structureKernels,
  ...sourceKernels,
  ...samplingKernels,
};

interface Step {
  readonly operation: NetworkOperation;
  readonly kernel: Kernel;
}

/** An executor of `network` on whatever back end `tf` has set; knows neither Node nor the browser. */
export function createExecutor(tf: Tf, network: NetworkGraph, options: ExecutorOptions): Executor {
  const shapeOf = (id: number) => network.tensors[id] ?? [];
  const store = new TensorStore(tf, network);
  const steps: Step[][] = [];
  store.setImage(options.image, options.batch);
  return {
    build(row) {
      const operations = network.rows[row]?.operations ?? [];
      steps[row] = operations.flatMap((operation) => {
        const kernel = makeKernel(tf, operation, shapeOf, options.weights, store);
        if (operation.inputs.length > 0) return [{ operation, kernel }];
        store.put(operation, kernel, true);
        return [];
      });
    },
    run(row) {
      store.enter(row);
      steps[row]?.forEach(({ operation, kernel }) => {
        store.put(operation, kernel, false);
        store.leave(row, operation);
      });
    },
    result: (row) => network.rows[row]?.outputs.map((id) => store.get(id)?.tensor).find((tensor) => tensor !== undefined),
    read: (id) => store.read(id),
    dispose: () => store.dispose(),
  };
}

function makeKernel(
  tf: Tf,
  operation: NetworkOperation,
  shapeOf: (id: number) => readonly number[],
  source: WeightSource,
  store: TensorStore,
): Kernel {
  const { primitive, weights } = operation;
  const context: KernelContext = {
    tf,
    backend: tf.getBackend(),
    inputs: operation.inputs.map(shapeOf),
    outputs: operation.outputs.map(shapeOf),
    keep: (make) => store.keep(make),
    weight(role) {
      const weight = weights.find((candidate) => candidate.role === role);
      if (!weight) throw new Error(`${operation.path} has no ${role}`);
      return tf.tensor(weightValues(weight, primitive, source), [...weight.shape]);
    },
  };
  const make = kernelMakers[primitive.kind] as (primitive: NetworkOperation['primitive'], context: KernelContext) => Kernel;
  return make(primitive, context);
}
