import { t } from '../l10n.ts';
import type { Problem } from '../problem.ts';
import type { Span, TextEdit } from '../text.ts';
import { betweenBrackets, listedRow, openBracket, openQuote, strayBracket } from './cure-brackets.ts';
import { foreignBlank, foreignLineEnd, fullWidthColon, fullWidthPunctuation, longDash, tab } from './cure-characters.ts';
import {
  equalsSign,
  firstKeyIndented,
  indentation,
  keyBelowValue,
  keyIndentation,
  missingColon,
  missingDash,
  spaceAfterColon,
  spaceAfterDash,
  textAfterRow,
} from './cure-layout.ts';
import {
  codeFence,
  conflictMarker,
  duplicateAnchor,
  lostComment,
  noSuchValue,
  pageAround,
  reservedCharacter,
  secondDocument,
  undefinedAlias,
  unknownTag,
} from './cure-meaning.ts';
import { type Damage, dashIndent, examine, type Remedy } from './damage.ts';
import type { YamlFailure } from './failure.ts';

/** The first that recognises the damage is asked; those that are surer come first. */
const remedies: readonly Remedy[] = [
  conflictMarker,
  secondDocument,
  codeFence,
  lostComment,
  fullWidthColon,
  firstKeyIndented,
  keyBelowValue,
  equalsSign,
  pageAround,
  undefinedAlias,
  unknownTag,
  duplicateAnchor,
  noSuchValue,
  tab,
  foreignLineEnd,
  foreignBlank,
  fullWidthPunctuation,
  longDash,
  listedRow,
  openQuote,
  openBracket,
  betweenBrackets,
  strayBracket,
  spaceAfterColon,
  spaceAfterDash,
  indentation,
  textAfterRow,
  missingDash,
  missingColon,
  keyIndentation,
  reservedCharacter,
];

/** What PyYAML refuses as a problem, and the edits after which the rest can be read. */
export function diagnose(
  text: string,
  failure: YamlFailure,
  libyaml: boolean,
): { readonly problem: Problem; readonly repair: readonly TextEdit[] } {
  const damage = examine(text, failure);
  for (const remedy of remedies) {
    const cure = remedy(damage);
    if (!cure) continue;
    const message = t`YAML syntax error: ${wording(failure, libyaml)}. ${cure.hint}`;
    const problem = {
      rule: 'yaml-syntax',
      severity: 'error',
      span: within(text, cure.span ?? place(damage)),
      message,
      fixes: cure.fix ? [cure.fix] : [],
    } as const;
    return { problem, repair: cure.repair ?? cure.fix?.edits ?? [] };
  }
  const message = t`YAML syntax error: ${wording(failure, libyaml)}.`;
  return {
    problem: { rule: 'yaml-syntax', severity: 'error', span: within(text, place(damage)), message, fixes: [] },
    repair: withoutLine(damage),
  };
}

/** Empties the line; where it is a row, or was one, the row stays as null, so that those after it keep their numbers. */
function withoutLine({ text, origin, flowStart }: Damage): readonly TextEdit[] {
  const dash = /^-\s+/.exec(origin.content);
  const span = { start: origin.start + (dash ? origin.indent.length + dash[0].length : 0), end: origin.end };
  const row = /^(?!\w+\s*:).*\]\s*,?$/.test(origin.content);
  const indent = !dash && row && flowStart === undefined ? dashIndent(text, origin) : undefined;
  const replacement = dash
    ? '~'
    : row && flowStart !== undefined && flowStart < origin.start
      ? '~,'
      : indent === undefined
        ? ''
        : `${indent}- ~`;
  return text.slice(span.start, span.end) === replacement ? [] : [{ span, text: replacement }];
}

function place({ failure, line, origin }: Damage): Span {
  if (origin !== line) return { start: failure.contextAt, end: Math.max(failure.contextAt + 1, origin.contentEnd) };
  const start = Math.max(line.start, Math.min(failure.at, line.end - 1));
  return { start, end: Math.min(start + 1, Math.max(line.end, start)) };
}

function within(text: string, { start, end }: Span): Span {
  return { start: Math.min(start, text.length), end: Math.min(end, text.length) };
}

/** The loader's own words, by which people look for help. */
function wording({ context, problem }: YamlFailure, libyaml: boolean): string {
  return [context, libyaml ? libyamlWording(context, problem) : problem].filter((part) => part !== '').join(' ');
}

function libyamlWording(context: string, problem: string): string {
  if (problem.startsWith('expected')) {
    if (context.endsWith('flow sequence')) return "did not find expected ',' or ']'";
    if (context.endsWith('flow mapping')) return "did not find expected ',' or '}'";
    if (context.endsWith('block collection')) return "did not find expected '-' indicator";
    if (context.endsWith('block mapping')) return 'did not find expected key';
    if (context.endsWith(' node')) return 'did not find expected node content';
    if (problem.startsWith("expected '<document start>'")) return 'did not find expected <document start>';
  }
  if (problem.startsWith('found character')) return 'found character that cannot start any token';
  return problem.startsWith('found undefined alias') ? 'found undefined alias' : problem;
}
