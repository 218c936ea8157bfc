/** Completion inside `modules.yaml`: keys where a key stands, words where a word does, modules in inner rows. */
import { catalogue } from '../catalogue/index.ts';
import { t, translate } from '../l10n.ts';
import type { Span } from '../text.ts';
import { functions } from './evaluate.ts';
import { innerFunctions } from './innerFunctions.ts';
import { kindWords } from './parameters.ts';
import { parserWords, type UserModules } from './spec.ts';

export interface ModulesCompletion {
  readonly label: string;
  readonly kind: 'key' | 'word' | 'module' | 'function';
  readonly documentation: string;
  readonly text: string;
  readonly span: Span;
}

/** What may stand at an offset; the text need not be valid yet. */
export function completeModules(text: string, offset: number, modules: UserModules | undefined): ModulesCompletion[] {
  const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const begun = /[\w.]*$/.exec(before)?.[0] ?? '';
  const rest = /^[\w.]*/.exec(text.slice(offset))?.[0] ?? '';
  const span = { start: offset - begun.length, end: offset + rest.length };
  const line = before.slice(0, before.length - begun.length);
  const item = (kind: ModulesCompletion['kind'], label: string, documentation = '', written = label) => ({
    label,
    kind,
    documentation,
    text: written,
    span,
  });
  const key = (name: string) => item('key', name, keyDocs()[name] ?? '', `${name}: `);
  if (/\bparser:\s*$/.test(line)) return parserWords.map((word) => item('word', word));
  if (/\bkind:\s*$/.test(line)) return kindWords.map((word) => item('word', word));
  if (/\brepeats:\s*$/.test(line)) return ['inside', 'outside'].map((word) => item('word', word));
  if (/-\s*\[\s*(?:[-\w]+|\[[^\]]*\])\s*,[^,]*,\s*$/.test(line)) {
    const known = [...(modules?.list ?? []), ...catalogue().filter(({ isHead }) => !isHead)];
    return [
      ...known.map(({ name, summary }) => item('module', name, translate(summary))),
      ...Object.keys(innerFunctions).map((name) => item('function', name)),
    ];
  }
  if (/\b(?:channels|strides?|params|macs|printedMacs):.*$/.test(line)) return functions.map((name) => item('function', name));
  if (/^\s*-\s*\{[^}]*(?:[{,]\s*)$/.test(line)) return ['name', 'kind', 'default', 'summary'].map(key);
  if (!/^\s*(?:-\s*)?$/.test(line)) return [];
  if (line === '') return [key('modules')];
  return isInContract(text, offset)
    ? ['channels', 'stride', 'strides', 'params', 'macs', 'printedMacs'].map(key)
    : ['name', 'summary', 'parameters', 'parser', 'repeats', 'rows', 'contract'].map(key);
}

/** The nearest line above that is indented less is `contract:`. */
function isInContract(text: string, offset: number): boolean {
  const lines = text.slice(0, offset).split('\n');
  const depth = /^\s*/.exec(lines.at(-1) ?? '')?.[0].length ?? 0;
  const parent = lines.slice(0, -1).findLast((line) => line.trim() !== '' && (/^\s*/.exec(line)?.[0].length ?? 0) < depth);
  return /\bcontract:/.test(parent ?? '');
}

function keyDocs(): Readonly<Record<string, string>> {
  return {
    name: t`The name that rows use.`,
    summary: t`What it does, in a sentence.`,
    parameters: t`The row’s own arguments in their order, each with a name, a kind and perhaps a default.`,
    parser: t`How the framework’s parser rewrites the arguments.`,
    repeats: t`inside: the parser puts the scaled repeats in as an argument, n.`,
    rows: t`The modules that it is made of, as [from, repeats, module, args]; in is what the module reads.`,
    contract: t`What it gives and costs, where its operations are not known.`,
    channels: t`Output channels, or a list for several maps.`,
    stride: t`How many cells become one in each direction; below 1 the map grows.`,
    strides: t`One stride for each map, against what the module reads.`,
    params: t`Parameters.`,
    macs: t`Multiply-accumulates for one image.`,
    printedMacs: t`What the counter of the framework sees of them, where that is less.`,
  };
}
