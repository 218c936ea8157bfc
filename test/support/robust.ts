/** What holds for the analysis of any text, however damaged. */
import { type Analysis, analyze, lineIndex } from '../../src/core/index.ts';
import { type DamageKind, damageKinds } from './damage.ts';
import { dice } from './random.ts';

export interface Damaged {
  readonly kind: DamageKind;
  readonly name: string;
  readonly text: string;
  readonly before: Analysis;
  /** Zero-based. */
  readonly line: number;
  readonly row: number;
}

/** `count` damaged texts, each with one row's line changed. */
export function* damagedTexts(
  files: readonly { readonly name: string; readonly text: string }[],
  count: number,
  seed: number,
): Iterable<Damaged> {
  const chance = dice(seed);
  const models = files
    .map(({ name, text }) => ({ name, text, before: analyze(text, { fileName: name }), lines: lineIndex(text) }))
    .filter(({ before }) => before.rows.length > 0 && !before.document.fatal);
  for (let made = 0; made < count; ) {
    const { name, text, before, lines } = chance.pick(models);
    const row = chance.pick(before.rows);
    const line = lines.positionAt(row.syntax.span.start).line;
    if (lines.positionAt(row.syntax.span.end).line !== line) continue;
    const { start, end } = lines.lineSpan(line);
    const kind = chance.pick(damageKinds);
    const damaged = kind.apply(text.slice(start, end), chance);
    made++;
    if (damaged !== text.slice(start, end))
      yield { kind, name, text: text.slice(0, start) + damaged + text.slice(end), before, line, row: row.index };
  }
}

/** What is wrong with our answer to a damaged text; empty if nothing. */
export function complaints({ kind, name, text, before, line, row }: Damaged): string[] {
  const after = analyze(text, { fileName: name });
  void after.fused;
  const found = outside(after);
  const lines = lineIndex(text);
  const lineOf = (offset: number) => lines.positionAt(offset).line;
  if (kind.staysRow) {
    const syntax = after.problems.filter(({ rule }) => rule === 'yaml-syntax').map(({ span }) => lineOf(span.start));
    if (after.document.fatal && !syntax.some((at) => Math.abs(at - line) <= 1))
      found.push(`the problem is said of ${syntax.map((at) => `line ${at + 1}`).join(', ') || 'no line'}`);
    // A section of one row whose dash is none is a text, and says so.
    const isText = after.problems.some(({ rule, span }) => rule === 'missing-key' && lineOf(span.start) === line);
    if (!isText) found.push(...otherRows(before, after, row));
  }
  return found.map((complaint) => `${name}, line ${line + 1} (${kind.name}): ${JSON.stringify(text.split('\n')[line])}: ${complaint}`);
}

/** Places that lie outside the text. */
export function outside({ document, problems }: Analysis): string[] {
  const spans = problems.flatMap(({ span, related = [], fixes }) => [
    span,
    ...related.map((r) => r.span),
    ...fixes.flatMap((f) => f.edits.map((e) => e.span)),
  ]);
  const wrong = spans.filter(({ start, end }) => !(start >= 0 && start <= end && end <= document.text.length));
  return wrong.map(({ start, end }) => `a place from ${start} to ${end} in a text of ${document.text.length}`);
}

/** Rows before the damaged one keep their numbers, rows after it what is written. */
function otherRows(before: Analysis, after: Analysis, damaged: number): string[] {
  if (after.rows.length !== before.rows.length) return [`${after.rows.length} rows, not ${before.rows.length}`];
  for (const [i, row] of before.rows.entries()) {
    const now = after.rows[i];
    if (i === damaged || now === undefined) continue;
    const written = (r: typeof row) => JSON.stringify([r.module, r.from]);
    const numbers = (r: typeof row) => JSON.stringify([r.args, r.params, r.outputs]);
    if (written(row) !== written(now)) return [`row ${i} is read as ${written(now)}, not ${written(row)}`];
    if (i < damaged && numbers(row) !== numbers(now)) return [`the numbers of row ${i} are others`];
  }
  return [];
}
