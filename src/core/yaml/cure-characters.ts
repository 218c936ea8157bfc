import { t } from '../l10n.ts';
import type { TextEdit } from '../text.ts';
import { type Cure, type Damage, fix, type Line, lineAt } from './damage.ts';

/** Spaces that YAML does not take for spaces: no-break, en, em, ideographic … */
const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const fullWidth: Readonly<Record<string, string>> = {
  '，': ', ',
  '、': ', ',
  '：': ': ',
  '［': '[',
  '］': ']',
  '【': '[',
  '】': ']',
  '（': '[',
  '）': ']',
  '｛': '{',
  '｝': '}',
  '＂': '"',
  '“': '"',
  '”': '"',
  '＇': "'",
  '‘': "'",
  '’': "'",
  '－': '-',
};
const fullWidthMark = new RegExp(`[${Object.keys(fullWidth).join('')}] ?`, 'g');

/** The punctuation of a Chinese input method as YAML needs it. */
export function asciiPunctuation(text: string): string {
  return text.replace(fullWidthMark, (mark) => fullWidth[mark.charAt(0)] ?? mark);
}

/** A tab where YAML wants spaces. */
export function tab(damage: Damage): Cure | undefined {
  const { text, failure, line } = damage;
  if (!/tab character|'\\t'/.test(failure.problem)) return undefined;
  const at = failure.at;
  if (line.indent.includes('\t') && at <= line.start + line.indent.length) {
    const edits = withoutTabs(text);
    const span = { start: line.start, end: line.start + line.indent.length };
    return {
      hint: t`There is a tab in the indentation: YAML takes only spaces there.`,
      span,
      fix: fix(t`Indent with spaces`, edits, true),
    };
  }
  let end = at;
  while (text.charCodeAt(end) === 9 || text.charCodeAt(end) === 32) end++;
  const edit = { span: { start: at, end }, text: ' ' };
  return { hint: t`There is a tab: use a space.`, span: edit.span, fix: fix(t`Replace the tab by a space`, [edit], true) };
}

/** Rows get the indentation of the rows before, or two spaces more than their section's key; anything else two spaces a tab. */
function withoutTabs(text: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let depth: string | undefined;
  for (const { start, indent, content } of lines(text)) {
    const row = /^-(?:\s|$)/.test(content);
    const spaces = (row && indent.includes('\t') ? depth : undefined) ?? indent.replaceAll('\t', '  ');
    if (row) depth = spaces;
    else if (/^\S+:$/.test(content)) depth = `${spaces}  `;
    if (spaces !== indent && content !== '') edits.push({ span: { start, end: start + indent.length }, text: spaces });
  }
  return edits;
}

/** No-break spaces and the like, as they come with text copied from a web page; they rarely come alone, so the fix takes all. */
export function foreignBlank(damage: Damage): Cure | undefined {
  const { text } = damage;
  // In an indentation, or behind a dash, it does harm that shows much later.
  const late = ({ indent, content }: Line) => indent.search(blanks) >= 0 || (content.startsWith('-') && content.search(blanks) === 1);
  for (const line of [...suspects(damage), ...lines(text).filter(late)]) {
    const first = found(text, line, blanks, asSpaces)[0];
    if (!first) continue;
    const edits = lines(text).flatMap((other) => found(text, other, blanks, asSpaces));
    const code = `U+${text.charCodeAt(first.span.start).toString(16).toUpperCase().padStart(4, '0')}`;
    return {
      hint: t`There is a special space (${code}) that YAML does not take for one.`,
      span: first.span,
      fix: fix(t`Replace by ordinary spaces`, edits, true),
    };
  }
  return undefined;
}

