/** Rows as calls: which argument is to blame, and how the call reads. */
import type { Argument } from '../catalogue/arguments.ts';
import { showPython } from '../catalogue/arguments.ts';
import type { PyValue } from '../python.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { ParsedRow } from '../resolve/state.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { RowRefusal } from './context.ts';

/** The argument that a refusal blames. */
export interface BlamedArgument {
  readonly schema: Argument | undefined;
  readonly name: string;
  readonly value: PyValue | undefined;
  readonly origin: 'file' | 'parser';
  /** Index in the row's own `args`. */
  readonly position: number | undefined;
  /** A key that the argument names and the file lacks, so that it has no useful value. */
  readonly missingKey?: string;
}

/** Keys of the file whose values an argument can name. */
const namedKeys = new Set(['nc', 'kpt_shape', 'reg_max', 'end2end', 'activation']);

export function argumentAt(
  { error, row }: RowRefusal,
  { document, rules }: Pick<Resolution, 'document' | 'rules'>,
): BlamedArgument | undefined {
  if (error.element === undefined || error.part !== 'args' || row.definition === undefined) return undefined;
  const schema = row.definition.args(rules);
  const index = row.args === undefined ? callIndex(row, error.element) : error.element;
  const given = row.args?.[error.element];
  const position = row.args === undefined ? error.element : given?.position;
  const written =
    position === undefined ? undefined : row.syntax.args?.kind === 'sequence' ? row.syntax.args.items[position]?.value : undefined;
  const missing = typeof written === 'string' && namedKeys.has(written) && document.entry(written) === undefined;
  return {
    schema: schema[index],
    name: schema[index]?.name ?? '',
    value: given === undefined ? written : given.value,
    origin: given?.origin ?? 'file',
    position,
    ...(missing ? { missingKey: written } : {}),
  };
}

/** Before the parser has put anything in, positions are those of the file. */
function callIndex(row: ParsedRow, position: number): number {
  const parser = row.parser;
  if (parser?.family === 'inputChannels' || parser?.family === 'inputChannelsList') return position + 1;
  if (parser?.family !== 'scaled') return position;
  return position + (parser.repeatsInside && position > 0 ? 2 : 1);
}

/** Index in the call of the argument of one of these names. */
export function indexOfArgument(row: ParsedRow, rules: ReleaseRules, names: readonly string[]): number | undefined {
  const index = row.definition?.args(rules).findIndex((a) => names.includes(a.name)) ?? -1;
  return index < 0 ? undefined : index;
}

/** The sentence and, where it is known, the call that it speaks of. */
export function withCall(said: string, row: ParsedRow, rules: ReleaseRules): string {
  return row.args === undefined ? said : `${said}: ${callText(row, rules)}`;
}

/** `Conv(c1=64, c2=128, k=3, s=2)`: the constructor as it is really called. */
export function callText(row: ParsedRow, rules: ReleaseRules): string {
  const schema = row.definition?.args(rules) ?? [];
  const shown = row.args?.map(({ value }, i) => {
    const name = schema[i]?.name;
    return name === undefined ? showPython(value) : `${name}=${showPython(value)}`;
  });
  return shown === undefined ? row.module : `${row.module}(${shown.join(', ')})`;
}
