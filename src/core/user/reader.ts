/** Reading `modules.yaml` key by key, with a problem for everything that is not understood. */
import { closest, distance } from 'fastest-levenshtein';
import { t } from '../l10n.ts';
import type { Fix, Problem } from '../problem.ts';
import type { PyValue } from '../python.ts';
import type { Span } from '../text.ts';
import type { MappingNode, YamlNode } from '../yaml/tree.ts';
import { functions } from './evaluate.ts';
import { callsOf, type Formula, namesOf, parseFormula } from './expression.ts';

/** The rule of every problem in a file of modules. */
export const modulesFileRule = 'modules-file';

/** Collects the problems of one file. */
export interface Reader {
  readonly problems: Problem[];
  /** An error whose message says what to write instead. */
  say(span: Span, message: string, fixes?: readonly Fix[]): void;
}

export function createReader(problems: readonly Problem[]): Reader {
  const found = [...problems];
  return {
    problems: found,
    say: (span, message, fixes = []) => found.push({ rule: modulesFileRule, severity: 'error', span, message, fixes }),
  };
}

/** The values of a mapping by their keys; a key that means nothing here is a problem. */
export function readKeys(
  reader: Reader,
  node: MappingNode,
  known: readonly string[],
  what: string,
): Readonly<Record<string, YamlNode | undefined>> {
  const values: Record<string, YamlNode> = {};
  for (const { key, value } of node.entries) {
    const name = String(key.value);
    if (known.includes(name)) values[name] = value;
    else {
      const { hint, fixes } = suggestion(name, known, key.span);
      reader.say(key.span, `${t`${what} has no key ${name}`}; ${hint}`, fixes);
    }
  }
  return values;
}

/** The names that may stand here, the nearest one as a fix. */
export function suggestion(name: string, known: readonly string[], span: Span): { readonly hint: string; readonly fixes: readonly Fix[] } {
  const near = known.length === 0 ? '' : closest(name, [...known]);
  if (near === '' || distance(name.toLowerCase(), near.toLowerCase()) > Math.max(1, name.length / 3))
    return { hint: t`write one of ${known.slice(0, 12).join(', ')}`, fixes: [] };
  return { hint: t`did you mean ${near}?`, fixes: [{ title: t`Change to ${near}`, edits: [{ span, text: near }], safe: false }] };
}

/** A text, or a problem. */
export function readText(reader: Reader, node: YamlNode | undefined, hint: string): string | undefined {
  if (node === undefined) return undefined;
  if (typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
  reader.say(node.span, hint);
  return undefined;
}

/** One of a few words, or a problem. */
export function readWord<W extends string>(reader: Reader, node: YamlNode | undefined, words: readonly W[]): W | undefined {
  if (node === undefined) return undefined;
  const word = words.find((candidate) => candidate === node.value);
  if (word !== undefined) return word;
  const { hint, fixes } = suggestion(String(node.value), words, node.span);
  reader.say(node.span, `${t`there is no such value`}; ${hint}`, fixes);
  return undefined;
}

/** A number, or the text of an expression over `names`; otherwise a problem. */
export function readFormula(reader: Reader, node: YamlNode | undefined, names: readonly string[]): Formula | undefined {
  if (node === undefined) return undefined;
  if (typeof node.value !== 'string') {
    if (node.kind === 'scalar' && node.value !== null) return { kind: 'value', value: node.value };
    reader.say(node.span, t`here stands a number or an expression such as c1 * 2`);
    return undefined;
  }
  return checked(reader, node.span, node.value, names);
}

/** An argument of an inner row: as {@link readFormula}, but a word that is no name is a text, and lists hold such arguments. */
export function readArgument(reader: Reader, node: YamlNode, names: readonly string[]): Formula {
  if (node.kind === 'sequence') return { kind: 'list', items: node.items.map((item) => readArgument(reader, item, names)) };
  if (node.kind === 'mapping') {
    reader.say(node.span, t`an argument is a number, a text, a list or an expression; write it without braces`);
    return nothing;
  }
  const { value } = node;
  if (typeof value !== 'string') return { kind: 'value', value };
  if (/^[A-Za-z_]\w*$/.test(value) && !names.includes(value) && !['None', 'True', 'False'].includes(value)) return { kind: 'value', value };
  return checked(reader, node.span, value, names) ?? nothing;
}

const nothing: Formula = { kind: 'value', value: null };

function checked(reader: Reader, span: Span, text: string, names: readonly string[]): Formula | undefined {
  const formula = parseFormula(text);
  if (formula.kind === 'failure') {
    if (/never closed|unmatched/.test(formula.message)) {
      reader.say(span, t`${text} is only a part of an expression: YAML ends it at its comma; write it in quotes, as in "max(c1, 8)"`);
      return undefined;
    }
    reader.say(span, t`${text} is no expression (${formula.message}); write numbers, + - * / // % **, comparisons and a if c else b`);
    return undefined;
  }
  const unknown = [...namesOf(formula)].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const { hint, fixes } = suggestion(unknown, names, span);
    reader.say(span, `${t`there is no ${unknown}`}; ${fixes.length > 0 ? hint : t`the names here are ${names.join(', ')}`}`);
    return undefined;
  }
  const called = callsOf(formula).find((name) => !functions.includes(name));
  if (called !== undefined) {
    reader.say(span, `${t`there is no function ${called}`}; ${t`the functions are ${functions.join(', ')}`}`);
    return undefined;
  }
  return formula;
}

/** A plain value as a default: numbers, texts, lists and Python's None, True and False. */
export function readDefault(node: YamlNode): PyValue {
  if (node.value === 'None') return null;
  return node.value;
}
