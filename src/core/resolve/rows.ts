import { pythonType, showPython } from '../catalogue/arguments.ts';
import { familyOf } from '../catalogue/conventions.ts';
import { bindArguments } from '../catalogue/define.ts';
import { type Channels, channelsOfAll, notedFor } from '../catalogue/rewriting.ts';
import type { RowSyntax } from '../document.ts';
import { t } from '../l10n.ts';
import { Refused, Unknown } from '../net/refused.ts';
import { PyDict, type PyValue } from '../python.ts';
import { rewriteArguments } from './families.ts';
import { resolveText } from './locals.ts';
import { lookUpModule } from './names.ts';
import { numeric, scaledRepeats } from './numbers.ts';
import { countedAsBackbone, leastPlaces, type Place, placesOf } from './places.ts';
import type { Header, ParsedArgument, ParsedRow } from './state.ts';

/**
 * Goes over the rows as the framework's parser does. A row that fails says why, and the next ones go on with what is known;
 * `damaged` rows could not be read as YAML and are left alone.
 */
export function parseRows(rows: readonly RowSyntax[], header: Header, damaged: ReadonlySet<number>): ParsedRow[] {
  const state: State = {
    channels: [header.ch],
    legacy: header.rules.has('legacy-class-branch'),
    c1: undefined,
    c2: header.ch,
    previousRepeats: undefined,
    text: readsText(rows) ? -1 : undefined,
    scalesFailed: false,
    places: [],
  };
  const backbone = countedAsBackbone(rows, header);
  return rows.map((syntax) => {
    const row = parseRow(syntax, header, state, damaged.has(syntax.index));
    if (syntax.index === 0) state.channels = [];
    const { channels } = row;
    const several = row.definition?.notes !== undefined && Array.isArray(channels) ? (channels as readonly number[]) : undefined;
    const unknown = backbone === syntax.index;
    const places = several
      ? placesOf(row.index, several.length)
      : unknown
        ? placesOf(row.index, leastPlaces)
        : [{ row: row.index, map: undefined }];
    state.places.push(...places);
    if (several) for (const { map } of places) state.channels.push(map === undefined ? undefined : (several[map] ?? 0));
    else for (const _ of places) state.channels.push(unknown ? undefined : channels);
    return { ...row, number: state.places.length - 1, places: places.length };
  });
}

/** The framework gives text to models whose last module is the head of YOLO-World, and to no others. */
function readsText(rows: readonly RowSyntax[]): boolean {
  return rows.findLast(({ section }) => section === 'head')?.module?.value === 'WorldDetect';
}

interface State {
  /** What `from` can say so far. */
  places: Place[];
  channels: (Channels | undefined)[];
  legacy: boolean;
  c1: PyValue | undefined;
  c2: Channels | undefined;
  previousRepeats: PyValue | undefined;
  /** The row that left the text embeddings, -1 where none has; `undefined` in a model without text. */
  text: number | undefined;
  /** The scale's factors have been refused once: later rows fail for the same cause. */
  scalesFailed: boolean;
}

type Draft = { -readonly [K in keyof ParsedRow]: ParsedRow[K] };

function parseRow(syntax: RowSyntax, header: Header, state: State, damaged: boolean): ParsedRow {
  const row: Draft = {
    index: syntax.index,
    syntax,
    module: '',
    definition: undefined,
    parser: undefined,
    needsRegistration: false,
    from: [],
    fromIsList: false,
    sources: [],
    sourceMaps: [],
    number: syntax.index,
    places: 1,
    repeats: 1,
    instances: 1,
    args: undefined,
    values: undefined,
    text: undefined,
    legacy: state.legacy,
    channels: undefined,
    failure: undefined,
    key: '',
  };
  try {
    if (damaged) throw new Unknown(t`the row cannot be read`);
    fill(row, header, state);
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unknown)) throw error;
    const again = error instanceof Refused && error.rule === 'scales' && state.scalesFailed;
    if (error instanceof Refused && error.rule === 'scales') state.scalesFailed = true;
    row.failure = again ? new Unknown(t`the scale cannot be applied`) : error;
  }
  setText(row, state);
  row.legacy = state.legacy;
  row.key = keyOf(row, header);
  state.c2 = row.channels;
  return row;
}

/** Several instances in a sequence get no text: the framework looks at the sequence only. */
function setText(row: Draft, state: State): void {
  const use = row.definition?.text;
  if (use === undefined || state.text === undefined || row.instances > 1) return;
  row.text = use === 'original' ? -1 : state.text;
  if (use === 'refines') state.text = row.index;
}

