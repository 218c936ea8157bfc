/** An argument of the wrong kind: a text, a float, nothing. */
import { type Argument, showPython } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t, translate } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import type { Fix } from '../problem.ts';
import { PyFloat, type PyValue } from '../python.ts';
import { deleteRows } from '../refactor/structureChanges.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { Span } from '../text.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { argumentAt, type BlamedArgument, withCall } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace } from './place.ts';
import { rowName } from './words.ts';

/** The constructor gets another kind of value than it takes. */
export function kindProblem({ resolution, document, header, rows }: RuleContext, refusal: RowRefusal): Explanation | undefined {
  const flag = flagAt(refusal, resolution.rules);
  const blamed = flag === undefined ? argumentAt(refusal, resolution) : argumentAt(flag, resolution);
  if (blamed?.schema === undefined || blamed.value === undefined || (flag === undefined && accepts(blamed.schema, blamed.value)))
    return undefined;
  const { row } = refusal;
  const { schema, value, position } = blamed;
  const span = argsSpan(row, position);
  const named = keyBehind(document, row, blamed);
  const said = t`${schema.name} (${translate(schema.doc)}) must be ${expected(schema)}, but is ${showPython(value)}`;
  const written = typeof value === 'string' ? value : '';
  const key = position === undefined || header.foreign ? undefined : document.entry(written)?.value;
  const product = calculated(written);
  const sameKey = position !== undefined && typeof value === 'string' && document.entry(schema.name) !== undefined && key === undefined;
  const own = row.module === 'nn.Conv2d' && /\bnc\b/.test(written);
  const change = own && !document.fatal ? deleteRows({ document, rows }, [row.index], false) : undefined;
  const why =
    withoutExponents(value) !== undefined
      ? `. ${t`Without a dot PyYAML takes an exponent for a text, and texts in inner lists stay texts`}`
      : key !== undefined
        ? `. ${t`Only parsers of forks read ${written} as a key of the file`}`
        : product !== undefined
          ? `. ${t`The parser calculates nothing`}`
          : own
            ? `. ${t`Output convolutions in front of Detect belong to YOLOv3 and the first YOLOv5: Detect has its own`}`
            : '';
  const plain = withoutExponents(value);
  const usual = value === null && named === undefined && typeof schema.fallback === 'number' ? schema.fallback : undefined;
  const writes = (text: string | number | undefined) =>
    text === undefined || position === undefined ? undefined : [replace(t`Write ${text}`, span, String(text))];
  const noPadding = schema.kind === 'size' && schema.fallback === null && written !== '' && named === undefined;
  const fixes =
    writes(plain) ??
    writes(usual) ??
    (sameKey && named === undefined ? writes(schema.name) : undefined) ??
    (value === null && named?.key.value === 'nc' ? [usualClasses(named)] : undefined) ??
    writes(typeof key?.value === 'number' ? key.value : product) ??
    (change !== undefined && 'edits' in change
      ? [{ title: t`Delete ${rowName(rows, row.index)} and renumber`, edits: change.edits, safe: false }]
      : undefined) ??
    (named === undefined && position === undefined
      ? []
      : orElse(whole(value, named?.value.span ?? span), noPadding ? writes('None') : undefined));
  return {
    span,
    said: withCall(`${said}${why}`, row, resolution.rules),
    fixes,
    ...(named === undefined ? {} : { related: [{ span: named.value.span, message: t`the value comes from here` }] }),
  };
}

/** `nc:` without a value. */
function usualClasses({ key, value }: NonNullable<ReturnType<ModelDocument['entry']>>): Fix {
  return replace(t`Write ${80}`, { start: key.span.end, end: Math.max(value.span.end, key.span.end + 1) }, ': 80');
}

function orElse(fixes: readonly Fix[], others: readonly Fix[] | undefined): readonly Fix[] {
  return fixes.length > 0 ? fixes : (others ?? []);
}

