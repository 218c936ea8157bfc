import type { RowFacts } from './analyses/facts.ts';
import { countLayers } from './analyses/layers.ts';
import { printedGflops } from './analyses/printed.ts';
import { fusedFacts } from './fused.ts';
import type { FusedTotals, Totals } from './model.ts';
import { type BuiltRow, forward, forwardFused } from './resolve/forward.ts';
import type { Resolution } from './resolve/resolution.ts';
import { counterOf } from './upstream/counters.ts';

/** Sums over the rows that are known, as they are built. */
export function totalsOf(resolution: Resolution, batch: number): Totals {
  const rows = factsOfAll(resolution.built);
  const known = rows.filter((facts) => facts !== null);
  const counter = counterOf(resolution.thop);
  let [params, frozen, macs, unseenMacs, activationBytes] = [0, 0, 0, 0, 0];
  for (const facts of known) {
    params += facts.cost.params;
    frozen += facts.cost.frozen;
    macs += batch * facts.cost.macs;
    activationBytes += batch * facts.cost.activationBytes;
    unseenMacs += batch * facts.counted(counter).unseenMacs;
  }
  return {
    rows: rows.length,
    ...layersOf(known, resolution),
    params,
    gradients: params - frozen,
    macs,
    gflops: (2 * macs) / 1e9,
    printedGflops: printed(resolution, rows, false),
    unseenMacs,
    activationBytes,
    stride: resolution.strides,
    complete: known.length === rows.length && rows.length > 0 && known.every(isWhole),
  };
}

/** The same after the framework's `fuse()`. */
export function fusedTotals(resolution: Resolution, batch: number): FusedTotals {
  const { rows, header, pass, built } = resolution;
  const fuses = isFused(resolution);
  const all = factsOfAll(fuses ? forwardFused(rows, header, pass, built) : built).map((facts) =>
    facts && fuses ? fusedFacts(facts, pass.thop) : facts,
  );
  const known = all.filter((facts) => facts !== null);
  const macs = known.reduce((sum, { cost }) => sum + batch * cost.macs, 0);
  return {
    ...layersOf(known, resolution),
    params: known.reduce((sum, { cost }) => sum + cost.params, 0),
    macs,
    gflops: (2 * macs) / 1e9,
    printedGflops: printed(resolution, all, fuses),
  };
}

/** Older releases fuse nothing where a model has few normalisation layers. */
export function isFused({ rules, built }: Resolution): boolean {
  if (rules.has('fuse-without-threshold')) return true;
  return factsOfAll(built).reduce((sum, facts) => sum + (facts?.layers.normalisations ?? 0), 0) >= 10;
}

/** A contract that leaves something out leaves the sums incomplete. */
function isWhole({ contract }: RowFacts): boolean {
  return contract === undefined || (contract.params !== null && contract.macs !== null);
}

function factsOfAll(built: readonly BuiltRow[]): (RowFacts | null)[] {
  return built.map((row) => ('facts' in row ? row.facts : null));
}

function layersOf(known: readonly RowFacts[], { rules }: Resolution) {
  const { all, leaf } = countLayers(known.map(({ layers }) => layers));
  return { layers: rules.has('leaf-layer-count') ? leaf : all, layersAllModules: all, layersLeaf: leaf };
}

function printed({ rules, header, imgsz, rows, strides, pass }: Resolution, facts: readonly (RowFacts | null)[], fused: boolean): number {
  const counter = counterOf(pass.thop);
  const known = facts.filter((row) => row !== null);
  const sum = (list: readonly (RowFacts | null)[]) =>
    list.some((row) => row === null) ? undefined : list.reduce((total, row) => total + (row?.counted(counter).macs ?? 0), 0);
  return printedGflops({
    rules,
    counter,
    imgsz,
    ch: header.ch,
    stride: Math.max(...(strides ?? [32])),
    firstParameter: known.find((row) => row.firstParameter !== undefined)?.firstParameter,
    count(height, width) {
      if (height === imgsz[0] && width === imgsz[1]) return sum(known);
      const smaller = { ...pass, image: [header.ch, height, width] };
      const plain = forward(rows, header, smaller);
      const built = factsOfAll(fused ? forwardFused(rows, header, smaller, plain) : plain);
      // Rows that are not known at any size are left out here as they are left out of the other sums.
      return sum(
        built.filter((row, i) => row !== null || facts[i] !== null).map((row) => (row && fused ? fusedFacts(row, pass.thop) : row)),
      );
    },
  });
}
