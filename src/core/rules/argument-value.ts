/** An argument of the right kind with a value that cannot be. */
import { showPython } from '../catalogue/arguments.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { type Meaning, meanings } from './argument-meanings.ts';
import { argumentAt, indexOfArgument, withCall } from './call.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import type { Explanation } from './explanation.ts';
import { argsSpan, replace } from './place.ts';
import { or } from './words.ts';

/** The kind is right, the value is not: what the framework says, in words and at the argument. */
export function valueProblem(context: RuleContext, refusal: RowRefusal): Explanation | undefined {
  const { resolution } = context;
  const { row, error } = refusal;
  const meaning = meanings.find(({ module = row.module, pattern }) => module === row.module && pattern.test(error.text));
  const sure = meaning?.surer || meaning?.zero;
  const blamed = sure ? undefined : argumentAt(refusal, resolution);
  const index = blamed === undefined ? meaning && meantArgument(row, resolution.rules, meaning) : error.element;
  const schema = blamed?.schema ?? (index === undefined ? undefined : row.definition?.args(resolution.rules)[index]);
  const position = blamed?.position ?? (index === undefined ? undefined : row.args?.[index]?.position);
  const span = argsSpan(row, position);
  const offered = schema?.values?.map((v) => (typeof v === 'string' ? v : showPython(v))) ?? meaning?.values ?? [];
  const choice = schema?.values && schema.values.length > 1 && meaning?.valuesFor === undefined ? ` (${t`choose ${or(offered)}`})` : '';
  const said =
    meaning === undefined
      ? t`${row.module} refuses ${schema?.name ?? t`its arguments`}`
      : meaning.said(context, refusal, showPython(row.args?.[index ?? -1]?.value ?? null));
  const key = row.args?.[index ?? -1]?.origin === 'parser' ? context.document.entry(schema?.name ?? '')?.value : undefined;
  if (key !== undefined && schema?.name === 'reg_max') {
    return { span, said: withCall(said, row, resolution.rules), fixes: [replace(t`Write ${16}`, key.span, '16')] };
  }
  const points = schema?.name === 'kpt_shape' ? context.document.entry('kpt_shape')?.value : undefined;
  if (typeof points?.value === 'number') {
    const list = `[${points.value}, 3]`;
    return { span, said: withCall(said, row, resolution.rules), fixes: [replace(t`Write ${list}`, points.span, list)] };
  }
  const values = meaning?.valuesFor?.(context, refusal) ?? meaning?.values ?? offered;
  const fixes = position === undefined ? [] : values.map((text) => replace(t`Write ${text}`, span, text));
  const order = meaning?.pattern.source.startsWith('could not convert') ? insertedFirst(row) : [];
  return { span, said: withCall(`${said}${choice}`, row, resolution.rules), fixes: [...order, ...fixes] };
}

/** `[2, nearest]`: the factor stands where the size belongs. */
function insertedFirst({ syntax }: ParsedRow): Fix[] {
  const first = syntax.args?.kind === 'sequence' ? syntax.args.items[0] : undefined;
  if (first === undefined) return [];
  return [replace(t`Insert ${'None'}`, { start: first.span.start, end: first.span.start }, 'None, ')];
}

function meantArgument(row: ParsedRow, rules: ReleaseRules, { names, zero }: Meaning): number | undefined {
  if (!zero) return indexOfArgument(row, rules, names);
  const indices = names.flatMap((name) => indexOfArgument(row, rules, [name]) ?? []);
  return indices.find((index) => row.args?.[index]?.value === 0) ?? indices[0];
}
