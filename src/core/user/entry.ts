import { findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import { newestUpstream, releaseRules } from '../upstream/releases.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { readContract } from './contract.ts';
import { readInnerRows } from './inner.ts';
import { readParameters } from './parameters.ts';
import { type Reader, readKeys, readText, readWord } from './reader.ts';
import { type ModuleSpec, parserWords } from './spec.ts';

const entryKeys = ['name', 'summary', 'parameters', 'parser', 'repeats', 'rows', 'contract'];

/** One entry of `modules:`; what is wrong with it is said, and it is then left out. */
export function readEntry(reader: Reader, node: YamlNode): ModuleSpec | undefined {
  const before = reader.problems.length;
  const spec = read(reader, node);
  return reader.problems.slice(before).some(({ severity }) => severity === 'error') ? undefined : spec;
}

function read(reader: Reader, node: YamlNode): ModuleSpec | undefined {
  if (node.kind !== 'mapping') {
    reader.say(node.span, t`a module is a mapping; write - name: MyBlock and its keys below`);
    return undefined;
  }
  const keys = readKeys(reader, node, entryKeys, t`a module`);
  const name = readText(reader, keys.name, t`the name of a module is a text`);
  if (name === undefined || keys.name === undefined) {
    if (keys.name === undefined) reader.say(start(node), t`this module has no name; write name: and the name that rows use`);
    return undefined;
  }
  checkName(reader, name, keys.name);
  const parser = readWord(reader, keys.parser, parserWords) ?? 'verbatim';
  const repeatsInside = readWord(reader, keys.repeats, ['inside', 'outside'] as const) === 'inside';
  if (repeatsInside && parser !== 'scaled' && keys.repeats !== undefined)
    reader.say(keys.repeats.span, t`only the parser scaled puts repeats inside; write parser: scaled or leave repeats out`);
  const inserted = [
    ...(parser === 'scaled' || parser === 'inputChannels' || parser === 'inputChannelsList' ? ['c1'] : []),
    ...(repeatsInside ? ['n'] : []),
  ];
  const parameters = readParameters(reader, keys.parameters, inserted);
  if (parser === 'scaled' && parameters.length === 0)
    reader.say(
      (keys.parameters ?? keys.parser ?? keys.name).span,
      t`the parser scaled takes the output channels from the first parameter; write - {name: c2, kind: int} there`,
    );
  const names = [
    ...new Set([
      ...parameters.map((parameter) => parameter.name),
      'c1',
      'cin',
      'h',
      'w',
      ...(parser === 'scaled' ? ['c2'] : []),
      ...(repeatsInside ? ['n'] : []),
    ]),
  ];
  const body = readBody(reader, node, keys, names);
  const summary = readText(reader, keys.summary, t`the summary is a text`) ?? '';
  return body && { name, span: keys.name.span, summary, parameters, parser, repeatsInside, body };
}

function readBody(
  reader: Reader,
  node: YamlNode,
  keys: Readonly<Record<string, YamlNode | undefined>>,
  names: readonly string[],
): ModuleSpec['body'] | undefined {
  if (keys.rows !== undefined && keys.contract !== undefined) {
    reader.say(keys.contract.span, t`rows say already what a contract would; remove one of them`);
    return undefined;
  }
  if (keys.rows !== undefined) return { rows: readInnerRows(reader, keys.rows, names) };
  if (keys.contract !== undefined) {
    const contract = readContract(reader, keys.contract, names);
    return contract && { contract };
  }
  reader.say(
    (keys.name ?? node).span,
    t`this module has neither rows nor a contract; write contract: {channels: c1, stride: 1, params: 0, macs: 0}`,
  );
  return undefined;
}

/** A name of the framework keeps the framework's meaning. */
function checkName(reader: Reader, name: string, node: YamlNode): void {
  if (!/^[A-Za-z_][\w.]*$/.test(name)) {
    reader.say(node.span, t`the name of a module has letters, digits, _ and dots only; write it as rows do`);
    return;
  }
  const newest = releaseRules(newestUpstream);
  if (newest !== undefined && findModule(name)?.upstream(newest) === true)
    reader.say(node.span, t`${name} is a module of Ultralytics, whose meaning it keeps; give yours another name`);
}

/** The first characters of a node, for what the whole of it lacks. */
function start({ span }: YamlNode) {
  return { start: span.start, end: Math.min(span.end, span.start + 1) };
}
