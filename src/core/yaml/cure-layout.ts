import { t } from '../l10n.ts';
import { type Cure, type Damage, dashIndent, fix, insertion, type Line, lineBefore } from './damage.ts';

/** `nc:80` */
export function spaceAfterColon(damage: Damage): Cure | undefined {
  for (const line of lines(damage)) {
    const key = /^(?:- )?["']?[A-Za-z_]\w*["']?:(?=[^\s/:])/.exec(line.content);
    if (!key) continue;
    const at = line.start + line.indent.length + key[0].length;
    return {
      hint: t`A space is missing after the colon.`,
      span: { start: at - 1, end: at },
      fix: fix(t`Add a space after the colon`, [insertion(at, ' ')], true),
    };
  }
  return undefined;
}

/** `nc = 80` */
export function equalsSign({ text, line }: Damage): Cure | undefined {
  for (let above: Line | undefined = line; above; above = lineBefore(text, above)) {
    const [, key = '', sign = ''] = /^([A-Za-z_]\w*)(\s*=\s*)[^\s=]/.exec(above.indent === '' ? above.content : '') ?? [];
    if (key === '') continue;
    const start = above.start + key.length;
    const span = { start, end: start + sign.length };
    return {
      hint: t`A key is followed by a colon, not by an equals sign.`,
      span,
      fix: fix(t`Write a colon`, [{ span, text: ': ' }], true),
    };
  }
  return undefined;
}

/** `-[-1, 1, Conv, [64]]` */
export function spaceAfterDash(damage: Damage): Cure | undefined {
  for (const line of lines(damage)) {
    if (!/^-(?=[[{])/.test(line.content)) continue;
    const at = line.start + line.indent.length + 1;
    return {
      hint: t`A space is missing after the dash.`,
      span: { start: at - 1, end: at },
      fix: fix(t`Add a space after the dash`, [insertion(at, ' ')], true),
    };
  }
  return undefined;
}

/** A row without its dash. */
export function missingDash(damage: Damage): Cure | undefined {
  const { line, failure } = damage;
  const at = line.start + line.indent.length;
  if (!/^\[.*\]$/.test(line.content) || failure.at !== at) return undefined;
  const edit = { span: { start: line.start, end: at }, text: `${dashIndent(damage.text, damage.line) ?? line.indent}- ` };
  return { hint: t`A row starts with a dash.`, span: { start: at, end: at + 1 }, fix: fix(t`Add the dash`, [edit]) };
}

/** `backbone` alone on its line, or `n [0.50, 0.25, 1024]`. */
export function missingColon(damage: Damage): Cure | undefined {
  for (const line of lines(damage)) {
    const key = /^["']?[A-Za-z_]\w*["']?(?=$|\s*\[.*\]$|\s+[\d.]+$)/.exec(line.content);
    if (!key) continue;
    const start = line.start + line.indent.length;
    const end = start + key[0].length;
    const colon = /^\S/.test(line.content.slice(key[0].length)) ? ': ' : ':';
    return { hint: t`A colon is missing after the key.`, span: { start, end }, fix: fix(t`Add the colon`, [insertion(end, colon)]) };
  }
  return undefined;
}

/** `- [...] cat backbone P4`: a comment without its `#`. */
export function textAfterRow(damage: Damage): Cure | undefined {
  for (const line of lines(damage)) {
    const rest = /^(?:- |\w+: )\[(?:[^[\]]|\[(?:[^[\]]|\[[^[\]]*\])*\])*\](?=\s*[^\s,\]}[])/.exec(line.content);
    if (!rest) continue;
    const end = line.start + line.indent.length + rest[0].length;
    const span = { start: end + (/^\s*/.exec(line.content.slice(rest[0].length))?.[0].length ?? 0), end: line.contentEnd };
    const mark = span.start > end ? '# ' : ' # ';
    return { hint: t`Nothing but a comment may follow the row.`, span, fix: fix(t`Make it a comment`, [insertion(span.start, mark)]) };
  }
  return undefined;
}

/** A row that is indented otherwise than its neighbours. */
export function indentation(damage: Damage): Cure | undefined {
  const { text, failure } = damage;
  const line = oddFirst(damage) ?? damage.line;
  if (!/^-(?:\s|$)/.test(line.content) || !/found '(?:-|<block|\?)|not allowed here/.test(failure.problem)) return undefined;
  const indent = line === damage.line ? dashIndent(text, line) : damage.line.indent;
  if (indent === undefined || indent === line.indent) return undefined;
  const edit = { span: { start: line.start, end: line.start + line.indent.length }, text: indent };
  const span = edit.span.end > line.start ? edit.span : { start: line.start, end: line.start + 1 };
  if (line !== damage.line) {
    const hint = t`This row is indented by ${line.indent.length} spaces, those after it by ${indent.length}.`;
    return { hint, span, fix: fix(t`Indent like the row after`, [edit]) };
  }
  const hint = t`This row is indented by ${line.indent.length} spaces, those before it by ${indent.length}.`;
  return { hint, span, fix: fix(t`Indent like the row before`, [edit]) };
}

/** The first row of a section, where more rows of the text are indented like the second: the framework stops at that one. */
function oddFirst({ text, line, previous }: Damage): Line | undefined {
  if (previous === undefined || previous.indent === line.indent || !/^-\s/.test(previous.content)) return undefined;
  const key = lineBefore(text, previous);
  if (key === undefined || !/^["']?\w+["']?\s*:$/.test(key.content) || key.indent.length > line.indent.length) return undefined;
  const indents = [...text.matchAll(/^[ \t]*(?=-\s)/gm)].map(([indent]) => indent);
  const like = (row: Line) => indents.filter((indent) => indent === row.indent).length;
  return like(line) > like(previous) ? previous : undefined;
}

/** A key that is indented otherwise than the keys before it. */
export function keyIndentation({ text, line, failure }: Damage): Cure | undefined {
  if (!/^[\w"']+:(?:\s|$)/.test(line.content) || !failure.problem.startsWith('expected <block end>')) return undefined;
  let above = lineBefore(text, line);
  while (above && !/^[\w"']+:(?:\s|$)/.test(above.content)) above = lineBefore(text, above);
  if (!above || above.indent === line.indent) return undefined;
  const span = { start: line.start, end: line.start + line.indent.length };
  return {
    hint: t`This key is indented by ${line.indent.length} spaces, the one before it by ${above.indent.length}.`,
    span: span.end > span.start ? span : { start: span.start, end: span.start + 1 },
    fix: fix(t`Indent like the key before`, [{ span, text: above.indent }]),
  };
}

/** `nc: 4` and below it ` backbone:`, further in: no key stands below a value. */
export function keyBelowValue({ line, previous, failure }: Damage): Cure | undefined {
  if (!failure.problem.includes('mapping values') || previous === undefined || line.indent.length <= previous.indent.length)
    return undefined;
  if (!/^[\w"']+:(?:\s|$)/.test(line.content) || !/^[\w"']+:\s+[^\s#]/.test(previous.content)) return undefined;
  const span = { start: line.start, end: line.start + line.indent.length };
  return {
    hint: t`This key is indented by ${line.indent.length} spaces, the one before it by ${previous.indent.length}.`,
    span,
    fix: fix(t`Indent like the key before`, [{ span, text: previous.indent }]),
  };
}

/** The first keys stand further in than those that follow: the document seems to be over. */
export function firstKeyIndented({ text, line, failure }: Damage): Cure | undefined {
  if (!/^expected (?:'<document start>'|<block end>)/.test(failure.problem) || line.indent !== '') return undefined;
  const above = text.slice(0, line.start);
  const keys = [...above.matchAll(/^([ ]+)(?=[A-Za-z_]\w*:(?:\s|$))/gm)];
  const indent = keys[0]?.[1];
  if (indent === undefined || keys[0]?.index !== above.search(/^[ \t]*[^\s#]/m)) return undefined;
  const edits = keys
    .filter(([, other]) => other === indent)
    .map(({ index }) => ({ span: { start: index, end: index + indent.length }, text: '' }));
  const hint = t`This key is indented by ${indent.length} spaces, those after it are not.`;
  return { hint, span: edits[0]?.span ?? { start: 0, end: 1 }, fix: fix(t`Indent like the keys after`, edits) };
}

function lines({ line, origin, previous }: Damage): readonly Line[] {
  return origin === line && previous ? [line, previous] : [origin, line];
}
