import { openAt, quoteEnd } from './brackets.ts';
import { skipLine } from './gaps.ts';

/** A text of the same length in which js-yaml sees what PyYAML sees in `parsed`; undefined if PyYAML would not accept this either. */
type Accommodation = (parsed: string, at: number, reason: string) => string | undefined;

const accommodations: readonly Accommodation[] = [commentWithoutSpace, loneDash, lessIndentedFlow];

/**
 * js-yaml speaks YAML 1.2 and PyYAML 1.1; where the first refuses what the second accepts, the offending characters are replaced by
 * as many that mean the same to both, so that all offsets hold.
 */
export function accommodate(parsed: string, at: number, reason: string): string | undefined {
  for (const accommodation of accommodations) {
    const next = accommodation(parsed, at, reason);
    if (next !== undefined && next !== parsed) return next;
  }
  return undefined;
}

/**
 * What can be said alike to both at once: NEL, LS and PS end lines in YAML 1.1, and tabs behind something count as spaces, which
 * js-yaml sees otherwise inside of brackets. Values come from the original text, which is also where tabs are judged.
 */
export function plainly(text: string): string {
  let parsed = text;
  if (/[\x85\u2028\u2029]/.test(parsed)) parsed = parsed.replace(/[\x85\u2028\u2029]/g, '\n');
  if (parsed.includes('\t')) parsed = parsed.replace(/[^\s][^\r\n]*/g, (content) => content.replaceAll('\t', ' '));
  // `[-1, ?x]` is `[-1, ? x]` in YAML 1.1: behind a comma or bracket any `?` announces a key.
  if (parsed.includes('?')) parsed = parsed.replace(/(?<=[[{,][^\S\r\n]*) \?(?=\S)/g, '? ');
  return parsed;
}

/** `- [-1, 1, Conv, [64]]# 3`: a comment behind a bracket, comma or quote. All rows with such a comment are treated at once. */
function commentWithoutSpace(parsed: string, at: number): string | undefined {
  if (parsed.charAt(at) !== '#' || !/[[\]{},"']/.test(parsed.charAt(at - 1))) return undefined;
  return blank(parsed, at, skipLine(parsed, at)).replace(
    /^([ \t]*- \[[^'"#\n\r]*\])(#[^\n\r]*)/gm,
    (_, row: string, comment: string) => row + ' '.repeat(comment.length),
  );
}

/** `[-, 1]`: a dash is text there. */
function loneDash(parsed: string, at: number): string | undefined {
  if (parsed.charAt(at) !== '-' || !/[,\]}]/.test(parsed.charAt(at + 1))) return undefined;
  return parsed.replace(/(?<=[[{,:][^\S\r\n]*)-(?=[,\]}])/g, 'x');
}

/** Between brackets and quotes PyYAML does not care about indentation: what is open becomes one line. */
function lessIndentedFlow(parsed: string, at: number, reason: string): string | undefined {
  if (reason !== 'deficient indentation') return undefined;
  const { brackets, quote } = openAt(parsed, at);
  const start = brackets[0] ?? quote;
  if (start === undefined) return undefined;
  const end = brackets[0] === undefined ? quoteEnd(parsed, start) : flowEnd(parsed, start);
  return (
    parsed.slice(0, start) +
    parsed
      .slice(start, end)
      .replace(/(?<=[\s[\]{},])#[^\r\n]*/g, (comment) => ' '.repeat(comment.length))
      .replace(/[\r\n\t]/g, ' ') +
    parsed.slice(end)
  );
}

function flowEnd(text: string, start: number): number {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '[' || c === '{') depth++;
    else if (c === ']' || c === '}') depth--;
    else if ((c === '"' || c === "'") && /[[{,:\s]/.test(text.charAt(i - 1))) i = quoteEnd(text, i);
    else if (c === '#' && /[\s[\]{},]/.test(text.charAt(i - 1))) i = skipLine(text, i) - 1;
    if (depth === 0) return i + 1;
  }
  return text.length;
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}
