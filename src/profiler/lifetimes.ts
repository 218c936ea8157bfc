import type { NetworkGraph } from '../core/index.ts';

/** When each tensor is last needed, by tensor id. */
export interface Lifetimes {
  /** Position of the last row that reads it; infinite for what the network returns and for the image. */
  readonly lastRow: readonly number[];
  /** Position of the operation within that row after which nobody reads it; −1 where nobody ever does. */
  readonly lastOperation: readonly number[];
  /** Position of the row that makes it; −1 for the image. */
  readonly madeIn: readonly number[];
}

export function lifetimes(network: NetworkGraph): Lifetimes {
  const count = network.tensors.length;
  const lastRow = new Array<number>(count).fill(-1);
  const lastOperation = new Array<number>(count).fill(-1);
  const madeIn = new Array<number>(count).fill(-1);
  network.rows.forEach((row, position) => {
    row.operations.forEach(({ inputs, outputs }, at) => {
      for (const id of outputs) madeIn[id] = position;
      for (const id of inputs) {
        lastRow[id] = position;
        lastOperation[id] = at;
      }
    });
    // A row's results stay until the row has been measured, even where nothing reads them.
    for (const id of [...row.outputs, ...row.levels])
      if ((lastRow[id] ?? -1) <= position) {
        lastRow[id] = position;
        lastOperation[id] = row.operations.length;
      }
  });
  for (const id of [network.image, ...network.outputs]) lastRow[id] = Number.POSITIVE_INFINITY;
  return { lastRow, lastOperation, madeIn };
}
