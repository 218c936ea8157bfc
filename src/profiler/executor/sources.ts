import type { KernelMakers } from './kernel.ts';
import { value } from './layout.ts';

/** Operations without input: their tensors are made once and are alike for every image. */
export const sourceKernels: KernelMakers<'weight' | 'anchorPoints' | 'anchorStrides' | 'anchorBoxes'> = {
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
  anchorBoxes({ sizes, side, margin }, { tf, outputs }) {
    const [boxShape = [], validShape = []] = outputs;
    const boxes = sizes.flatMap(([h, w], level) =>
      Array.from({ length: h * w }, (_, i) => {
        const centre = [((i % w) + 0.5) / w, (Math.floor(i / w) + 0.5) / h];
        return [...centre, side * 2 ** level, side * 2 ** level].map(Math.fround);
      }),
    );
    const [least, most] = [Math.fround(margin), Math.fround(1 - margin)];
    const valid = boxes.map((box) => box.every((n) => n > least && n < most));
    const logits = boxes.flatMap((box, i) => box.map((n) => (valid[i] ? Math.log(n / (1 - n)) : farOut)));
    return () => [
      value(tf.tensor(Float32Array.from(logits), [1, ...boxShape]), boxShape),
      value(tf.tensor(Float32Array.from(valid, Number), [1, ...validShape]), validShape),
    ];
  },
};

/** As good as infinite for a sigmoid, and safe where a device has no infinity. */
const farOut = 1e4;
