/** Too many arguments, or too few. */
import type { Argument } from '../catalogue/arguments.ts';
import { t, translate } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { PyValue } from '../python.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { appendedBehind } from './appended-arguments.ts';
import { callText, withCall } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { keyAdditions } from './missing-key.ts';
import { argsSpan, removal, replace, written } from './place.ts';
import { and } from './words.ts';

export function countProblem(context: RuleContext, { row, error }: RowRefusal): Explanation | undefined {
  const { rules } = context.resolution;
  const { definition, args } = row;
  if (definition === undefined) return undefined;
  const schema = definition.args(rules);
  if (args === undefined) {
    const known = error.pythonType === 'IndexError' || row.parser?.family === 'head';
    return known ? (tooFewForHead(context, row) ?? tooFewForParser(context, row)) : undefined;
  }
  const appended = appendedBehind(context.resolution, row);
  if (appended !== undefined) return appended;
  if (definition.isHead && args.length < schema.length) return tooFewForHead(context, row);
  const place = schema.findIndex(({ name }) => name === 'ch');
  if (row.parser?.family === 'head' && place >= 0 && place < schema.length - 1) {
    // The channels are appended, but belong before other arguments: the row can say only those in front.
    const surplus = args.length - 1 - place;
    if (surplus > 0) return tooMany(context, row, surplus, schema.slice(0, place));
  }
  if (args.length > schema.length) return tooMany(context, row, args.length - schema.length);
  const missing = schema.filter(({ required }, i) => required && i >= args.length);
  if (missing.length === 0) return undefined;
  return { said: withCall(lacks(row, missing), row, rules), fixes: additions(row, missing) };
}

function lacks({ module }: ParsedRow, missing: readonly Argument[]): string {
  return t`${module} lacks ${and(missing.map(({ name, doc }) => `${name} (${translate(doc)})`))}`;
}

/** What the parser reads of the row's own arguments is not there. */
function tooFewForParser({ resolution: { rules } }: RuleContext, row: ParsedRow): Explanation | undefined {
  const { parser, definition, syntax } = row;
  const put = parser?.family === 'special' ? (parser.inserted ?? []) : [];
  const own = (definition?.args(rules) ?? []).filter((_, i) => !put.includes(i));
  const given = syntax.args?.kind === 'sequence' ? syntax.args.items.length : 0;
  const missing = own.filter(({ required }, i) => required && i >= given);
  return missing.length === 0 ? undefined : { said: lacks(row, missing), span: argsSpan(row) };
}

/** Usual values of arguments that have no default, after the channels that the row begins with. */
function additions({ syntax }: ParsedRow, missing: readonly Argument[]): Fix[] {
  const { args } = syntax;
  const first = args?.kind === 'sequence' ? args.items[0]?.value : undefined;
  const end = args?.kind === 'sequence' && args.flow ? args.items.at(-1)?.span.end : undefined;
  const usual: Readonly<Record<string, number | undefined>> = {
    k: 3,
    s: 2,
    c3: typeof first === 'number' ? first / 2 : undefined,
    c4: typeof first === 'number' ? first / 4 : undefined,
  };
  const values = missing.map(({ name }) => usual[name]);
  if (end === undefined || values.some((value) => value === undefined || !Number.isInteger(value))) return [];
  return [replace(t`Add ${values.join(', ')}`, { start: end, end }, `, ${values.join(', ')}`)];
}

function tooMany(context: RuleContext, row: ParsedRow, surplus: number, possible?: readonly Argument[]): Explanation {
  const { rules } = context.resolution;
  const schema = row.definition?.args(rules) ?? [];
  const items = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items : [];
  // What the parser puts in takes places of the signature, at the end for heads.
  const put = new Set(row.args?.flatMap(({ origin }, i) => (origin === 'parser' ? [i - (row.definition?.isHead ? surplus : 0)] : [])));
  const names = possible?.map(({ name }) => name) ?? schema.flatMap(({ name }, i) => (put.has(i) ? [] : [name]));
  const anchors = row.definition?.isHead && surplus === 1 ? items.findIndex(({ value }) => value === 'anchors' || isNested(value)) : -1;
  const [first, last] = anchors < 0 ? [items.length - surplus, items.length - 1] : [anchors, anchors];
  const [from, to] = [items[first], items[last]];
  const said = `${taken(row.module, names, items.length)}: ${callText(row, rules)}${anchors < 0 ? '' : `. ${t`Anchors belong to YOLOv5 and older; this head has none`}`}`;
  if (from === undefined || to === undefined) return { said };
  const gone = removal(items, first, last);
  const text = written(context.document, { start: from.span.start, end: to.span.end });
  const joined = inBrackets(context, items, first - 1, names.length);
  return {
    said: joined === undefined ? said : `${said}. ${t`Several numbers for one argument stand in brackets of their own`}`,
    span: { start: from.span.start, end: to.span.end },
    fixes: joined ? [joined] : gone === undefined ? [] : [replace(t`Remove ${text}`, gone, '')],
  };
}

