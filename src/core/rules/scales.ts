import { showPython } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { Refused } from '../net/refused.ts';
import type { Fix } from '../problem.ts';
import { PyDict } from '../python.ts';
import { numeric } from '../resolve/numbers.ts';
import type { Span } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { keySpan, removal, replace, written } from './place.ts';
import { scaleWord } from './scale-in-word.ts';
import { or, quoting } from './words.ts';

/** `scales` has the letter in use, with three numbers. */
export const scales = defineRule({
  id: 'scales',
  severity: 'error',
  summary: '`scales` maps each letter to three numbers: `[depth, width, max_channels]`.',
  docs: `The letter comes from the file's name (\`yolo11m.yaml\` asks for m) and must be a key of \`scales\`. Depth multiplies repeats above 1,
width the channels, after these have been cut to max_channels. Releases before 8.3.199 need \`scales\` wherever C3k2 or A2C2f is used.`,
  bad: `
scales:
  n: [0.50, 0.25]
#    ^^^^^^^^^^^^ scale n must be three numbers, [depth, width, max_channels], but is [0.5, 0.25] (Ultralytics: ValueError: not enough values to unpack (expected 3, got 2))
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  *check(context) {
    const [failure] = context.failures('scales');
    if (failure !== undefined) yield outside(context, failure.error);
    // Every row fails for one cause; constructors refuse before anything runs.
    const refusals = failure === undefined ? context.refusals('scales') : [];
    const refusal = refusals.find(({ error }) => error.constructing) ?? refusals[0];
    if (refusal !== undefined) yield { ...inRow(context, refusal.error), row: refusal.row.index };
  },
});

function outside({ document, header, resolution: { options } }: RuleContext, error: Refused): FoundProblem {
  const entry = document.entry('scales');
  const letter = typeof header.scale === 'string' ? header.scale : showPython(header.scale ?? null);
  if (!(header.scales instanceof PyDict)) {
    const span = entry?.value.span ?? keySpan(document, 'scales');
    const three = entry?.value.kind === 'sequence' && entry.value.flow && entry.value.items.length === 3;
    const named = `{${letter || 'n'}: ${written(document, span)}}`;
    return {
      span,
      message: quoting(t`scales must map letters to [depth, width, max_channels]`, error),
      fixes: three ? [replace(t`Write ${named}`, span, named)] : [],
    };
  }
  const node = factorsOf(entry?.value, letter);
  if (node === undefined) {
    const known = [...header.scales.entries.keys()].map((key) => (typeof key === 'string' ? key : showPython(key)));
    const word = scaleWord(options)?.word;
    const said =
      word === undefined
        ? t`scale ${letter} is asked for, by the file's name or by the caller, but scales has only ${or(known)}`
        : t`scale ${letter} is asked for, because the word ${word} in the file's name begins with it, but scales has only ${or(known)}`;
    return { span: keySpan(document, 'scales'), message: quoting(said, error), fixes: otherLetter(document, letter) };
  }
  const said = t`scale ${letter} must be three numbers, [depth, width, max_channels], but is ${showPython(node.value)}`;
  const surplus = node.kind === 'sequence' && node.items.length > 3 ? removal(node.items, 3, node.items.length - 1) : undefined;
  if (surplus !== undefined)
    return { span: node.span, message: quoting(said, error), fixes: [replace(t`Keep the first three`, surplus, '')] };
  const two = node.kind === 'sequence' && node.flow && node.items.length === 2 ? node.items.at(-1)?.span.end : undefined;
  return {
    span: node.span,
    message: quoting(said, error),
    fixes: two === undefined ? [] : [replace(t`Add max_channels 1024`, { start: two, end: two }, ', 1024')],
  };
}

