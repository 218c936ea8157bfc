/** A starting entry for a module that nobody describes yet: what one of its rows tells of it. */
import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { PyDict, PyFloat, type PyValue } from '../python.ts';
import { lineIndex, type TextEdit } from '../text.ts';
import { rulesFor } from '../upstream/releases.ts';
import { parseYaml } from '../yaml/parse.ts';
import { findDefinition } from './find.ts';

/** The edit that adds an entry for the module of a row to the text of `modules.yaml` (empty where there is no such file yet). */
export interface DescribeAction {
  readonly title: string;
  readonly module: string;
  edit(modulesText: string): TextEdit;
}

/** What can be offered at a row whose module is not described; `undefined` where there is nothing to describe. */
export function describeAction(analysis: Analysis, index: number): DescribeAction | undefined {
  const row = analysis.rows[index];
  const rules = rulesFor(analysis.upstream);
  if (row === undefined || !/^[A-Za-z_][\w.]*$/.test(row.module) || findDefinition(row.module, rules, analysis) !== undefined)
    return undefined;
  const { module } = row;
  return {
    title: t`Describe ${module} in .yolo-architect/modules.yaml…`,
    module,
    edit: (text) => placed(text, entry(row, index === 0 && row.number > 0)),
  };
}

function entry(row: RowAnalysis, backbone: boolean): string[] {
  const { args } = row.syntax;
  const given = (Array.isArray(args?.value) ? args.value : []) as readonly PyValue[];
  const several = row.sources.length > 1;
  const [first] = given;
  const scaled = !several && !backbone && typeof first === 'number' && first >= 8;
  const parser = backbone ? 'verbatim' : several ? 'concat' : scaled ? 'scaled' : 'inputChannels';
  const names = parameterNames(given, scaled);
  const stride = names.includes('s') ? 's' : '1';
  return [
    `- name: ${row.module}`,
    `  summary: ${t`What it does, in a sentence.`}`,
    `  parser: ${parser}`,
    ...(names.length === 0 ? ['  parameters: []'] : ['  parameters:']),
    ...given.map((value, i) => `    - {name: ${names[i]}, kind: ${kindOf(value)}${scaled && i === 0 ? '' : `, default: ${yaml(value)}`}}`),
    `  # ${t`Either what it gives and costs, or rows: the modules that it is made of.`}`,
    '  contract:',
    ...(backbone
      ? ['    channels: [64, 128, 256, 512]', '    strides: [4, 8, 16, 32]']
      : [`    channels: ${several ? 'sum(cin)' : scaled ? 'c2' : 'c1'}`, `    stride: ${stride}`]),
    `    # params: ${scaled ? 'c1 * c2' : 'c1'}`,
    `    # macs: ${scaled ? 'c1 * c2' : 'c1'} * h * w`,
  ];
}

/** As layers usually call them: channels, kernel, stride; what else there is goes by its kind. */
function parameterNames(given: readonly PyValue[], scaled: boolean): string[] {
  const names: string[] = [];
  for (const [i, value] of given.entries()) {
    const integers = ['k', 's'].filter((name) => !names.includes(name));
    const usual =
      scaled && i === 0 ? 'c2' : typeof value === 'number' && value < 16 ? (integers[0] ?? 'a') : (usualNames[kindOf(value)] ?? 'a');
    names.push(names.includes(usual) ? `${usual}${i}` : usual);
  }
  return names;
}

const usualNames: Readonly<Record<string, string>> = { int: 'a', number: 'e', bool: 'flag', ints: 'sizes', text: 'mode' };

function kindOf(value: PyValue): string {
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof PyFloat) return 'number';
  if (Array.isArray(value) && value.every((one) => typeof one === 'number')) return 'ints';
  // Texts may as well be names and literals of Python, which the parser replaces.
  return typeof value === 'string' && /^[a-z]\w{2,}$/.test(value) ? 'text' : 'any';
}

function yaml(value: PyValue): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  return value instanceof PyDict ? 'null' : showPython(value).replaceAll("'", '"');
}

/** Behind the last entry, laid out like it. */
function placed(text: string, lines: readonly string[]): TextEdit {
  const { root } = parseYaml(text);
  const found = root?.kind === 'mapping' ? root.entries.find(({ key }) => key.value === 'modules') : undefined;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const last = found?.value.kind === 'sequence' && !found.value.flow ? found.value.items.at(-1) : undefined;
  const indent = last === undefined ? '  ' : ' '.repeat(Math.max(0, lineIndex(text).positionAt(last.span.start).column - 2));
  const body = lines.map((line) => indent + line).join(newline) + newline;
  if (last !== undefined) return at(text, last.span.end, body, newline);
  if (found === undefined) return at(text, text.length, `modules:${newline}${body}`, newline);
  const { start, end } = found.value.span;
  // `modules:` with nothing or an empty list behind it.
  return { span: { start: found.key.span.end, end: Math.max(start, end, found.key.span.end) }, text: `:${newline}${body.trimEnd()}` };
}

/** At the end of the line of an offset. */
function at(text: string, offset: number, body: string, newline: string): TextEdit {
  const rest = text.slice(offset).search(/[\r\n]/);
  const end = rest < 0 ? text.length : offset + rest + (text.startsWith('\r\n', offset + rest) ? 2 : 1);
  const open = end > 0 && !/[\r\n]/.test(text.charAt(end - 1));
  return { span: { start: end, end }, text: open ? newline + body : body };
}
