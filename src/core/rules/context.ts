import type { RowShapes } from '../analyses/facts.ts';
import type { ModelDocument } from '../document.ts';
import { type RefusalRule, Refused } from '../net/refused.ts';
import type { Shape } from '../ops.ts';
import type { BuiltRow } from '../resolve/forward.ts';
import { numeric } from '../resolve/numbers.ts';
import type { Resolution } from '../resolve/resolution.ts';
import type { Header, ParsedRow } from '../resolve/state.ts';
import { rulesFor } from '../upstream/releases.ts';
import { argumentAt } from './call.ts';
import { failsBySize, roundedSize } from './rounding.ts';
import { findShift, type Shift } from './shift.ts';
import { deadEnds } from './wiring.ts';

/** One refusal of the framework inside a row. */
export interface RowRefusal {
  readonly error: Refused;
  readonly row: ParsedRow;
  /** What the row reads at the image size in use, as far as that is known. */
  readonly inputs: readonly Shape[] | undefined;
}

/** What rules look at. */
export interface RuleContext {
  readonly resolution: Resolution;
  readonly document: ModelDocument;
  readonly header: Header;
  readonly rows: readonly ParsedRow[];
  /** The ids of all rules. */
  readonly ruleIds: readonly string[];
  /** Rows that nothing reads although they are not the last, each with the rows that feed only it. */
  readonly deadEnds: ReadonlyMap<number, readonly number[]>;
  /** Rows have been inserted and what later ones read was not moved with them, as it seems. */
  shift(): Shift | undefined;
  /** Refusals that this rule has to explain, in the order of the rows: each has exactly one rule. */
  refusals(rule: RefusalRule): readonly RowRefusal[];
  /** Refusals outside any row. */
  failures(rule: RefusalRule): Resolution['failures'];
}

const nothing: readonly never[] = [];

/** Finds every refusal of a resolution and hands each to the rule that explains it. */
export function ruleContext(resolution: Resolution, ruleIds: readonly string[]): RuleContext {
  const { document, header, rows } = resolution;
  const byRule = new Map<RefusalRule, RowRefusal[]>();
  // The framework takes another image size, at which the row may well run.
  const rounded = roundedSize(resolution) !== undefined;
  // Without a backbone the rows of the head have other numbers than their author thinks.
  const headless = document.entry('backbone')?.value.kind !== 'sequence' && rows.length > 0;
  for (const [i, row] of rows.entries()) {
    const refusal = refusalOf(row, resolution.built[i], resolution.measured[i]);
    if (refusal === undefined) continue;
    const rule = ruleOf(refusal, resolution);
    if (rule === undefined || headless || (rounded && failsBySize(resolution, i))) continue;
    const known = byRule.get(rule);
    if (known === undefined) byRule.set(rule, [refusal]);
    else known.push(refusal);
  }
  // A text that cannot be read as YAML has no keys that could be missing.
  const outside = document.fatal ? nothing : resolution.failures;
  let shift: { readonly found: Shift | undefined } | undefined;
  return {
    deadEnds: deadEnds(rows),
    shift() {
      shift ??= { found: findShift(resolution) };
      return shift.found;
    },
    resolution,
    document,
    header,
    rows,
    ruleIds,
    refusals: (rule) => byRule.get(rule) ?? nothing,
    failures: (rule) => (outside.length === 0 ? outside : outside.filter(({ error, key }) => failureRule(error, key) === rule)),
  };
}

/** The framework measures strides before anyone gives it an image, so its own pass is asked first. */
function refusalOf(row: ParsedRow, built: BuiltRow | undefined, measured: BuiltRow<RowShapes> | undefined): RowRefusal | undefined {
  const error = refused(measured) ?? refused(built);
  if (error === undefined) return undefined;
  return { error, row, inputs: built?.inputs ?? measured?.inputs };
}

function refused(row: BuiltRow<RowShapes> | undefined): Refused | undefined {
  return row !== undefined && 'failure' in row && row.failure instanceof Refused ? row.failure : undefined;
}

const newestRules = rulesFor();

const byPart = {
  from: 'from-out-of-range',
  repeats: 'wrong-repeats',
  module: 'unknown-module',
  args: 'wrong-arguments',
  row: 'framework-error',
} as const;

function ruleOf(refusal: RowRefusal, resolution: Resolution): RefusalRule | undefined {
  const { error, row } = refusal;
  // Without factors of the scale nothing is sure that depends on channels.
  if (resolution.failures.some((f) => failureRule(f.error, f.key) === 'scales') && dependsOnChannels(error)) return undefined;
  if (row.syntax.node.kind !== 'sequence') return 'not-a-row';
  // A module of a later release: this one's parser knows nothing of its arguments.
  if (row.needsRegistration && row.definition?.upstream(newestRules)) return undefined;
  const { width, maxChannels } = resolution.header;
  if ((numeric(width) === 0 || (numeric(maxChannels) ?? 1) <= 0) && dependsOnChannels(error)) return 'scales';
  // What does not fit inside a head comes of its arguments, not of the sizes of what it reads.
  if (error.rule === 'size-mismatch' && row.definition?.isHead) return 'framework-error';
  if (error.part !== 'module' && (numeric(row.syntax.repeats?.value ?? null) ?? 1) < 0) return 'wrong-repeats';
  // A block that adds its input to what it makes of it, and changes the channels.
  if (error.rule === 'size-mismatch' && row.sources.length === 1 && changesChannels(row)) return 'channel-mismatch';
  if (error.rule !== undefined) return error.rule;
  if (error.part === 'args') {
    const argument = argumentAt(refusal, resolution);
    if (argument?.missingKey !== undefined) return 'missing-key';
    if (argument?.name === 'n' && argument.origin === 'parser') return 'wrong-repeats';
  }
  return byPart[error.part];
}

function changesChannels({ parser, args }: ParsedRow): boolean {
  return parser?.family === 'scaled' && args?.[0]?.value !== args?.[1]?.value;
}

function dependsOnChannels({ part, rule }: Refused): boolean {
  return (
    rule === 'groups' ||
    rule === 'channel-mismatch' ||
    rule === 'size-mismatch' ||
    rule === 'scales' ||
    (rule === undefined && part === 'args')
  );
}

function failureRule(error: Refused, key: string): RefusalRule {
  return error.rule ?? (key === 'scales' || key === 'activation' ? key : 'missing-key');
}
