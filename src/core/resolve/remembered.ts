import { countGraph, timesCounted } from '../analyses/counted.ts';
import { type RowCount, RowFacts, type RowShapes, shapesOf } from '../analyses/facts.ts';
import { fuse } from '../analyses/fuse.ts';
import type { ModuleDefinition } from '../catalogue/define.ts';
import { t } from '../l10n.ts';
import { Net, type NetOptions } from '../net/builder.ts';
import { Refused, Unknown } from '../net/refused.ts';
import { addContracts, type RowGraph, type Shape } from '../ops.ts';
import type { ForwardOptions, RowInputs } from './forward.ts';
import type { Header, ParsedRow } from './state.ts';

/**
 * Rows with equal arguments and inputs have equal networks, and while someone types most rows stay what they were: so what is
 * kept of a row is remembered by everything that it depends on.
 */
export interface Pass<Facts> {
  readonly shapesOnly: boolean;
  young: Map<string, Facts | Refused | Unknown>;
  old: Map<string, Facts | Refused | Unknown>;
  /** Whose facts hold for one counter only. */
  readonly perCounter?: boolean;
  keep(graph: RowGraph, options: ForwardOptions, again: () => RowGraph): Facts;
  /** The same for so many images. */
  times(facts: Facts, images: number): Facts;
}

/** Everything that totals and displays need. */
export const factsPass: Pass<RowFacts> = {
  shapesOnly: false,
  young: new Map(),
  old: new Map(),
  keep: (graph, { counter }, again) => new RowFacts(graph, counter, again),
  times: (facts, images) => facts.times(images),
};
/** Nothing but shapes. */
export const shapesPass: Pass<RowShapes> = {
  shapesOnly: true,
  young: new Map(),
  old: new Map(),
  keep: shapesOf,
  times: (facts, images) => ({ ...facts, images }),
};
/** Shapes and what the counter sees. */
export const countPass: Pass<RowCount> = {
  shapesOnly: false,
  perCounter: true,
  young: new Map(),
  old: new Map(),
  keep: (graph, { counter, fused }) => ({ ...shapesOf(graph), counted: countGraph(fused ? fuse(graph) : graph, counter) }),
  times: (facts, images) => ({ ...facts, images, counted: timesCounted(facts.counted, images) }),
};
/** Some scales of a file at some sizes. What has not been asked for in so many new rows is forgotten. */
const generation = 1000;

/** What is kept of a row on these inputs; throws `Refused` or `Unknown` where there is none. */
export function remembered<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  inputs: RowInputs,
  kind: Pass<Facts>,
): Facts {
  const key = kind.perCounter ? `${keyOf(row, options, inputs)}|${options.counter.id}` : keyOf(row, options, inputs);
  let known = kind.young.get(key);
  if (known === undefined) {
    known = kind.old.get(key) ?? attempt(() => build(row, header, options, inputs, kind));
    if (kind.young.size >= generation) {
      kind.old = kind.young;
      kind.young = new Map();
    }
    kind.young.set(key, known);
  }
  if (known instanceof Refused || known instanceof Unknown) throw known;
  return known;
}

function keyOf(row: ParsedRow, options: ForwardOptions, { shapes, lists }: RowInputs): string {
  let key = row.key;
  if (options.training) key += 'T';
  if (options.fused) key += 'F';
  if (options.constructing) key += 'C';
  if (row.fromIsList) key += 'L';
  if (row.definition?.isHead) key += options.strides?.join(',') ?? '';
  if (lists.length > 0) key += `[${lists.join()}]`;
  for (const shape of shapes) key += shape.length === 3 ? `|${shape[0]},${shape[1]},${shape[2]}` : `|${shape.join(',')}`;
  return key;
}

function attempt<Facts>(make: () => Facts): Facts | Refused | Unknown {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refused || error instanceof Unknown) return error;
    throw error;
  }
}

function build<Facts extends RowShapes>(
  row: ParsedRow,
  header: Header,
  options: ForwardOptions,
  inputs: RowInputs,
  kind: Pass<Facts>,
): Facts {
  const { definition, values, instances } = row;
  if (definition === undefined || values === undefined)
    throw new Unknown(t`the module ${row.module} is not described in the catalogue yet`);
  const netOptions: NetOptions = {
    rules: header.rules,
    activation: header.activation,
    legacy: row.legacy,
    strides: options.strides,
    argumentCount: row.args?.length ?? 0,
    fused: options.fused ?? false,
    lists: inputs.lists,
    shapesOnly: kind.shapesOnly,
    training: options.training ?? false,
    constructing: options.constructing ?? false,
  };
  const oneMap = row.parser?.family === 'special' && row.parser.takesOneMap;
  const again = () => {
    // The first of several instances joins the maps of a list, and the second gets what came of it.
    if (instances > 1 && (row.fromIsList || definition.name === 'Classify')) throw repeatedly(definition);
    if (row.fromIsList && oneMap && !options.constructing) {
      throw new Refused('TypeError', 'conv2d() received an invalid combination of arguments - got (list, …)', 'from');
    }
    return buildGraph(definition, values, instances, inputs.shapes, netOptions);
  };
  return kind.keep(again(), options, again);
}

/** What the second of several instances makes of what the first hands on. */
function repeatedly({ name, isHead }: ModuleDefinition): Refused {
  const refuse = (type: string, text: string) => new Refused(type, text, 'repeats');
  if (/Segment(26)?$/.test(name) && name !== 'SemanticSegment') return refuse('AttributeError', "'tuple' object has no attribute 'shape'");
  if (name === 'Classify') return refuse('TypeError', 'conv2d() received an invalid combination of arguments - got (tuple, …)');
  // A head gives its predictions first, which the next one takes for a map.
  if (isHead || name === 'SemanticSegment' || name === 'Depth') return refuse('RuntimeError', 'expected input to have other channels');
  return refuse('TypeError', "cat(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor");
}

function buildGraph(
  definition: ModuleDefinition,
  values: Readonly<Record<string, unknown>>,
  instances: number,
  inputs: readonly Shape[],
  options: NetOptions,
): RowGraph {
  const repeated = instances > 1;
  const net = new Net(repeated ? 'Container' : definition.name, inputs, options);
  let features = inputs.map((_, i) => net.input(i));
  let result = repeated ? undefined : definition.build(net, features, values);
  let contract = result?.contract;
  for (let i = 0; repeated && i < instances; i++) {
    const current = features;
    if (result?.list) throw new Refused('AttributeError', "'tuple' object has no attribute 'size'", 'repeats');
    result = net.within(String(i), definition.name, () => definition.build(net, current, values));
    features = [...result.outputs];
    contract = addContracts(contract, result.contract);
  }
  return net.finish(inputs.length, {
    outputs: result?.outputs ?? features,
    levels: result?.levels ?? [],
    list: result?.list ?? false,
    maps: result?.maps,
    joinsImages: result?.joinsImages,
    contract,
  });
}
