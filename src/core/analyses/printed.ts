import type { ModuleNode, RowGraph } from '../ops.ts';
import type { Counter } from '../upstream/counters.ts';
import { compareReleases, type ReleaseRules } from '../upstream/releases.ts';
import { operationMacs } from './cost.ts';

/** What the counter sees of one row: multiply-accumulates, and what it misses of those that run. */
export interface Counted {
  readonly macs: number;
  readonly unseenMacs: number;
}

export function countGraph(graph: RowGraph, counter: Counter): Counted {
  const said = graph.contract?.printedMacs ?? 0;
  let macs = said;
  let unseenMacs = Math.max(0, (graph.contract?.macs ?? 0) - said);
  for (const operation of graph.operations) {
    const seen = counter.count(operation, graph);
    if (seen === undefined) unseenMacs += operationMacs(operation, graph);
    else macs += seen;
  }
  return { macs, unseenMacs };
}

export interface PrintedInput {
  readonly rules: ReleaseRules;
  readonly counter: Counter;
  readonly imgsz: readonly [number, number];
  readonly ch: number;
  /** Largest stride of the model; 32 at least is used. */
  readonly stride: number;
  /** First stored parameter of the model, by which the framework tells its input channels. */
  readonly firstParameter: readonly number[] | undefined;
  /** Sum over all rows of what the counter sees at an image size, or `undefined` where the forward fails. */
  count(height: number, width: number): number | undefined;
}

/**
 * The GFLOPs that this release prints with this counter. Up to 8.4.108 a square image of the largest stride is counted and
 * multiplied up by height and width, which inflates work that does not grow with the image; where that forward fails, the real
 * size is counted. Since then the counter's own extrapolation gives what the real size has. 0 means that nothing is printed.
 */
export function printedGflops(input: PrintedInput): number {
  const { rules, counter, imgsz, ch, firstParameter } = input;
  const [height, width] = imgsz;
  if (firstParameter === undefined || firstParameter[1] !== ch) return 0;
  if (rules.has('exact-print')) {
    if (compareReleases(counter.version, '2.2.0') < 0) return 0;
    return gflops(input.count(height, width));
  }
  const side = Math.max(Math.trunc(input.stride), 32);
  const small = input.count(side, side);
  if (small === undefined) return gflops(input.count(height, width));
  return (((small * 2) / 1e9) * height * width) / (side * side);
}

/** Shape of the first parameter in the order in which PyTorch lists them: a module's own before its children's. */
export function firstParameter(node: ModuleNode): readonly number[] | undefined {
  const own = node.parameters.find((p) => !p.buffer)?.shape;
  if (own !== undefined) return own;
  for (const child of node.children) {
    const inside = firstParameter(child);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function gflops(macs: number | undefined): number {
  return macs === undefined ? 0 : (2 * macs) / 1e9;
}
