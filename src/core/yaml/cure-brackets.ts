import { t } from '../l10n.ts';
import { type Cure, type Damage, endBefore, fix, insertion, type Line, lineAt, lineBefore } from './damage.ts';

/** `"nearest]]`: a quote that nothing closes. */
export function openQuote({ text, failure }: Damage): Cure | undefined {
  if (!failure.context.includes('quoted') || !/end of stream|document/.test(failure.problem)) return undefined;
  return quoteOpen(text, failure.contextAt);
}

function quoteOpen(text: string, start: number): Cure {
  const quote = text.charAt(start);
  const line = lineAt(text, start);
  const rest = text.slice(start + 1, line.contentEnd);
  const length = /[,\]}]/.exec(rest)?.index ?? rest.length;
  const at = start + 1 + rest.slice(0, length).trimEnd().length;
  const span = { start, end: Math.max(at, start + 1) };
  return { hint: t`The quotation mark ${quote} is never closed.`, span, fix: fix(t`Add the missing ${quote}`, [insertion(at, quote)]) };
}

/** A row of a bracketed list that does not end where its line ends; the framework stops many lines further on. */
export function listedRow({ text, row }: Damage): Cure | undefined {
  if (row === undefined) return undefined;
  const { line, kind, missing } = row;
  const comma = line.content.endsWith(',');
  const end = comma ? text.slice(0, line.contentEnd - 1).trimEnd().length : line.contentEnd;
  if (kind === 'quote') return quoteOpen(text, row.at);
  if (kind === 'closed') {
    const at = text.lastIndexOf(']', line.contentEnd);
    if (at < line.start) return undefined;
    const span = { start: at, end: at + 1 };
    const { start } = row;
    const content = text.slice(start, line.contentEnd);
    if (/^(?:-?\d+|\[[-\d, ]*\])\s*,\s*[^,[\]]+,\s*["']?[A-Za-z_]/.test(content))
      return {
        hint: t`There is a ${']'} without its opening bracket.`,
        span,
        fix: fix(t`Add the missing ${'['}`, [insertion(start, '[')]),
      };
    // Not even the beginning of a row is left: it stays as null, so that those after it keep their numbers.
    if (!content.startsWith('[')) {
      const repair = [{ span: { start, end: line.contentEnd }, text: '~,' }];
      return { hint: t`There is a ${']'} too many.`, span, repair };
    }
    const after = comma ? '' : ',';
    return { hint: t`There is a ${']'} too many.`, span, fix: fix(t`Remove ${']'}`, [{ span, text: after }]) };
  }
  const inner = missing === ']' ? sourcesEnd(text.slice(row.start, line.contentEnd)) : undefined;
  if (inner !== undefined) return listOpen(row.start + inner);
  const span = { start: Math.max(line.start, end - 1), end };
  const hint = t`The bracket ${'['} is not closed: ${missing} is missing.`;
  return { hint, span, fix: fix(t`Add the missing ${missing}`, [insertion(end, comma ? missing : `${missing},`)]) };
}

function listOpen(at: number): Cure {
  const span = { start: at - 1, end: at };
  return { hint: t`The list of rows is not closed: ] is missing.`, span, fix: fix(t`Add the missing ]`, [insertion(at, ']')]) };
}

/** A row whose brackets are still open where the next row begins. */
export function openBracket(damage: Damage): Cure | undefined {
  const { text, flowStart, failure } = damage;
  if (flowStart === undefined) return undefined;
  const row = lineAt(text, flowStart);
  const last = endOfRow(damage, row);
  if (!last) return undefined;
  const missing = closers(text.slice(flowStart, last.contentEnd));
  if (missing === '' || missing.length > 8) return undefined;
  const inner = sourcesEnd(row.content);
  if (missing === ']' && inner !== undefined && last.start === row.start) {
    return listOpen(row.start + row.indent.length + inner);
  }
  const at = last.contentEnd;
  const span = { start: Math.max(flowStart, Math.min(at - 1, failure.at)), end: at };
  return {
    hint: t`The bracket ${text.charAt(flowStart)} is not closed: ${missing} is missing.`,
    span,
    fix: fix(t`Add the missing ${missing}`, [insertion(at, missing)]),
  };
}

/** `[[-1, 6, 1, Concat, [1]]`: the end of the last number that can belong to the sources, where a count and a name follow. */
function sourcesEnd(row: string): number | undefined {
  return /^(?:-\s+)?\[\[\s*-?\d+(?:\s*,\s*-?\d+)*(?=\s*,\s*\d+\s*,\s*[A-Za-z_])/.exec(row)?.[0].length;
}

/** `Conv [64]` or `}` for `]`, or two commas: what does not belong between brackets. */
export function betweenBrackets({ text, failure, flowStart, line }: Damage): Cure | undefined {
  if (flowStart === undefined || !failure.context.startsWith('while parsing a flow')) return undefined;
  const at = failure.at;
  if (text.slice(at).trim() === '') return undefined;
  const found = text.charAt(at);
  const span = { start: at, end: at + 1 };
  if (found === ',') return { hint: t`There is a comma too many.`, span, fix: fix(t`Remove the comma`, [{ span, text: '' }]) };
  if (failure.context.endsWith('node')) return undefined;
  const wanted = failure.context.endsWith('mapping') ? '}' : ']';
  if (found === ']' && text.charAt(failure.contextAt) === '{') return strayBrace(line, failure.contextAt);
  if (found === ']' || found === '}') {
    return { hint: t`Here ${wanted} is expected.`, span, fix: fix(t`Replace by ${wanted}`, [{ span, text: wanted }]) };
  }
  if (found === ':' || /^-\s/.test(text.slice(at, at + 2))) return undefined;
  const previous = endBefore(text, at);
  const comma = previous === at ? ', ' : ',';
  const add = fix(t`Add the missing comma`, [insertion(previous, comma)]);
  // Between two lines it belongs to the upper one.
  if (previous < line.start) return { hint: t`A comma is missing after this.`, span: { start: previous - 1, end: previous }, fix: add };
  return { hint: t`A comma is missing before this.`, span, fix: add };
}

/** `[1.00, {512]` or `{1.00, 512]`: no row has braces, so that the opening one is the slip. */
function strayBrace({ content }: Line, at: number): Cure {
  const span = { start: at, end: at + 1 };
  const complete = content.split('[').length === content.split(']').length;
  const mend = complete ? fix(t`Remove ${'{'}`, [{ span, text: '' }]) : fix(t`Replace by ${'['}`, [{ span, text: '[' }]);
  return { hint: t`The ${'{'} here is closed by ${']'}.`, span, fix: mend };
}

/** A closing bracket or a comma that nothing is open for. */
export function strayBracket({ text, failure, flowStart, line }: Damage): Cure | undefined {
  const found = text.charAt(failure.at);
  if (flowStart !== undefined || !/^[\]},]$/.test(found) || !failure.problem.includes('found')) return undefined;
  const span = { start: failure.at, end: failure.at + 1 };
  const opening = missingOpening(text, line, failure.at);
  if (opening !== undefined) {
    return {
      hint: t`There is a ${found} without its opening bracket.`,
      span,
      fix: fix(t`Add [ before the arguments`, [insertion(opening, '[')]),
    };
  }
  return { hint: t`There is a ${found} too many.`, span, fix: fix(t`Remove ${found}`, [{ span, text: '' }]) };
}

/** `[-1, 1, Conv, 64, 3, 2]]`: the place before the fourth element, where no other bracket opens. */
function missingOpening(text: string, line: Line, end: number): number | undefined {
  const row = /^-\s+\[((?:\[[^[\]]*\]|[^,[\]])*,){3}\s*/.exec(text.slice(line.start + line.indent.length, end));
  if (!row) return undefined;
  const at = line.start + line.indent.length + row[0].length;
  return /^[^[\]]*\]$/.test(text.slice(at, end)) ? at : undefined;
}

/** The last line of a row: the next one with content starts something as deep as the row or less deep. */
function endOfRow({ text, line, failure }: Damage, row: Line): Line | undefined {
  const until = failure.at >= text.trimEnd().length ? text.length : line.end;
  for (let at = row.end; at < until; ) {
    const next = lineAt(text, at + (text.startsWith('\r\n', at) ? 2 : 1));
    const starts =
      next.content !== '' && next.indent.length <= row.indent.length && /^(?:-(?:\s|$)|["']?\w+["']?\s*:(?:\s|$))/.test(next.content);
    if (starts) return lineBefore(text, next);
    at = next.end;
  }
  if (until < text.length) return undefined;
  const end = lineAt(text, text.length);
  return end.content === '' ? lineBefore(text, end) : end;
}

/** The brackets that close what is open at the end of a piece of text. */
function closers(piece: string): string {
  const open: string[] = [];
  for (const [mark] of piece.matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[\]{}]/g)) {
    if (mark === '[') open.push(']');
    else if (mark === '{') open.push('}');
    else if (mark === ']' || mark === '}') open.pop();
  }
  return open.reverse().join('');
}
