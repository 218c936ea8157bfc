import type { Tensor } from '@tensorflow/tfjs-core';
import type { NetworkGraph, NetworkOperation } from '../core/index.ts';
import type { Kernel } from './executor/kernel.ts';
import { inOrder, naturalOrder, type Tf, type Value, value } from './executor/layout.ts';
import { lifetimes } from './lifetimes.ts';

/** The tensors of a running network: what rows gave, freed at its last use, and what stays until the end (weights, image, constants). */
export class TensorStore {
  readonly #values = new Map<number, Value>();
  readonly #constants = new Set<number>();
  readonly #kept: Tensor[] = [];
  readonly #lifetimes;

  constructor(
    readonly tf: Tf,
    readonly network: NetworkGraph,
  ) {
    this.#lifetimes = lifetimes(network);
  }

  /** NCHW numbers, stored as NHWC. */
  setImage(data: Float32Array, batch: number): void {
    const { tf, network } = this;
    const shape = network.tensors[network.image] ?? [];
    const [image] = this.keep(() => [tf.transpose(tf.tensor(data, [batch, ...shape]), [0, 2, 3, 1])]);
    if (image) this.#values.set(network.image, value(image, shape, [1, 2, 0]));
    this.#constants.add(network.image);
  }

  get(id: number): Value | undefined {
    return this.#values.get(id);
  }

  /** Makes tensors that live as long as the network. */
  keep<T extends Tensor>(make: () => T[]): T[] {
    const { tf } = this;
    const tensors = tf.tidy(() => make().map((tensor) => tf.keep(tf.clone(tensor) as T)));
    this.#kept.push(...tensors);
    return tensors;
  }

  /** Runs an operation and stores what it gives. */
  put(operation: NetworkOperation, kernel: Kernel, constant: boolean): void {
    const { tf } = this;
    const inputs = operation.inputs.flatMap((id) => this.#values.get(id) ?? []);
    if (inputs.length < operation.inputs.length) throw new Error(`an input of ${operation.path} is missing`);
    tf.tidy(() => {
      kernel(inputs).forEach((result, i) => {
        const id = operation.outputs[i];
        if (id === undefined) return;
        this.#free(id);
        // A kernel may hand on its input, as a permutation does, so that every stored value has a handle of its own.
        this.#values.set(id, { ...result, tensor: tf.keep(tf.clone(result.tensor)) });
        if (constant) this.#constants.add(id);
      });
    });
  }

  /** Frees what no row from this one on reads. */
  enter(row: number): void {
    for (const id of [...this.#values.keys()]) if ((this.#lifetimes.lastRow[id] ?? -1) < row) this.#free(id);
  }

  /** Frees what the row made for itself and has used for the last time. */
  leave(row: number, operation: NetworkOperation): void {
    const { lastRow, lastOperation, madeIn } = this.#lifetimes;
    const position = this.network.rows[row]?.operations.indexOf(operation) ?? -1;
    for (const id of [...operation.inputs, ...operation.outputs]) {
      const inside = madeIn[id] === row && (lastRow[id] ?? -1) <= row;
      if (inside && (lastOperation[id] ?? -1) <= position && !this.#constants.has(id)) this.#free(id);
    }
  }

  /** A stored tensor in the graph's order, batch first. */
  async read(id: number): Promise<Float32Array> {
    const { tf } = this;
    const stored = this.#values.get(id);
    if (!stored) throw new Error(`tensor ${id} is not stored`);
    const tensor = tf.tidy(() => tf.clone(inOrder(tf, stored, naturalOrder(stored.shape.length))));
    const data = await tensor.data();
    tensor.dispose();
    return Float32Array.from(data);
  }

  dispose(): void {
    for (const { tensor } of this.#values.values()) if (!tensor.isDisposed) tensor.dispose();
    for (const tensor of this.#kept) if (!tensor.isDisposed) tensor.dispose();
    this.#values.clear();
  }

  #free(id: number): void {
    if (this.#constants.has(id)) return;
    this.#values.get(id)?.tensor.dispose();
    this.#values.delete(id);
  }
}
