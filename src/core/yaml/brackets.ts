import { skipLine } from './gaps.ts';

/** What is open at a place: brackets from the outermost in, and a quotation mark behind them. */
export interface Open {
  readonly brackets: readonly number[];
  readonly quote?: number;
}

/**
 * What is open at `until`, by a light reading of lines that also works on a text that does not parse.
 * Outside of brackets a bracket or quote counts only where a value can start; inside, every bracket counts.
 */
export function openAt(text: string, until: number, from = 0): Open {
  const brackets: number[] = [];
  let atValue = true;
  let i = from;
  while (i < until) {
    const c = text.charAt(i);
    if (c === '\n' || c === '\r') atValue = true;
    else if (c === '#' && startsComment(text, i, brackets.length > 0)) i = skipLine(text, i) - 1;
    else if ((c === '"' || c === "'") && atValue) {
      const end = quoteEnd(text, i);
      if (end >= until) return { brackets, quote: i };
      i = end;
      atValue = false;
    } else if ((c === '[' || c === '{') && (atValue || brackets.length > 0)) {
      brackets.push(i);
      atValue = true;
    } else if ((c === ']' || c === '}') && brackets.length > 0) {
      brackets.pop();
      atValue = false;
    } else if (c === ',' && brackets.length > 0) atValue = true;
    else if ((c === ':' || c === '-' || c === '?') && (brackets.length > 0 || /\s/.test(text.charAt(i + 1))))
      atValue = c === ':' || atValue;
    else if ((c === '&' || c === '!') && atValue) while (i + 1 < until && /[^\s,[\]{}]/.test(text.charAt(i + 1))) i++;
    else if (c !== ' ' && c !== '\t' && c !== '\ufeff') atValue = false;
    i++;
  }
  return { brackets };
}

/** The closing quotation mark, or the end of the text. */
export function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === '\\' && quote === '"') i++;
    else if (c === quote) {
      if (quote !== "'" || text.charAt(i + 1) !== "'") return i;
      i++;
    }
  }
  return text.length;
}

function startsComment(text: string, at: number, inBrackets: boolean): boolean {
  const before = text.charAt(at - 1);
  return before === '' || /\s/.test(before) || (inBrackets && /[[\]{},"']/.test(before));
}