/** `[1e0, 3]` as the numbers that are meant. */
function withoutExponents(value: PyValue): string | undefined {
  if (!Array.isArray(value) || !value.some((item) => typeof item === 'string')) return undefined;
  const numbers = (value as readonly PyValue[]).map((item) =>
    typeof item === 'string' && /^\d+e[+-]?\d+$/i.test(item) ? Number(item) : item,
  );
  return numbers.every((item) => typeof item === 'number' && Number.isInteger(item)) ? showPython(numbers) : undefined;
}

/** The key of the file from which the argument's value comes: named in the row, or read by the parser itself. */
function keyBehind(
  document: ModelDocument,
  { syntax }: ParsedRow,
  { position, origin, name }: Pick<BlamedArgument, 'position' | 'origin' | 'name'>,
): ReturnType<ModelDocument['entry']> {
  const written = position === undefined || syntax.args?.kind !== 'sequence' ? undefined : syntax.args.items[position]?.value;
  return document.entry(position === undefined ? (origin === 'parser' ? name : '') : String(written));
}

/** What `256*2` was meant to be. */
function calculated(text: string): number | undefined {
  const [, a, operator, b] = /^(\d+)\s*(\*|\/\/?|\+|-)\s*(\d+)$/.exec(text) ?? [];
  const [x, y] = [Number(a), Number(b)];
  const result = operator === '*' ? x * y : operator === '+' ? x + y : operator === '-' ? x - y : x / y;
  return a !== undefined && Number.isInteger(result) && result > 0 ? result : undefined;
}

/** `none`, `ture`: a text where one of Python's words is meant. */
export function wordProblem({ document, resolution }: RuleContext, { row }: RowRefusal): Explanation | undefined {
  const items = row.syntax.args?.kind === 'sequence' ? row.syntax.args.items : [];
  for (const item of items) {
    const { value } = item;
    const word = typeof value === 'string' && document.entry(value) === undefined ? pythonWord(value) : undefined;
    if (word === undefined) continue;
    const said = withCall(t`${showPython(value)} is a text; Python's word is ${word}`, row, resolution.rules);
    return { said, span: item.span, fixes: [replace(t`Write ${word}`, item.span, word, true)] };
  }
  return undefined;
}

/** Python's `None`, `True` or `False`, where a text is one of them but for its case, or two letters that changed places. */
export function pythonWord(text: string): string | undefined {
  const [plain, word] = [text.trim().toLowerCase(), text.trim()];
  if (['None', 'True', 'False'].includes(word)) return undefined;
  if (/^(?:none|noen|nil|nan|nul)$/.test(plain)) return plain === 'nan' ? undefined : 'None';
  if (/^(?:true|ture|treu|turue)$/.test(plain)) return 'True';
  if (/^(?:false|flase|fasle|falsee?)$/.test(plain)) return 'False';
  return undefined;
}

/** A size that is `True` or `False` is refused where it is used: with the argument that PyTorch names, by its first letter. */
function flagAt(refusal: RowRefusal, rules: ReleaseRules): RowRefusal | undefined {
  const [, part] = /argument '(\w)\w*' must be tuple of ints, not bool/.exec(refusal.error.text) ?? [];
  const schema = refusal.row.definition?.args(rules) ?? [];
  const at =
    refusal.row.args?.findIndex(
      ({ value }, i) => typeof value === 'boolean' && schema[i]?.kind === 'size' && schema[i]?.name[0] === part,
    ) ?? -1;
  return at < 0 ? undefined : { ...refusal, error: new Refused(refusal.error.pythonType, refusal.error.text, 'args', at) };
}

function accepts(schema: Argument, value: PyValue): boolean {
  try {
    schema.read(value);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

function expected({ kind }: Argument): string {
  if (kind === 'int') return t`an integer`;
  if (kind === 'size') return t`an integer or a list of two`;
  if (kind === 'ints') return t`a list of integers`;
  if (kind === 'number') return t`a number`;
  if (kind === 'bool') return t`True or False`;
  return t`a text`;
}

/** `3.0` is an integer to people. */
function whole(value: PyValue, span: Span): Fix[] {
  const meant = value instanceof PyFloat ? value.value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isInteger(meant) ? [replace(t`Write ${meant}`, span, String(meant), true)] : [];
}
