import type { Fix } from '../problem.ts';
import type { Span, TextEdit } from '../text.ts';

import { openAt } from './brackets.ts';
import type { YamlFailure } from './failure.ts';
import { type Line, lineAt, lineBefore } from './lines.ts';
import { type BrokenRow, brokenRow } from './listed.ts';

export { type Line, lineAt, lineBefore } from './lines.ts';

/** A text at the place where PyYAML stopped, with what the cures look at. */
export interface Damage {
  readonly text: string;
  readonly failure: YamlFailure;
  /** The line where it stopped. */
  readonly line: Line;
  /** The line where what it was reading began, if that says more than `line`: a key without its colon, a quote that is never closed. */
  readonly origin: Line;
  /** The last line before `line` that is neither empty nor only a comment. */
  readonly previous: Line | undefined;
  /** The outermost bracket that is open there. */
  readonly flowStart: number | undefined;
  /** The row of a bracketed list of rows whose brackets or quotes go wrong, which shows only further on. */
  readonly row: BrokenRow | undefined;
}

/** Why the text is refused in the reader's terms, what to do, and what makes the rest readable. */
export interface Cure {
  readonly hint: string;
  readonly span?: Span;
  readonly fix?: Fix;
  /** Where the fix would not do, or there is none. */
  readonly repair?: readonly TextEdit[];
}

export type Remedy = (damage: Damage) => Cure | undefined;

export function examine(text: string, failure: YamlFailure): Damage {
  // The end of the stream is the end of the last line with something on it.
  let at = Math.min(failure.at, text.length);
  while (at > 0 && at === text.length && /\s/.test(text.charAt(at - 1)) && text.trim() !== '') at = text.trimEnd().length;
  const line = lineAt(text, at);
  const origin = failure.context.includes('simple key') || failure.context.includes('quoted') ? lineAt(text, failure.contextAt) : line;
  return {
    text,
    failure,
    line,
    origin,
    previous: lineBefore(text, line),
    flowStart: openAt(text, at).brackets[0],
    row: brokenRow(text, at),
  };
}

/** The indentation of the nearest entry above that starts with a dash. */
export function dashIndent(text: string, below: Line): string | undefined {
  for (let line = lineBefore(text, below); line; line = lineBefore(text, line)) {
    if (/^-(?:\s|$)/.test(line.content)) return line.indent;
    if (/^\S+:$/.test(line.content)) return `${line.indent}  `;
  }
  return undefined;
}

/** Replaces, and calls that a fix: `safe` where the author can have meant nothing else. */
export function fix(title: string, edits: readonly TextEdit[], safe = false): Fix {
  return { title, edits, safe };
}

export function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

/** Where the last thing before `offset` ends; comments are no things. */
export function endBefore(text: string, offset: number): number {
  const line = lineAt(text, offset);
  if (text.slice(line.start, offset).trim() !== '') return text.slice(0, offset).trimEnd().length;
  return lineBefore(text, line)?.contentEnd ?? offset;
}
