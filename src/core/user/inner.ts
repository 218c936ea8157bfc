import { findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { Formula } from './expression.ts';
import { innerFunctions } from './innerFunctions.ts';
import { type Reader, readArgument, readFormula } from './reader.ts';
import type { InnerRow, InnerSource } from './spec.ts';

/** The `rows:` of an entry; names of modules are checked when all entries are read. */
export function readInnerRows(reader: Reader, node: YamlNode, names: readonly string[]): InnerRow[] {
  if (node.kind !== 'sequence' || node.items.length === 0) {
    reader.say(node.span, t`rows is a list; write rows such as - [in, 1, Conv, [c2, 3]]`);
    return [];
  }
  return node.items.flatMap((item, index) => readInnerRow(reader, item, index, names) ?? []);
}

function readInnerRow(reader: Reader, node: YamlNode, index: number, names: readonly string[]): InnerRow | undefined {
  const items = node.kind === 'sequence' ? node.items : [];
  const [from, repeats, module, args] = items;
  if (from === undefined || repeats === undefined || module === undefined || args === undefined || items.length > 4) {
    reader.say(node.span, t`an inner row is [from, repeats, module, args]; write it like [in, 1, Conv, [c2, 3]]`);
    return undefined;
  }
  const sources = (from.kind === 'sequence' ? from.items : [from]).flatMap((item) => readSource(reader, item, index) ?? []);
  if (from.kind === 'sequence' && from.items.length === 0)
    reader.say(from.span, t`this row reads nothing; write in, -1 or the number of an earlier row`);
  const count = readFormula(reader, repeats, names) ?? one;
  if (typeof module.value !== 'string') {
    reader.say(module.span, t`the module of a row is a name; write one such as Conv`);
    return undefined;
  }
  if (args.kind !== 'sequence') {
    reader.say(args.span, t`the arguments are a list; write []`);
    return undefined;
  }
  const given = args.items.map((item) => readArgument(reader, item, names));
  const row = { from: sources, repeats: count, module: module.value, moduleSpan: module.span, args: given };
  const alone = !takesSeveral(row.module) && sources.length > 1;
  if (alone) reader.say(from.span, t`${row.module} reads one map; write one source instead of ${sources.length}`);
  return row;
}

const one: Formula = { kind: 'value', value: 1 };

/** Modules of the catalogue whose parser takes a list of sources; others are not known here and may. */
function takesSeveral(module: string): boolean {
  const family = findModule(module)?.parser;
  return innerFunctions[module] !== undefined || family === undefined || module === 'Concat' || findModule(module)?.takesList === true;
}

function readSource(reader: Reader, node: YamlNode, index: number): InnerSource | undefined {
  const { value } = node;
  if (typeof value === 'string') {
    const [, input] = /^in(\d*)$/.exec(value) ?? [];
    if (input !== undefined) return { input: input === '' ? 'all' : Number(input) };
  }
  const row = typeof value === 'number' ? (value < 0 ? index + value : value) : Number.NaN;
  if (row === -1 && value === -1) return { input: 'all' };
  if (Number.isInteger(row) && row >= 0 && row < index) return { row };
  const range = index === 0 ? t`the first row reads in` : t`write in, -1 or a number from 0 to ${index - 1}`;
  reader.say(node.span, `${t`an inner row reads the module's input or an earlier inner row`}; ${range}`);
  return undefined;
}