/** The letter in place of the same one in capitals, or a scale of its own like the last that there is. */
function otherLetter(document: ModelDocument, letter: string): Fix[] {
  const node = document.entry('scales')?.value;
  if (node?.kind !== 'mapping' || !/^\w$/.test(letter)) return [];
  const same = node.entries.find(({ key }) => String(key.value).toLowerCase() === letter)?.key;
  if (same !== undefined) return [replace(t`Write ${letter}`, same.span, letter)];
  const last = node.entries.at(-1);
  if (last === undefined) return [];
  const line = `${letter}: ${written(document, last.value.span)}`;
  const indent = ' '.repeat(last.key.span.start - (document.text.lastIndexOf('\n', last.key.span.start - 1) + 1));
  const end = last.value.span.end;
  const text = node.flow ? `, ${line}` : `\n${indent}${line}`;
  return [replace(t`Add ${line}`, node.flow ? { start: end, end } : lineEnd(document.text, end), text)];
}

function lineEnd(text: string, at: number): Span {
  const end = /[\r\n]|$/.exec(text.slice(at))?.index ?? 0;
  return { start: at + end, end: at + end };
}

/** A factor that is no number, or no scale at all. */
function inRow({ document, header }: RuleContext, error: Refused): FoundProblem {
  const letter = typeof header.scale === 'string' ? header.scale : '';
  const node = factorsOf(document.entry('scales')?.value, letter);
  if (node?.kind !== 'sequence') {
    const multiple = wrongMultiple(document);
    if (multiple !== undefined) return { ...multiple, message: quoting(multiple.message, error) };
    const span: Span = keySpan(document, document.entry('scales') ? 'scales' : 'backbone');
    const said = t`the file has no scales, which this release needs for C3k2 and A2C2f`;
    const before = document.entry('backbone')?.key.span.start;
    const [depth, wide] = [header.depth, header.width].map((factor) => numeric(factor) ?? 1);
    const line = `scales:\n  n: [${depth}, ${wide}, 1024]\n`;
    const missing = document.entry('scales') === undefined && before !== undefined;
    return { span, message: quoting(said, error), fixes: missing ? [replace(t`Add scales`, { start: before, end: before }, line)] : [] };
  }
  const width = node.items[1];
  if (numeric(header.width) === 0 && width) {
    return { span: width.span, message: quoting(t`the width of scale ${letter} is 0, which leaves no channels`, error), fixes: [] };
  }
  const most = node.items[2];
  if ((numeric(header.maxChannels) ?? 1) <= 0 && most) {
    const said = t`the max_channels of scale ${letter} is ${written(document, most.span)}, which leaves no channels`;
    return { span: most.span, message: quoting(said, error), fixes: [replace(t`Write ${1024}`, most.span, '1024')] };
  }
  const texts = node.items.filter(({ value }) => typeof value === 'string' || value === null);
  const first = texts[0] ?? node;
  const exponent = typeof first.value === 'string' && /^[+-]?\d+e[+-]?\d+$/i.test(first.value);
  const none = t`the factors of scale ${letter} must be numbers, but ${written(document, first.span)} is none`;
  const said = exponent ? t`${none}: without a dot PyYAML takes it for a text` : none;
  const bare = texts.filter(({ value }) => typeof value === 'string' && Number.isFinite(Number(value)));
  const fix = { title: t`Write numbers`, safe: true, edits: bare.map(({ span, value }) => ({ span, text: String(Number(value)) })) };
  return { span: first.span, message: quoting(said, error), fixes: bare.length > 0 && bare.length === texts.length ? [fix] : [] };
}

/** A factor of older files that is no number. */
function wrongMultiple(document: ModelDocument): FoundProblem | undefined {
  const texts = ['width_multiple', 'depth_multiple'].flatMap((key) => {
    const node = document.entry(key)?.value;
    return typeof node?.value === 'string' ? [{ key, node, meant: Number(node.value) }] : [];
  });
  const [first] = texts;
  if (first === undefined) return undefined;
  const { key, node } = first;
  const edits = texts.map((text) => ({ span: text.node.span, text: String(text.meant) }));
  const fixes = texts.every(({ meant }) => Number.isFinite(meant)) ? [{ title: t`Write numbers`, edits, safe: true }] : [];
  return { span: node.span, message: t`${key} must be a number, but is the text ${showPython(node.value)}`, fixes };
}

function factorsOf(node: YamlNode | undefined, letter: string): YamlNode | undefined {
  return node?.kind === 'mapping'
    ? node.entries.findLast(({ key }) => key.value === letter || showPython(key.value) === letter)?.value
    : undefined;
}
