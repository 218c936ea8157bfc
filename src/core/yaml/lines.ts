import type { Span } from '../text.ts';
import { lineStart, skipLine } from './gaps.ts';

/** A line of a text, readable or not. */
export interface Line extends Span {
  /** Without its comment and the space around. */
  readonly content: string;
  readonly indent: string;
  /** Where `content` ends. */
  readonly contentEnd: number;
}

export function lineAt(text: string, offset: number): Line {
  const start = lineStart(text, offset);
  const end = skipLine(text, offset);
  const whole = text.slice(start, end);
  const bare = whole.replace(/(?:^|(?<=[\s,[\]{}]))#.*$/, '').trimEnd();
  const indent = /^[\s\ufeff]*/.exec(bare)?.[0] ?? '';
  return { start, end, content: bare.slice(indent.length), indent, contentEnd: start + bare.length };
}

/** The next line above with content. */
export function lineBefore(text: string, line: Line): Line | undefined {
  for (let at = line.start; at > 0; ) {
    const above = lineAt(text, at - 1);
    if (above.content !== '') return above;
    at = above.start;
  }
  return undefined;
}
