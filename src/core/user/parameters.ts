import { type Argument, any, bool, int, ints, number, size, text } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { PyValue } from '../python.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { type Reader, readDefault, readKeys, readText, readWord } from './reader.ts';

/** Kinds of parameters; the words of `kind:` in the file. */
export const kindWords = ['int', 'number', 'bool', 'size', 'ints', 'text', 'any'] as const;
type KindWord = (typeof kindWords)[number];

/** The `parameters:` of an entry: what a row's own arguments are called, in their order. */
export function readParameters(reader: Reader, node: YamlNode | undefined, taken: readonly string[]): Argument[] {
  if (node === undefined || node.value === null) return [];
  if (node.kind !== 'sequence') {
    reader.say(node.span, t`parameters is a list; write each as - {name: k, kind: int, default: 3}`);
    return [];
  }
  const found: Argument[] = [];
  for (const item of node.items) {
    const parameter = readParameter(reader, item);
    if (parameter === undefined) continue;
    if (taken.includes(parameter.name))
      reader.say(item.span, t`${parameter.name} is what the parser puts in; leave it out of the parameters`);
    else if (found.some(({ name }) => name === parameter.name))
      reader.say(item.span, t`there is a parameter ${parameter.name} already; give this one another name`);
    else if (parameter.required && found.some(({ required }) => !required))
      reader.say(item.span, t`${parameter.name} comes after a parameter with a default; give it a default too`);
    found.push(parameter);
  }
  return found;
}

function readParameter(reader: Reader, node: YamlNode): Argument | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string') return made(node.value, 'any', '', undefined);
  if (node.kind !== 'mapping') {
    reader.say(node.span, t`a parameter is a name or a mapping; write {name: k, kind: int, default: 3}`);
    return undefined;
  }
  const keys = readKeys(reader, node, ['name', 'kind', 'default', 'summary'], t`a parameter`);
  const name = readText(reader, keys.name, t`the name of a parameter is a word such as k`);
  if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) {
    if (name !== undefined || keys.name === undefined)
      reader.say((keys.name ?? node).span, t`a parameter needs a name of letters, digits and _; write name: k`);
    return undefined;
  }
  const kind = readWord(reader, keys.kind, kindWords) ?? 'any';
  const doc = readText(reader, keys.summary, t`the summary is a text`) ?? '';
  const argument = made(name, kind, doc, undefined);
  if (keys.default === undefined) return argument;
  const fallback = readDefault(keys.default);
  if (fallback !== null && !accepts(argument, fallback)) {
    reader.say(keys.default.span, t`the default does not fit the kind ${kind}; change one of them`);
    return made(name, kind, doc, null);
  }
  return made(name, kind, doc, fallback);
}

/** As written in the file, a float stays one: Python tells `1` and `1.0` apart. None is taken where it is the default. */
function made(name: string, kind: KindWord, doc: string, fallback: PyValue | undefined): Argument {
  const base = makers[kind](name, doc);
  const asWritten = kind === 'number' || kind === 'any';
  return {
    ...base,
    required: fallback === undefined,
    fallback,
    read(value) {
      if (value === null && fallback === null) return null;
      const read = base.read(value);
      return asWritten ? value : read;
    },
  };
}

const makers: Readonly<Record<KindWord, (name: string, doc: string) => Argument>> = { int, number, bool, size, ints, text, any };

function accepts(argument: Argument, value: PyValue): boolean {
  try {
    argument.read(value);
    return true;
  } catch {
    return false;
  }
}