/** Line ends that YAML 1.1 knows and editors do not: what follows them in a comment is no comment any more. */
export function foreignLineEnd({ text, failure }: Damage): Cure | undefined {
  const mark = /[\x85\u2028\u2029](?=[^\r\n]*\S)/g;
  const last = [...text.slice(0, failure.at).matchAll(mark)].at(-1);
  if (last === undefined) return undefined;
  const code = `U+${last[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    hint: t`There is a line end (${code}) that few editors show.`,
    span: { start: last.index, end: last.index + 1 },
    fix: fix(
      t`Replace by ordinary spaces`,
      [...text.matchAll(mark)].map(({ index }) => ({ span: { start: index, end: index + 1 }, text: ' ' })),
      true,
    ),
  };
}

/** Punctuation typed with a Chinese input method. */
export function fullWidthPunctuation(damage: Damage): Cure | undefined {
  for (const line of suspects(damage)) {
    const edits = found(damage.text, line, fullWidthMark, (mark) => fullWidth[mark.charAt(0)] ?? mark);
    const first = edits[0];
    if (!first) continue;
    const mark = damage.text.charAt(first.span.start);
    return {
      hint: t`There is a full-width “${mark}”: YAML knows only the ASCII character.`,
      span: first.span,
      fix: fix(t`Replace by ASCII punctuation`, edits),
    };
  }
  return undefined;
}

/** `nc：4` at the top: without its colon the line is a text, and what follows no part of the same document. */
export function fullWidthColon({ text, failure }: Damage): Cure | undefined {
  if (!failure.problem.startsWith("expected '<document start>'") && !failure.problem.includes('mapping values')) return undefined;
  const edits = [...text.matchAll(/^([ \t]*[A-Za-z_]\w*)：[ \t]*/gm)].map(({ index, 0: all, 1: key = '' }) => ({
    span: { start: index + key.length, end: index + all.length },
    text: ': ',
  }));
  const [first] = edits;
  if (first === undefined || first.span.start > failure.at) return undefined;
  return {
    hint: t`There is a full-width “${'：'}”: YAML knows only the ASCII character.`,
    span: { start: first.span.start, end: first.span.start + 1 },
    fix: fix(t`Replace by ASCII punctuation`, edits),
  };
}

/** A dash that a word processor made of a hyphen, in front of rows. */
export function longDash({ text, line, origin }: Damage): Cure | undefined {
  const dash = /^[\u2010-\u2015\u2212](?=\s*\[)/;
  const found = [line, origin].find(({ content }) => dash.test(content));
  if (found === undefined) return undefined;
  const edits = [...text.matchAll(/^([ \t]*)[\u2010-\u2015\u2212][ \t]*(?=\[)/gm)].map(({ index, 0: all, 1: indent = '' }) => ({
    span: { start: index + indent.length, end: index + all.length },
    text: '- ',
  }));
  const start = found.start + found.indent.length;
  return {
    hint: t`The dash in front of the row is a long one: YAML knows only the hyphen.`,
    span: { start, end: start + 1 },
    fix: fix(t`Write ${'-'}`, edits, true),
  };
}

/** An ideographic space is as wide as two. */
function asSpaces(blank: string): string {
  return blank === '\u3000' ? '  ' : ' ';
}

function lines(text: string): readonly Line[] {
  const all: Line[] = [];
  for (let at = 0; at <= text.length; at = (all.at(-1)?.end ?? at) + 1) all.push(lineAt(text, at));
  return all;
}

function suspects({ text, flowStart, line, origin, previous, row }: Damage): readonly Line[] {
  return [
    ...(row ? [row.line] : []),
    origin,
    line,
    ...(previous ? [previous] : []),
    ...(flowStart === undefined ? [] : [lineAt(text, flowStart)]),
  ];
}

function found(text: string, line: Line, pattern: RegExp, replacement: (mark: string) => string) {
  // Up to the comment: blanks at the end count here.
  let end = line.contentEnd;
  while (end < line.end && text.charAt(end) !== '#') end++;
  const content = text.slice(line.start, end);
  return [...content.matchAll(pattern)].map(({ index, 0: mark }) => {
    const start = line.start + index;
    return { span: { start, end: start + mark.length }, text: replacement(mark) };
  });
}
