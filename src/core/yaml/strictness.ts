import type { Composed, Entry } from './events.ts';
import { YamlFailure } from './failure.ts';
import { skipBlank } from './gaps.ts';
import type { Comment, YamlNode } from './tree.ts';

export interface Checked extends Composed {
  readonly text: string;
  /** Read by libyaml, as newer releases of the framework do, and not by PyYAML's own loader. */
  readonly libyaml: boolean;
  readonly comments: readonly Comment[];
}

/** Only keys between brackets and these characters can make a text that YAML 1.2 takes and PyYAML does not; most files have none of them. */
const suspicious = /[?\t&*!]|(?:^|[\s,[{]):/m;

/** Throws a {@link YamlFailure} where PyYAML refuses a text that js-yaml takes, at the first such place. */
export function checkStrictness(checked: Checked): void {
  if (!checked.root || (!checked.flowKeys && !suspicious.test(checked.text))) return;
  const failures: YamlFailure[] = [];
  const refuse = (at: number, problem: string) =>
    failures.push(new YamlFailure(problem.includes('token') ? 'while scanning for the next token' : '', at, problem, at));
  const flows: YamlNode[] = [];
  walk(checked.root, false, (node, inFlow) => {
    if (node.aliasOf) return;
    if (node.kind !== 'scalar' && node.flow && !inFlow) flows.push(node);
    if (node.kind === 'scalar' && node.style === 'plain' && inFlow) checkFlowPlain(checked, node, refuse);
    if (node.kind === 'mapping') for (const entry of node.entries) checkKey(checked, entry, node.flow, refuse);
  });
  checkTabs(checked, flows, refuse);
  checkProperties(checked, refuse);
  const [first] = failures.sort((a, b) => a.at - b.at);
  if (first) throw first;
}

type Refuse = (at: number, problem: string) => void;

function walk(node: YamlNode, inFlow: boolean, visit: (node: YamlNode, inFlow: boolean) => void): void {
  visit(node, inFlow);
  if (node.kind === 'scalar' || node.aliasOf) return;
  const inside = inFlow || node.flow;
  if (node.kind === 'sequence') for (const item of node.items) walk(item, inside, visit);
  else
    for (const { key, value } of node.entries) {
      walk(key, inside, visit);
      walk(value, inside, visit);
    }
}

/** Between brackets YAML 1.1 takes a `:` or `?` at the start of a word for an indicator, and PyYAML's own loader any `?`. */
function checkFlowPlain({ text, libyaml }: Checked, { span }: YamlNode, refuse: Refuse): void {
  const written = text.slice(span.start, span.end);
  if (written.startsWith(':')) refuse(span.start, "expected the node content, but found ':'");
  const mark = libyaml ? written.search(/:\?/) : written.indexOf('?', 1);
  if (mark >= 0) refuse(span.start + mark, `found unexpected '${written.charAt(mark)}'`);
}

/** A key without `?` is not empty and lies on one line with its colon; libyaml wants a space between a plain key's colon and a bracket. */
function checkKey({ text, libyaml }: Checked, { key }: Entry, flow: boolean, refuse: Refuse): void {
  const { start, end } = key.span;
  if (start === end && text.charAt(start - 1) === ':') refuse(start - 1, "expected the node content, but found ':'");
  if (!flow) return;
  if (libyaml && key.kind === 'scalar' && key.style === 'plain' && /^:[[\]{},?]/.test(text.slice(end, end + 2)))
    refuse(end, "found unexpected ':'");
  const colon = skipBlank(text, end);
  const multiline = text.charAt(colon) === ':' && /[\r\n]/.test(text.slice(start, colon));
  if (multiline && !text.slice(0, start).trimEnd().endsWith('?')) refuse(colon, "expected ',' or '}', but got ':'");
}

/** PyYAML's own loader takes tabs only inside of scalars and comments; libyaml also behind a token that no key can follow. */
function checkTabs({ text, libyaml, leaves, comments }: Checked, flows: readonly YamlNode[], refuse: Refuse): void {
  const inComment = walker(comments.flatMap(({ span }) => [span.start, span.end]));
  const inLeaf = walker(leaves);
  const inFlow = walker(flows.flatMap(({ span }) => [span.start, span.end]));
  for (let at = text.indexOf('\t'); at >= 0; at = text.indexOf('\t', at + 1)) {
    if (inComment(at) !== undefined) continue;
    const leaf = inLeaf(at);
    if (leaf !== undefined && (libyaml || /["']/.test(text.charAt(leaf)) || inBlockScalar(text, leaf, at))) continue;
    if (libyaml && (inFlow(at) !== undefined || followsContent(text, at))) continue;
    refuse(at, "found character '\\t' that cannot start any token");
  }
}

function inBlockScalar(text: string, start: number, at: number): boolean {
  return /[|>]/.test(text.charAt(start)) && /[\r\n]/.test(text.slice(start, at));
}

/** Finds, for places in rising order, the start of the span that holds them. */
function walker(spans: readonly number[]): (at: number) => number | undefined {
  let i = 0;
  return (at) => {
    while (i < spans.length && (spans[i + 1] ?? 0) <= at) i += 2;
    const start = spans[i];
    return start !== undefined && start <= at ? start : undefined;
  };
}

/** Something else than `- ` stands before it on its line. */
function followsContent(text: string, at: number): boolean {
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  return !/(?:^|[\s\ufeff])[-?]?$/.test(text.slice(lineStart, at).trimEnd());
}

/** Names of anchors are letters, digits, `-` and `_`; a tag ends at a space. */
function checkProperties({ text, properties, libyaml }: Checked, refuse: Refuse): void {
  for (let i = 0; i < properties.length; i += 2) {
    const start = properties[i] ?? 0;
    const end = properties[i + 1] ?? 0;
    const next = text.charAt(end);
    if (text.charAt(start) === '!') {
      if (next !== '' && !/[ \r\n]/.test(next) && !(libyaml && /[\t,]/.test(next))) refuse(end, 'expected a space after the tag');
    } else if (/[^0-9A-Za-z_-]/.test(text.slice(start + 1, end)) || /[[{]/.test(next))
      refuse(start, 'expected alphabetic or numeric character');
  }
}
