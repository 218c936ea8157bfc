import { t } from '../l10n.ts';
import { type Cure, type Damage, fix, insertion, lineAt } from './damage.ts';
import { skipBlank } from './gaps.ts';

/** `---` in the middle. */
export function secondDocument({ text, failure }: Damage): Cure | undefined {
  if (!failure.context.startsWith('expected a single document')) return undefined;
  const span = { start: failure.at, end: Math.min(failure.at + 3, text.length) };
  const hint = t`A second document starts here: a model file holds exactly one.`;
  if (goesOn(text, span.end)) return { hint, span, fix: fix(t`Remove ${'---'}`, [{ span, text: '' }]) };
  return { hint, span, repair: [{ span: { start: failure.at, end: text.length }, text: '' }] };
}

/** What follows are more rows, or a section that the first document lacks: the mark in between is the slip. */
function goesOn(text: string, at: number): boolean {
  if (text.slice(at - 3, at) !== '---') return false;
  const { content } = lineAt(text, skipBlank(text, at));
  const key = /^(\w+)\s*:/.exec(content)?.[1];
  return /^(?:-\s+)?\[/.test(content) || (key !== undefined && !new RegExp(`^\\s*${key}\\s*:`, 'm').test(text.slice(0, at)));
}

/** A file copied from a web page with what stands above it there. */
export function pageAround({ failure, line }: Damage): Cure | undefined {
  if (!failure.problem.startsWith("expected '<document start>'")) return undefined;
  const edits = [{ span: { start: 0, end: line.start }, text: '' }];
  return {
    hint: t`What stands above is no part of a model file.`,
    span: { start: line.start + line.indent.length, end: line.contentEnd },
    fix: fix(t`Remove all above`, edits),
  };
}

export function undefinedAlias({ text, failure }: Damage): Cure | undefined {
  if (!failure.problem.startsWith('found undefined alias')) return undefined;
  const name = /^\*[\w-]+/.exec(text.slice(failure.at, failure.at + 200))?.[0] ?? '*';
  const span = { start: failure.at, end: failure.at + name.length };
  return { hint: t`No earlier line defines ${`&${name.slice(1)}`}.`, span, repair: [{ span, text: '~' }] };
}

/** A tag that a safe loader knows nothing about; also a bare `=` or `<<`, which YAML 1.1 gives a meaning that PyYAML lacks. */
export function unknownTag(damage: Damage): Cure | undefined {
  const { text, failure } = damage;
  if (!failure.problem.startsWith('could not determine a constructor') && !failure.problem.startsWith('found undefined tag handle'))
    return undefined;
  const bare = /^(?:<<|=)(?=[\s,\]}]|$)/.exec(text.slice(failure.at, failure.at + 3));
  if (bare) {
    const span = { start: failure.at, end: failure.at + bare[0].length };
    return { hint: t`Put it in quotes to make it text.`, span, fix: fix(t`Put it in quotes`, [{ span, text: `"${bare[0]}"` }]) };
  }
  // The tag stands right there or before the value that it is for.
  const before = /![^\s,]*(?=\s*$)/.exec(text.slice(Math.max(0, failure.at - 500), failure.at));
  const start = text.charAt(failure.at) === '!' || !before ? failure.at : Math.max(0, failure.at - 500) + before.index;
  if (text.charAt(start) !== '!') return undefined;
  const end = start + (/^![^\s,]*/.exec(text.slice(start, start + 500))?.[0].length ?? 1);
  const remove = { span: { start, end: text.charAt(end) === ' ' ? end + 1 : end }, text: '' };
  return {
    hint: t`The framework loads plain data only and knows no such tag.`,
    span: { start, end },
    fix: fix(t`Remove the tag`, [remove]),
  };
}

