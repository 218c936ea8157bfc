import { rowCost } from './analyses/cost.ts';
import { countRow } from './analyses/printed.ts';
import type { Argument } from './catalogue/arguments.ts';
import { remember } from './memo.ts';
import type { CallArgument, RowAnalysis } from './model.ts';
import type { RowGraph, Shape } from './ops.ts';
import { PyFloat, type PyValue } from './python.ts';
import type { BuiltRow } from './resolve/forward.ts';
import type { Resolution } from './resolve/resolution.ts';
import type { ParsedArgument, ParsedRow } from './resolve/state.ts';
import { lineIndex } from './text.ts';
import { counterOf } from './upstream/counters.ts';

/** Every row as it is shown: the effective call, shapes and costs, `null` where something is not known. */
export function analyzeRows(resolution: Resolution, fused: readonly (RowGraph | null)[], batch: number): RowAnalysis[] {
  const lines = lineIndex(resolution.document.text);
  const counter = counterOf(resolution.thop);
  return resolution.rows.map((row, i): RowAnalysis => {
    const built = resolution.built[i];
    const graph = built !== undefined && 'graph' in built ? built.graph : null;
    const constructed = built !== undefined && 'constructed' in built ? built.constructed : undefined;
    const cost = graph && rowCost(graph);
    const counted = graph && countRow(graph, counter);
    return {
      index: row.index,
      syntax: row.syntax,
      line: lines.positionAt(row.syntax.span.start).line + 1,
      from: row.from,
      sources: row.sources,
      repeats: row.repeats,
      module: row.module,
      args: row.args?.map((a) => a.value) ?? null,
      call: callOf(row, resolution),
      params: cost?.params ?? (constructed ? rowCost(constructed).params : null),
      macs: cost ? batch * cost.macs : null,
      printedMacs: counted ? batch * counted.macs : null,
      unseenMacs: counted ? batch * counted.unseenMacs : null,
      activationBytes: cost ? batch * cost.activationBytes : null,
      inputs: inputsOf(built),
      outputs: graph ? graph.outputs.map((id) => graph.tensors[id] ?? []) : null,
      levels: graph && graph.levels.length > 0 ? graph.levels.map((id) => graph.tensors[id] ?? []) : undefined,
      graph,
      fusedGraph: fused[i] ?? null,
      stride: strideOf(graph, resolution.imgsz),
    };
  });
}

function inputsOf(built: BuiltRow | undefined): readonly Shape[] | null {
  return built?.inputs ?? null;
}

/** Image pixels per cell, where the row gives one feature map. */
function strideOf(graph: RowGraph | null, imgsz: readonly [number, number]): number | null {
  const shape = graph && graph.levels.length === 0 && graph.outputs.length === 1 ? graph.tensors[graph.outputs[0] ?? -1] : undefined;
  return shape?.length === 3 ? imgsz[0] / (shape[1] ?? 1) : null;
}

/** The constructor's call by names, with the defaults that apply. */
function callOf({ definition, args }: ParsedRow, { rules }: Resolution): CallArgument[] | null {
  if (definition === undefined || args === undefined) return null;
  const call: CallArgument[] = [];
  for (const [i, argument] of definition.args(rules).entries()) call.push(callArgument(argument, args[i]));
  return call;
}

function callArgument(argument: Argument, given: ParsedArgument | undefined): CallArgument {
  const { name } = argument;
  return given === undefined ? defaultArgument(argument) : { name, ...given };
}

const defaults = new WeakMap<Argument, CallArgument>();

function defaultArgument(argument: Argument): CallArgument {
  return remember(defaults, argument, () => ({ name: argument.name, value: defaultOf(argument), origin: 'default' }));
}

function defaultOf({ fallback, kind }: Argument): PyValue {
  const value = (fallback ?? null) as PyValue;
  return kind === 'number' && typeof value === 'number' ? new PyFloat(value) : value;
}
