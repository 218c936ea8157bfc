import { t } from '../l10n.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { Formula } from './expression.ts';
import { type Reader, readFormula, readKeys } from './reader.ts';
import type { ContractSpec } from './spec.ts';

/** The `contract:` of an entry. */
export function readContract(reader: Reader, node: YamlNode, names: readonly string[]): ContractSpec | undefined {
  if (node.kind !== 'mapping') {
    reader.say(node.span, t`a contract is a mapping; write {channels: c1, stride: 1, params: 0, macs: 0}`);
    return undefined;
  }
  const keys = readKeys(reader, node, ['channels', 'stride', 'strides', 'params', 'macs', 'printedMacs'], t`a contract`);
  const channels = readOneOrMore(reader, keys.channels, names);
  const strides = readOneOrMore(reader, keys.strides ?? keys.stride, names);
  const [many, several] = [keys.channels, keys.strides ?? keys.stride];
  if (Array.isArray(channels) && Array.isArray(strides) && channels.length !== strides.length)
    reader.say((several ?? node).span, t`there are ${channels.length} maps and ${strides.length} strides; write one stride for each map`);
  if (Array.isArray(channels) && strides !== undefined && !Array.isArray(strides))
    reader.say((several ?? node).span, t`several maps have several strides; write a list such as [4, 8, 16, 32]`);
  if (Array.isArray(channels) && channels.length === 0)
    reader.say((many ?? node).span, t`the list of channels is empty; write the channels of each map`);
  return {
    channels,
    strides,
    params: readFormula(reader, keys.params, names),
    macs: readFormula(reader, keys.macs, names),
    printedMacs: readFormula(reader, keys.printedMacs, names),
  };
}

function readOneOrMore(reader: Reader, node: YamlNode | undefined, names: readonly string[]): Formula | readonly Formula[] | undefined {
  if (node?.kind === 'sequence') return node.items.map((item) => readFormula(reader, item, names) ?? { kind: 'value', value: 1 });
  return readFormula(reader, node, names);
}
