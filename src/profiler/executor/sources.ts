import type { KernelMakers } from './kernel.ts';
import { value } from './layout.ts';

/** Operations without input: their tensors are made once and are alike for every image. */
export const sourceKernels: KernelMakers<'weight' | 'anchorPoints' | 'anchorStrides'> = {
  weight({ weight: role }, { tf, weight, keep, outputs }) {
    const shape = outputs[0] ?? [];
    const [stored] = keep(() => [tf.reshape(weight(role), [1, ...shape])]);
    return () => (stored ? [value(stored, shape)] : []);
  },
  anchorPoints({ sizes, offset }, { tf, outputs }) {
    const cells = sizes.flatMap(([h, w]) => Array.from({ length: h * w }, (_, i) => [(i % w) + offset, Math.floor(i / w) + offset]));
    const coordinates = [...cells.map(([x = 0]) => x), ...cells.map(([, y = 0]) => y)];
    const shape = outputs[0] ?? [];
    return () => [value(tf.tensor(Float32Array.from(coordinates), [1, ...shape]), shape)];
  },
  anchorStrides({ sizes, strides }, { tf, outputs }) {
    const all = sizes.flatMap(([h, w], level) => Array<number>(h * w).fill(strides[level] ?? 1));
    const shape = outputs[0] ?? [];
    return () => [value(tf.tensor(Float32Array.from(all), [1, ...shape]), shape)];
  },
};