function fill(row: Draft, header: Header, state: State): void {
  const [from, repeats, module, args] = unpack(row.syntax.node.value);
  row.module = typeof module === 'string' ? module : '';
  readFrom(row, from, state.places);
  const silence = row.index === 0 && module === 'Silence';
  const found = lookUpModule(silence ? 'nn.Identity' : module, header);
  if (found.kind === 'refused') throw found.error;
  if (found.kind === 'defined') {
    row.definition = found.definition;
    row.needsRegistration = !found.registered;
  }
  const given = resolveArguments(args, from, repeats, row.index, header, state);
  const scaled = scaledRepeats(repeats, header.depth);
  row.repeats = numeric(scaled) ?? 1;
  if (row.definition === undefined) {
    // Its arguments go to it as they stand, and the channels of what it reads are noted.
    if (row.module.startsWith('nn.')) row.channels = notedFor(from, state.channels);
    throw new Unknown(t`the module ${row.module} is not described in the catalogue yet`);
  }
  const convention = row.needsRegistration ? header.conventions[row.module] : undefined;
  const parser = convention === undefined ? row.definition.parser(header.rules) : familyOf(convention);
  row.parser = parser;
  const rewritten = rewriteArguments(parser, {
    header,
    from,
    args: given,
    repeats: scaled,
    channels: state.channels,
    lastChannels: state.c2,
  });
  if (rewritten.c1 !== undefined) state.c1 = rewritten.c1;
  const off = 'turnsLegacyOff' in parser && parser.turnsLegacyOff;
  if (off === true || (typeof off === 'string' && header.rules.has(off))) state.legacy = false;
  row.args = rewritten.args;
  row.instances = rewritten.repeatsInside ? 1 : Math.max(row.repeats, 1);
  // Known to later rows even if the constructor, or only the forward, refuses an argument.
  const { notes } = row.definition;
  if (notes === undefined) row.channels = rewritten.channels;
  row.values = bindArguments(
    row.definition.name,
    row.definition.args(header.rules),
    rewritten.args.map((a) => a.value),
  );
  if (header.activationNoModule && row.definition.name === 'SPPF' && row.args.length <= 3 && header.rules.has('sppf-legacy-activation')) {
    throw new Refused(
      'TypeError',
      `cannot assign '${header.activationNoModule}' as child module 'act' (torch.nn.Module or None expected)`,
      'row',
      undefined,
      'activation',
    );
  }
  checkSaved(row.index, from);
  if (notes !== undefined) row.channels = notes(row.values, inputChannels(from, state.channels));
  state.previousRepeats = scaled;
}

function keyOf({ definition, instances, legacy, args, failure }: Draft, header: Header): string {
  if (definition === undefined || args === undefined || failure !== undefined) return '';
  let key = `${definition.identity ?? definition.name}|${header.dynamicConv.value}|${header.rules.version}|${header.activationKey}|${instances}${legacy && definition.isHead ? 'L' : ''}|`;
  for (const { value } of args) key += `${typeof value === 'number' ? value : showPython(value)},`;
  return key;
}

/** Exactly four things, as Python unpacks any sequence: a text of four letters too, and a mapping's keys. */
function unpack(value: PyValue): readonly [PyValue, PyValue, PyValue, PyValue] {
  const parts = typeof value === 'string' ? [...value] : value instanceof PyDict ? [...value.entries.keys()] : value;
  if (!Array.isArray(parts))
    throw new Refused('TypeError', `cannot unpack non-iterable ${pythonType(value)} object`, 'row', undefined, 'not-a-row');
  const [from, repeats, module, args] = parts as readonly PyValue[];
  if (parts.length > 4) throw new Refused('ValueError', 'too many values to unpack (expected 4)', 'row', undefined, 'not-a-row');
  if (from === undefined || repeats === undefined || module === undefined || args === undefined) {
    throw new Refused('ValueError', `not enough values to unpack (expected 4, got ${parts.length})`, 'row', undefined, 'not-a-row');
  }
  return [from, repeats, module, args];
}

/** The channels that the parser knows of what is read, one number each. */
function inputChannels(from: PyValue, channels: readonly (Channels | undefined)[]): number[] {
  return channelsOfAll(Array.isArray(from) ? from : [from], channels);
}

function readFrom(row: Draft, from: PyValue, places: readonly Place[]): void {
  row.fromIsList = Array.isArray(from);
  const list = (Array.isArray(from) ? from : [from]) as readonly PyValue[];
  const read: number[] = [];
  const sources: number[] = [];
  const maps: (number | undefined)[] = [];
  for (const value of list) {
    if (typeof value !== 'number' && typeof value !== 'boolean') continue;
    const f = Number(value);
    read.push(f);
    const place = places.at(f === -1 && places.length === 0 ? 0 : f);
    // Only the first row reads the image; what is not there yet is said to be the row itself, or later.
    const beyond = f < 0 ? (row.index === 0 && f === -1 ? -1 : row.index) : f - (places.length - row.index);
    sources.push(place?.row ?? beyond);
    maps.push(place?.map);
  }
  row.from = read;
  row.sources = sources;
  row.sourceMaps = maps;
}

function resolveArguments(args: PyValue, from: PyValue, repeats: PyValue, index: number, header: Header, state: State): ParsedArgument[] {
  if (typeof args === 'string' && args !== '') throw new Refused('TypeError', "'str' object does not support item assignment");
  if (!Array.isArray(args)) throw new Refused('TypeError', `'${pythonType(args)}' object is not iterable`);
  const list = args as readonly PyValue[];
  return list.map((written, position) => {
    const file = { origin: 'file', position } as const;
    if (typeof written !== 'string') return { value: written, ...file };
    const value = resolveText(written, position, header, {
      index,
      from,
      rawRepeats: repeats,
      channels: state.channels,
      args: list,
      legacy: state.legacy,
      c1: state.c1,
      c2: state.c2 ?? null,
      previousRepeats: state.previousRepeats,
    });
    if (value !== written) return { value, ...file, written };
    const key = header.key(written);
    return typeof key === 'number' || typeof key === 'string' ? { value: key, ...file, written, fromKey: true } : { value, ...file };
  });
}

/** The framework notes which outputs to keep, modulo the row's index: row 0 must read the image. */
function checkSaved(index: number, from: PyValue): void {
  for (const [i, f] of (Array.isArray(from) ? (from as readonly PyValue[]) : [from]).entries()) {
    const n = numeric(f);
    if (n === undefined) throw new Refused('TypeError', `unsupported operand type(s) for %: '${pythonType(f)}' and 'int'`, 'from', i);
    if (index === 0 && n !== -1) throw new Refused('ZeroDivisionError', 'integer modulo by zero', 'from', i);
  }
}
