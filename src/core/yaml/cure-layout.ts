import { t } from '../l10n.ts';
import { type Cure, type Damage, dashIndent, fix, insertion, type Line } from './damage.ts';

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
export function missingDash({ line, failure }: Damage): Cure | undefined {
  if (!/^\[.*\]$/.test(line.content) || failure.at !== line.start + line.indent.length) return undefined;
  const at = failure.at;
  return { hint: t`A row starts with a dash.`, span: { start: at, end: at + 1 }, fix: fix(t`Add the dash`, [insertion(at, '- ')]) };
}

/** `backbone` alone on its line. */
export function missingColon(damage: Damage): Cure | undefined {
  for (const line of lines(damage)) {
    if (!/^["']?[A-Za-z_]\w*["']?$/.test(line.content)) continue;
    const start = line.start + line.indent.length;
    return {
      hint: t`A colon is missing after the key.`,
      span: { start, end: line.contentEnd },
      fix: fix(t`Add the colon`, [insertion(line.contentEnd, ':')]),
    };
  }
  return undefined;
}

/** A row that is indented otherwise than its neighbours. */
export function indentation(damage: Damage): Cure | undefined {
  const { line, failure } = damage;
  if (!/^-(?:\s|$)/.test(line.content) || !/found '(?:-|<block|\?)|not allowed here/.test(failure.problem)) return undefined;
  const indent = dashIndent(damage);
  if (indent === undefined || indent === line.indent) return undefined;
  const span = { start: line.start, end: line.start + line.indent.length };
  return {
    hint: t`This row is indented by ${line.indent.length} spaces, those before it by ${indent.length}.`,
    span: span.end > span.start ? span : { start: span.start, end: span.start + 1 },
    fix: fix(t`Indent like the row before`, [{ span, text: indent }]),
  };
}

function lines({ line, origin, previous }: Damage): readonly Line[] {
  return origin === line && previous ? [line, previous] : [origin, line];
}