/** `2024-13-01` looks like a date, `0b_` like a number; Python makes neither of it. */
export function noSuchValue(damage: Damage): Cure | undefined {
  const { text, failure } = damage;
  if (!/^(?:month|day|hour|minute|second|year) |^invalid literal|^could not convert/.test(failure.problem)) return undefined;
  const length = /^[^\s,\]}]+/.exec(text.slice(failure.at))?.[0].length ?? 0;
  if (length === 0) return undefined;
  const span = { start: failure.at, end: failure.at + length };
  return {
    hint: t`Put it in quotes to make it text.`,
    span,
    fix: fix(t`Put it in quotes`, [{ span, text: `"${text.slice(span.start, span.end)}"` }]),
  };
}

export function duplicateAnchor({ text, failure }: Damage): Cure | undefined {
  if (!failure.context.startsWith('found duplicate anchor')) return undefined;
  const at = text.indexOf('&', failure.at);
  const span = { start: at, end: at + (/^&[\w-]*/.exec(text.slice(at, at + 200))?.[0].length ?? 1) };
  return { hint: t`Give it another name.`, span, repair: [{ span, text: '' }] };
}

/** What a merge leaves behind. The lines of both sides stay, the markers go. */
export function conflictMarker({ text, line, origin, previous }: Damage): Cure | undefined {
  const marker = /^(?:<{7}|={7}|>{7})(?= |$)/;
  const found = [origin, line, ...(previous ? [previous] : [])].find(({ content }) => marker.test(content));
  const repair = [...text.matchAll(/^(?:<{7}|={7}|>{7})(?: .*)?$/gm)].map(({ index, 0: mark }) => ({
    span: { start: index, end: index + mark.length },
    text: '',
  }));
  // Rows above can swallow the markers as text; where all three kinds stand, nothing else can be meant.
  const whole = new Set(repair.map(({ span }) => text.charAt(span.start))).size === 3;
  const span = found ? { start: found.start, end: found.contentEnd } : whole ? repair[0]?.span : undefined;
  return span && { hint: t`A conflict marker was left here by a merge.`, span, repair };
}

/** `[from, repeats, module, args]` or `[depth, width, max_channels]`: what a comment in the framework's own files says, without its `#`. */
export function lostComment({ text, failure }: Damage): Cure | undefined {
  const found = [...text.slice(0, failure.at + 200).matchAll(/^([ \t]*)(\[(?:from|depth)\b[^\]\n]*\])[ \t]*$/gm)];
  const edits = found.map(({ index, 1: indent = '' }) => insertion(index + indent.length, '# '));
  const [first] = found;
  if (first === undefined) return undefined;
  const start = first.index + (first[1]?.length ?? 0);
  return {
    hint: t`This line is a comment that has lost its #.`,
    span: { start, end: start + (first[2]?.length ?? 0) },
    fix: fix(t`Make it a comment`, edits, true),
  };
}

/** The fence of a code block, copied with it from a page or an answer in a chat. */
export function codeFence({ text, line }: Damage): Cure | undefined {
  if (!line.content.startsWith('```')) return undefined;
  const edits = [...text.matchAll(/^[ \t]*```\w*[ \t]*(?:\r?\n|$)/gm)].map(({ index, 0: fence }) => ({
    span: { start: index, end: index + fence.length },
    text: '',
  }));
  const span = { start: line.start, end: line.contentEnd };
  return { hint: t`The fence of a code block was copied with the text.`, span, fix: fix(t`Remove the fence`, edits, true) };
}

/** `%`, `@` and a backtick start no text without quotes. */
export function reservedCharacter({ text, failure, flowStart }: Damage): Cure | undefined {
  const mark = text.charAt(failure.at);
  if (!/^[%@`]$/.test(mark)) return undefined;
  const word = (flowStart === undefined ? /^[^\s#]+/ : /^[^\s,[\]{}]+/).exec(text.slice(failure.at, failure.at + 500))?.[0] ?? mark;
  const span = { start: failure.at, end: failure.at + word.length };
  const hint = t`Text that starts with ${mark} needs quotes.`;
  return /["':]/.test(word) ? { hint, span } : { hint, span, fix: fix(t`Put it in quotes`, [{ span, text: `"${word}"` }]) };
}
