import { sumParams } from './analyses/cost.ts';
import type { Counted } from './analyses/counted.ts';
import type { RowFacts } from './analyses/facts.ts';
import { countLayers } from './analyses/layers.ts';
import { printedGflops } from './analyses/printed.ts';
import { fusedFacts } from './fused.ts';
import type { FusedTotals, Totals } from './model.ts';
import { Refused } from './net/refused.ts';
import { type BuiltRow, forwardCounts, forwardFused } from './resolve/forward.ts';
import type { Resolution } from './resolve/resolution.ts';

/** Sums over the rows that are known, as they are built. */
export function totalsOf(resolution: Resolution, batch: number): Totals {
  const rows = factsOfAll(resolution.built);
  const known = rows.filter((facts) => facts !== null);
  const { counter } = resolution;
  const params = sumParams(known.map(({ cost }) => cost));
  let [frozen, macs, unseenMacs, activationBytes] = [0, 0, 0, 0];
  for (const facts of known) {
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
    facts && fuses ? fusedFacts(facts, pass.counter) : facts,
  );
  const known = all.filter((facts) => facts !== null);
  const macs = known.reduce((sum, { cost }) => sum + batch * cost.macs, 0);
  return {
    ...layersOf(known, resolution),
    params: sumParams(known.map(({ cost }) => cost)),
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

function printed(resolution: Resolution, facts: readonly (RowFacts | null)[], fused: boolean): number {
  const { rules, header, imgsz, strides, pass, counter } = resolution;
  const known = facts.filter((row) => row !== null);
  const runs = !stopsAtThisSize(resolution);
  return printedGflops({
    rules,
    counter,
    imgsz,
    ch: header.ch,
    stride: Math.max(...(strides ?? [32])),
    firstParameter: known.find((row) => row.firstParameter !== undefined)?.firstParameter,
    cellsForQueries: cellsForQueries(resolution),
    whole: { ...together(known.map((row) => row.counted(counter))), runs },
    count(height, width) {
      const built = forwardCounts(resolution.rows, header, { ...pass, image: [header.ch, height, width], fused });
      // Rows that are not known at any size are left out here as they are left out of the other sums.
      const all = built.map((row) => ('facts' in row ? row.facts.counted : null));
      const counted = runs ? all.filter((row, i) => row !== null || facts[i] !== null) : all;
      return counted.includes(null) ? undefined : together(counted.filter((row) => row !== null));
    },
  });
}

/** A model that is built, and cannot be run on this image. One that cannot even be built is summed as far as it is known. */
function stopsAtThisSize({ rows, built, measured }: Resolution): boolean {
  const refused = (row: object) => 'failure' in row && row.failure instanceof Refused;
  return built.some(refused) && !rows.some(refused) && !measured.some(refused);
}

function together(rows: readonly Counted[]) {
  let [macs, products, samples, ownRules] = [0, false, 1, false];
  for (const row of rows) {
    macs += row.macs;
    products ||= row.products;
    samples = Math.max(samples, row.samples);
    ownRules ||= row.ownRules;
  }
  return { macs, products, samples, ownRules };
}

/** Cells of the largest stride that hold as many positions, over all levels, as RT-DETR's decoder selects. */
function cellsForQueries({ rows }: Resolution): number | undefined {
  const cells = rows.flatMap(({ definition, values, sources }) => {
    if (definition?.name !== 'RTDETRDecoder' || values === undefined) return [];
    const queries = typeof values.nq === 'number' ? values.nq : 300;
    return [Math.ceil((queries * 3) / (4 ** sources.length - 1))];
  });
  return cells.length === 0 ? undefined : Math.max(...cells);
}