/** Anchors as YOLOv5 has them. */
function isNested(value: PyValue): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((inner) => Array.isArray(inner));
}

/** `[256, 5, 9, 13]` for SPP, `[0, 1, 0, 1]` for nn.ZeroPad2d: the last argument is a list of numbers, and its brackets are missing. */
function inBrackets({ document }: RuleContext, items: readonly YamlNode[], first: number, names: number): Fix | undefined {
  const rest = items.slice(first);
  const [open, close] = [rest[0], rest.at(-1)];
  if (first !== names - 1 || rest.length < 3 || open === undefined || close === undefined) return undefined;
  if (!rest.every(({ value }) => typeof value === 'number')) return undefined;
  const span = { start: open.span.start, end: close.span.end };
  const text = `[${written(document, span)}]`;
  return replace(t`Write ${text}`, span, text);
}

function taken(module: string, names: readonly string[], given: number): string {
  if (names.length === 0) return t`${module} takes no arguments here, but the row has ${given}`;
  if (names.length === 1) return t`${module} takes one argument here (${names[0] ?? ''}), but the row has ${given}`;
  return t`${module} takes at most ${names.length} arguments here (${names.join(', ')}), but the row has ${given}`;
}

/** Heads need all of their own arguments, although the constructor has defaults; some other modules more than their channels. */
function tooFewForHead({ resolution: { rules }, document }: RuleContext, row: ParsedRow): Explanation | undefined {
  const parser = row.parser;
  const given = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items.length : 0;
  if (parser?.family === 'torchvision') {
    if (row.module === 'Index') return { said: t`Index needs its output channels first, then the number of the map` };
    return { said: t`${row.module} needs its output channels first, then the name of the model` };
  }
  if (parser?.family === 'scaled' && parser.forced) {
    const last = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items.at(-1)?.span.end : undefined;
    return {
      fixes: last === undefined ? [] : [replace(t`Add ${'False'}`, { start: last, end: last }, ', False')],
      said: t`at this scale the parser sets a further argument of ${row.module}, so the row must say more than its output channels: [256, False]`,
    };
  }
  if (parser?.family !== 'head') return undefined;
  const own = (row.definition?.args(rules) ?? []).filter(({ name }) => !appended.has(name));
  const rest = own.slice(given).map(({ name, fallback }) => (name === 'nc' || name === 'kpt_shape' ? name : String(fallback)));
  if (rest.length === 0) return undefined;
  const names = own.map(({ name }) => name).join(', ');
  const said = t`${row.module} needs all of its arguments (${names}): the parser appends others right behind them, so no default is used`;
  const { args } = row.syntax;
  if (args?.kind !== 'sequence' || !args.flow) return { said, span: argsSpan(row) };
  const end = args.items.at(-1)?.span.end ?? args.span.start + 1;
  const add = { span: { start: end, end }, text: `${given > 0 ? ', ' : ''}${rest.join(', ')}` };
  const keys = rest
    .filter((name) => name === 'kpt_shape' && document.entry(name) === undefined)
    .flatMap((name) => keyAdditions(document, name));
  const title = t`Add ${rest.join(', ')}`;
  return { said, span: argsSpan(row), fixes: [{ title, edits: [...keys.flatMap(({ edits }) => edits), add], safe: false }] };
}

/** What the parser appends to a head's arguments. */
const appended: ReadonlySet<string> = new Set(['reg_max', 'end2end', 'ch']);
