import { type Analysis, type FusedTotals, type RowAnalysis, type Totals, toJson } from '../core/index.ts';
import { place } from './problems.ts';

/** One line of `info --json`: the keys are a contract. */
export function infoJson(file: string, analysis: Analysis): object {
  const { task, scale, nc, ch, imgsz, upstream, thop, totals, fused, rows, document, problems } = analysis;
  return {
    file,
    task,
    scale,
    nc,
    ch,
    imgsz,
    upstream,
    thop,
    totals: totalsJson(totals),
    fused: fusedJson(fused),
    rows: rows.map(rowJson),
    problems: place(document.text, problems),
  };
}

export function totalsJson(totals: Totals): object {
  const { rows, layers, params, gradients, macs, gflops, printedGflops, unseenMacs, activationBytes, stride, complete } = totals;
  const sums = { rows, layers, params, gradients, macs, gflops, printedGflops, unseenMacs, activationBytes, stride };
  return complete ? sums : { ...sums, complete };
}

function fusedJson({ layers, params, gflops, printedGflops }: FusedTotals): object {
  return { layers, params, gflops, printedGflops };
}

function rowJson(row: RowAnalysis): object {
  const { index, number, line, from, repeats, module, args, params, macs, printedMacs, inputs, outputs, levels, activationBytes } = row;
  return {
    index,
    ...(number === index ? {} : { number }),
    line,
    from,
    repeats,
    module,
    args: args === null ? null : args.map(toJson),
    params,
    macs,
    printedMacs,
    inputs,
    outputs,
    ...(levels === undefined ? {} : { levels }),
    activationBytes,
    ...(row.contract ? { contract: true } : {}),
  };
}
