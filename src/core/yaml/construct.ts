import { PyDict, PyFloat, type PyValue } from '../python.ts';
import type { Entry, Repetition } from './events.ts';
import { YamlFailure } from './failure.ts';
import { parseFloat11, parseInt11, resolvePlain, ScalarFailure } from './scalar.ts';
import type { YamlNode } from './tree.ts';

const core = 'tag:yaml.org,2002:';

/** The value of a scalar under an explicit tag, or of a plain one by its looks. */
export function constructScalar(text: string, plain: boolean, tag: string, at: number): PyValue {
  try {
    if (tag === '' || tag === '!') {
      // `<<` and `=` mean something only as keys; see constructMapping.
      return plain || tag === '!' ? resolvePlain(text) : text;
    }
    return underTag(text, tag, at);
  } catch (failure) {
    if (failure instanceof ScalarFailure) throw new YamlFailure('', at, failure.problem, at);
    throw failure;
  }
}

function underTag(text: string, tag: string, at: number): PyValue {
  switch (tag) {
    case `${core}str`:
      return text;
    case `${core}int`:
      return parseInt11(text);
    case `${core}float`:
      return new PyFloat(parseFloat11(text));
    case `${core}null`:
      return null;
    case `${core}bool`: {
      const value = resolvePlain(text.toLowerCase());
      if (typeof value !== 'boolean') throw new ScalarFailure(`'${text}'`);
      return value;
    }
    case `${core}binary`:
    case `${core}timestamp`:
      return text;
    case `${core}seq`:
    case `${core}map`:
    case `${core}set`:
    case `${core}omap`:
    case `${core}pairs`:
      throw new YamlFailure(
        '',
        at,
        `expected a ${tag.endsWith('map') || tag.endsWith('set') ? 'mapping' : 'sequence'} node, but found scalar`,
        at,
      );
    default:
      throw unknownTag(tag, at);
  }
}

/** A list; under `!!omap` and `!!pairs` one of pairs. */
export function constructSequence(items: readonly YamlNode[], tag: string, at: number): PyValue {
  const values: PyValue[] = [];
  for (const item of items) values.push(checkedValue(item));
  if (tag === '' || tag === '!' || tag === `${core}seq`) return values;
  if (tag === `${core}omap` || tag === `${core}pairs`) return items.map((item) => onlyPair(item));
  throw wrongKind(tag, 'sequence', at);
}

/** A dictionary: the last of equal keys counts, `<<` brings in what the mapping itself lacks. Notes the repeated entries. */
export function constructMapping(entries: readonly Entry[], tag: string, at: number, repetitions: Repetition[]): PyValue {
  if (tag !== '' && tag !== '!' && tag !== `${core}map` && tag !== `${core}set`) throw wrongKind(tag, 'mapping', at);
  const own = new Map<PyValue, PyValue>();
  let merged: Map<PyValue, PyValue> | undefined;
  let first: ReadonlyMap<PyValue, Entry> | undefined;
  for (const entry of entries) {
    const { key } = entry;
    if (key.value === '<<' && isPlain(key)) {
      merged ??= new Map();
      for (const source of mergeSources(entry.value, at)) for (const [k, v] of source.entries) if (!merged.has(k)) merged.set(k, v);
      continue;
    }
    if (typeof key.value === 'object' && key.value !== null && !(key.value instanceof PyFloat)) {
      throw new YamlFailure('while constructing a mapping', at, 'found unhashable key', key.span.start);
    }
    const known = typeof key.value === 'string' ? key.value : sameKey(own, key.value);
    if (own.has(known)) {
      first ??= firstEntries(entries);
      repetitions.push({ first: first.get(known) ?? entry, second: entry });
    }
    own.set(known, checkedValue(entry.value));
  }
  if (!merged) return new PyDict(own);
  for (const [k, v] of own) merged.set(k, v);
  return new PyDict(merged);
}

/** `<<` and `=` are no values for PyYAML: it resolves them to tags without a constructor. */
function checkedValue(node: YamlNode): PyValue {
  const { value } = node;
  if ((value === '<<' || value === '=') && isPlain(node)) {
    throw unknownTag(core + (value === '=' ? 'value' : 'merge'), node.span.start);
  }
  return value;
}

function isPlain(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain';
}

function mergeSources(node: YamlNode, at: number): PyDict[] {
  if (node.value instanceof PyDict) return [node.value];
  const items = node.kind === 'sequence' ? node.items : [node];
  return items.map((item) => {
    if (item.value instanceof PyDict) return item.value;
    const expected = node.kind === 'sequence' ? 'a mapping for merging' : 'a mapping or list of mappings for merging';
    throw new YamlFailure('while constructing a mapping', at, `expected ${expected}, but found ${item.kind}`, item.span.start);
  });
}

/** The first entry of each key. */
function firstEntries(entries: readonly Entry[]): ReadonlyMap<PyValue, Entry> {
  const first = new Map<PyValue, Entry>();
  for (const entry of entries) if (!first.has(entry.key.value)) first.set(entry.key.value, entry);
  return first;
}

/** The key that Python takes for the same: 1, 1.0 and True are one. */
function sameKey(map: ReadonlyMap<PyValue, PyValue>, key: PyValue): PyValue {
  if (map.has(key)) return key;
  const number = asNumber(key);
  if (number !== undefined) for (const other of map.keys()) if (asNumber(other) === number) return other;
  return key;
}

function asNumber(key: PyValue): number | undefined {
  if (typeof key === 'number') return key;
  if (typeof key === 'boolean') return Number(key);
  return key instanceof PyFloat ? key.value : undefined;
}

function onlyPair(item: YamlNode): PyValue {
  const entry = item.kind === 'mapping' ? item.entries[0] : undefined;
  if (item.kind !== 'mapping' || item.entries.length !== 1 || !entry) {
    const at = item.span.start;
    throw new YamlFailure('while constructing an ordered map', at, `expected a mapping of length 1, but found ${item.kind}`, at);
  }
  return [entry.key.value, entry.value.value];
}

function wrongKind(tag: string, kind: string, at: number): YamlFailure {
  if (!/^(?:str|int|float|null|bool|binary|timestamp|seq|map|set|omap|pairs)$/.test(tag.replace(core, ''))) return unknownTag(tag, at);
  return new YamlFailure('', at, `expected a node of the kind of ${tag}, but found ${kind}`, at);
}

function unknownTag(tag: string, at: number): YamlFailure {
  return new YamlFailure('', at, `could not determine a constructor for the tag '${tag}'`, at);
}
