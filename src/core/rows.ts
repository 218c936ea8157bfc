import type { RowFacts } from './analyses/facts.ts';
import { fuse } from './analyses/fuse.ts';
import type { Argument } from './catalogue/arguments.ts';
import { describeFamily } from './catalogue/conventions.ts';
import { remember } from './memo.ts';
import type { CallArgument, RowAnalysis, RowNetwork } from './model.ts';
import { PyFloat, type PyValue } from './python.ts';
import { forwardFused } from './resolve/forward.ts';
import type { Resolution } from './resolve/resolution.ts';
import type { ParsedArgument, ParsedRow } from './resolve/state.ts';
import { lineIndex } from './text.ts';
import { isFused } from './totals.ts';

/** Every row as it is shown: the effective call, shapes and costs, `null` where something is not known. */
export function analyzeRows(resolution: Resolution, batch: number): RowAnalysis[] {
  const lines = lineIndex(resolution.document.text);
  const { counter } = resolution;
  return resolution.rows.map((row, i): RowAnalysis => {
    const built = resolution.built[i];
    const facts = built !== undefined && 'facts' in built ? built.facts : null;
    const constructed = built !== undefined && 'constructed' in built ? built.constructed : undefined;
    const counted = facts?.counted(counter);
    const contract = (facts ?? constructed)?.contract;
    return {
      index: row.index,
      syntax: row.syntax,
      line: lines.positionAt(row.syntax.span.start).line + 1,
      from: row.from,
      sources: row.sources,
      text: row.text,
      sourceMaps: row.sourceMaps,
      number: row.number,
      repeats: row.repeats,
      module: row.module,
      args: row.args?.map((a) => a.value) ?? null,
      call: callOf(row, resolution),
      ...(row.needsRegistration && row.parser !== undefined && { convention: describeFamily(row.parser) }),
      params: contract?.params === null ? null : (facts?.cost.params ?? constructed?.cost.params ?? null),
      macs: facts && contract?.macs !== null ? batch * facts.cost.macs : null,
      printedMacs: counted && contract?.printedMacs !== null ? batch * counted.macs : null,
      unseenMacs: counted && contract?.macs !== null && contract?.printedMacs !== null ? batch * counted.unseenMacs : null,
      missesConvolution: counted?.missesConvolution ?? false,
      activationBytes: facts && contract === undefined ? batch * facts.cost.activationBytes : null,
      inputs: built?.inputs ?? null,
      outputs: facts?.outputs ?? null,
      levels: facts && facts.levels.length > 0 ? facts.levels : undefined,
      network: facts && contract === undefined ? networkOf(i, facts, resolution) : null,
      contract: contract !== undefined,
      stride: strideOf(facts, resolution.imgsz),
    };
  });
}

/** The row's graph as built and as fused, made when a back end or an exporter asks for it. */
function networkOf(index: number, facts: RowFacts, resolution: Resolution): RowNetwork {
  return {
    graph: () => facts.graph(),
    fused() {
      if (!isFused(resolution)) return facts.graph();
      const { rows, header, pass, built } = resolution;
      const row = forwardFused(rows, header, pass, built)[index];
      return fuse(row !== undefined && 'facts' in row ? row.facts.graph() : facts.graph());
    },
  };
}

/** Image pixels per cell, where the row gives one feature map. */
function strideOf(facts: RowFacts | null, imgsz: readonly [number, number]): number | null {
  const shape = facts && facts.levels.length === 0 && facts.outputs.length === 1 ? facts.outputs[0] : undefined;
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
