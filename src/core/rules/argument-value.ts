/** An argument of the wrong kind, or with a value that cannot be. */
import { type Argument, showPython } from '../catalogue/arguments.ts';
import { t, translate } from '../l10n.ts';
import { Refused } from '../net/refused.ts';
import type { Fix } from '../problem.ts';
import { PyFloat, type PyValue } from '../python.ts';
import type { Span } from '../text.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { argumentAt, indexOfArgument, withCall } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace } from './place.ts';
import { or, sized } from './words.ts';

/** The constructor gets another kind of value than it takes. */
export function kindProblem({ resolution, document }: RuleContext, refusal: RowRefusal): Explanation | undefined {
  const flag = flagAt(refusal, resolution.rules);
  const blamed = flag === undefined ? argumentAt(refusal, resolution) : argumentAt(flag, resolution);
  if (blamed?.schema === undefined || blamed.value === undefined || (flag === undefined && accepts(blamed.schema, blamed.value)))
    return undefined;
  const { row } = refusal;
  const { schema, value, position } = blamed;
  const span = argsSpan(row, position);
  const named =
    position === undefined
      ? undefined
      : document.entry(String(row.syntax.args?.kind === 'sequence' ? row.syntax.args.items[position]?.value : ''));
  return {
    span,
    said: withCall(
      t`${schema.name} (${translate(schema.doc)}) must be ${expected(schema)}, but is ${showPython(value)}`,
      row,
      resolution.rules,
    ),
    fixes: named === undefined ? whole(value, span) : [],
    ...(named === undefined ? {} : { related: [{ span: named.value.span, message: t`the value comes from here` }] }),
  };
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

interface Meaning {
  /** Where the words mean this for one module only. */
  readonly module?: string;
  readonly pattern: RegExp;
  /** Names of the argument to blame. */
  readonly names: readonly string[];
  said(context: RuleContext, refusal: RowRefusal, value: string): string;
  readonly values?: readonly string[];
}

const meanings: readonly Meaning[] = [
  {
    pattern: /non-positive stride|stride should not be zero/,
    names: ['s', 'stride', 'kernel_size'],
    said: () => t`the stride must be at least 1`,
    values: ['1', '2'],
  },
  { pattern: /negative padding/, names: ['p', 'padding'], said: () => t`the padding must not be negative`, values: ['None'] },
  { pattern: /pad should be at most half/, names: ['padding', 'p'], said: () => t`the padding may be at most half of the kernel` },
  { pattern: /dilation should be/, names: ['d', 'dilation'], said: () => t`the dilation must be at least 1`, values: ['1'] },
  {
    pattern: /greater than actual input size/,
    names: ['k', 'kernel_size', 'kernel'],
    said: (context, { inputs }) => t`the kernel is larger than what it reads, ${sized(context, inputs?.[0])}`,
  },
  { pattern: /negative dimension/, names: ['c2', 'k', 'nc'], said: () => t`a number of channels or a kernel size is negative` },
  { pattern: /at least 1 at dimension 0/, names: ['nc', 'c2'], said: () => t`a convolution would have no output channels` },
  { pattern: /only one of size or scale_factor/, names: ['size'], said: () => t`give the size or the factor, not both`, values: ['None'] },
  { pattern: /either size or scale_factor/, names: [], said: () => t`the size or the factor is needed: [None, 2, nearest]` },
  {
    pattern: /align_corners option/,
    names: ['align_corners'],
    said: () => t`align_corners is nothing for nearest; leave it out`,
    values: ['None'],
  },
  { pattern: /for the modes/, names: ['mode'], said: (_, __, value) => t`there is no interpolation ${value}` },
  { pattern: /^kernel size must be 3 or 7/, names: ['kernel_size'], said: () => t`the kernel size must be 3 or 7` },
  {
    pattern: /must be divisible by nh/,
    names: ['nh'],
    said: () => t`the number of heads, scaled by the width, must divide the hidden channels, c2 · e`,
  },
  {
    module: 'C2fAttn',
    pattern: /is invalid for input of size/,
    names: ['nh'],
    said: () => t`after scaling, ec must be the hidden channels, c2 · e, and nh must divide them`,
  },
  {
    module: 'ImagePoolingAttn',
    pattern: /is invalid for input of size/,
    names: ['nh'],
    said: () => t`the number of heads must divide ec`,
  },
  { pattern: /Dimension out of range/, names: ['dimension'], said: () => t`there is no such axis; 1 are the channels`, values: ['1'] },
];

/** The kind is right, the value is not: what the framework says, in words and at the argument. */
export function valueProblem(context: RuleContext, refusal: RowRefusal): Explanation | undefined {
  const { resolution } = context;
  const { row, error } = refusal;
  const meaning = meanings.find(({ module = row.module, pattern }) => module === row.module && pattern.test(error.text));
  const blamed = argumentAt(refusal, resolution);
  const index = blamed === undefined ? meaning && indexOfArgument(row, resolution.rules, meaning.names) : error.element;
  const schema = blamed?.schema ?? (index === undefined ? undefined : row.definition?.args(resolution.rules)[index]);
  const position = blamed?.position ?? (index === undefined ? undefined : row.args?.[index]?.position);
  const span = argsSpan(row, position);
  const offered = schema?.values?.map((v) => (typeof v === 'string' ? v : showPython(v))) ?? meaning?.values ?? [];
  const choice = schema?.values && schema.values.length > 1 ? ` (${t`choose ${or(offered)}`})` : '';
  const said =
    meaning === undefined
      ? t`${row.module} refuses ${schema?.name ?? t`its arguments`}`
      : meaning.said(context, refusal, showPython(row.args?.[index ?? -1]?.value ?? null));
  const fixes = position === undefined ? [] : (meaning?.values ?? offered).map((text) => replace(t`Write ${text}`, span, text));
  return { span, said: withCall(`${said}${choice}`, row, resolution.rules), fixes };
}
