import type { Tensor } from '@tensorflow/tfjs-core';
import type { Primitive, PrimitiveKind, Shape } from '../../core/index.ts';
import type { Tf, Value } from './layout.ts';

/** One operation, ready to run: tensors in, new tensors out. Runs inside `tf.tidy`. */
export type Kernel = (inputs: readonly Value[]) => Value[];

/** What a kernel may know when it is made. */
export interface KernelContext {
  readonly tf: Tf;
  /** Name of the tfjs back end: the few places where one lacks a kernel ask it. */
  readonly backend: string;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** A stored tensor in PyTorch's layout; only inside {@link KernelContext.keep}. */
  weight(role: string): Tensor;
  /** Makes tensors that stay on the device until the network is closed; intermediate ones are freed. */
  keep<T extends Tensor>(make: () => T[]): T[];
}

export type PrimitiveOf<K extends PrimitiveKind> = Extract<Primitive, { readonly kind: K }>;
export type KernelMaker<K extends PrimitiveKind> = (primitive: PrimitiveOf<K>, context: KernelContext) => Kernel;
export type KernelMakers<K extends PrimitiveKind> = { readonly [P in K]: KernelMaker<P> };

/** A kernel of one input and one output. */
export function unary(run: (x: Value) => Value): Kernel {
  return ([x]) => (x ? [run(x)] : []);
}
