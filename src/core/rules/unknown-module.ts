import { distance } from 'fastest-levenshtein';
import { catalogue } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import { frameworkNames, torchNames } from '../resolve/known-names.ts';
import { changes } from '../upstream/changes.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { moduleSpan, replace } from './place.ts';
import { or, quoting } from './words.ts';

/** The third element of a row is a name that the framework knows. */
export const unknownModule = defineRule({
  id: 'unknown-module',
  severity: 'error',
  summary: 'The module of a row is a name that the framework’s parser knows: one of its own, or `nn.` and a layer of PyTorch.',
  docs: `Names are compared exactly: \`conv\`, \`Conv\` with a space pasted from a web page, or \`Upsample\` without \`nn.\` are other names.
Some modules exist only since a certain release. Some exist in the package but not where its parser looks (\`LightConv\`, \`DFL\`, …).
A module of your own has to be registered in the framework before it reads the file.`,
  bad: `
backbone:
  - [-1, 1, Cnv, [64, 3, 2]]
#           ^^^ Ultralytics 8.4.190 knows no module Cnv; did you mean Conv? (Ultralytics: KeyError: 'Cnv')
  - [-1, 1, Upsample, [None, 2, nearest]]
#           ^^^^^^^^ Ultralytics 8.4.190 knows no module Upsample; did you mean nn.Upsample? (Ultralytics: KeyError: 'Upsample')
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.Upsample, [None, 2, nearest]]
`,
  options: { upstream: '8.4.190' },
  *check(context) {
    for (const refusal of context.refusals('unknown-module')) yield problem(context, refusal);
  },
});

function problem({ resolution: { rules } }: RuleContext, { error, row }: RowRefusal) {
  const span = moduleSpan(row);
  const name = row.syntax.module?.value;
  const at = { span, row: row.index };
  if (typeof name !== 'string') {
    return { ...at, message: quoting(t`the module of row ${row.index} must be a name such as Conv`, error), fixes: [] };
  }
  const shown = visible(name);
  const since = firstRelease(name, rules);
  if (since !== undefined) {
    return {
      ...at,
      message: quoting(t`${shown} exists since Ultralytics ${since}; the rules in use are those of ${rules.version}`, error),
      fixes: [],
    };
  }
  if (hidden.has(name)) {
    return {
      ...at,
      message: quoting(t`Ultralytics has a class ${shown}, but its parser does not see it: it must be registered first`, error),
      fixes: [],
    };
  }
  const known = knownNames(rules);
  const same = known.filter((other) => plain(other) === plain(name));
  const near = same.length > 0 ? same : nearest(name, known);
  const fixes = near.map((other) => replace(t`Change to ${other}`, span, other, same.length === 1 && !torchOnly(name, other)));
  if (near.length === 0) {
    return {
      ...at,
      message: quoting(
        t`Ultralytics ${rules.version} knows no module ${shown}; a module of your own must be registered there first`,
        error,
      ),
      fixes,
    };
  }
  const reason =
    same.length > 0 && /[^\x21-\x7e]/.test(name)
      ? t`Ultralytics ${rules.version} knows no module ${shown}: it contains a character that cannot be seen`
      : t`Ultralytics ${rules.version} knows no module ${shown}`;
  return { ...at, message: quoting(t`${reason}; did you mean ${or(near)}?`, error), fixes };
}

/** Names that a YAML of that release may use. */
function knownNames(rules: ReleaseRules): string[] {
  const described = catalogue().flatMap(({ name, upstream }) => (upstream(rules) ? [name] : []));
  const others = Object.entries(frameworkNames).flatMap(([name, since]) =>
    since === '' || (since !== undefined && rules.has(since)) ? [name] : [],
  );
  return [...new Set([...described, ...others, ...[...torchNames].map((name) => `nn.${name}`)])];
}

/** The release that brought a name which the one in use lacks. */
function firstRelease(name: string, rules: ReleaseRules): string | undefined {
  const change = frameworkNames[name];
  if (change === undefined || change === '' || rules.has(change)) return undefined;
  return changes.find(({ id }) => id === change)?.since;
}

/** Classes of the package that its parser does not see. */
const hidden: ReadonlySet<string> = new Set(
  (
    'ChannelAttention SpatialAttention LightConv DFL Proto CIB TransformerBlock TransformerLayer MLP MLPBlock LayerNorm2d MSDeformAttn ' +
    'DeformableTransformerDecoder DeformableTransformerDecoderLayer'
  ).split(' '),
);

/** What is left of a name without the differences that people overlook. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(?:torch\.)?nn\./, '')
    .replace(/[\s\u00ad\u200b-\u200f\u2060\ufeff_-]/g, '');
}

/** `nn.` alone is the difference: it may as well be a module of the author's own. */
function torchOnly(name: string, other: string): boolean {
  return other.startsWith('nn.') && !name.includes('nn.');
}

function nearest(name: string, known: readonly string[]): string[] {
  // Names of a few letters are all near each other: what is two letters away is another module, not a slip.
  const letters = plain(name).length;
  const most = letters < 3 ? 0 : letters < 8 ? 1 : 2;
  const scored = known.map((other) => ({ other, far: slips(plain(name), plain(other)) })).filter(({ far }) => far <= most);
  const least = Math.min(...scored.map(({ far }) => far));
  return scored
    .filter(({ far }) => far === least)
    .slice(0, 3)
    .map(({ other }) => other);
}

/** Letters that are wrong, missing or too many; two that have changed places are one slip. */
function slips(a: string, b: string): number {
  const far = distance(a, b);
  return far === 2 && a.length === b.length && sorted(a) === sorted(b) ? 1 : far;
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

/** Characters that cannot be seen are written out. */
function visible(name: string): string {
  const quote = name === name.trim() && name !== '' ? '' : "'";
  return `${quote}${escaped(name)}${quote}`;
}

function escaped(name: string): string {
  return name.replace(/[^\x21-\x7e\u00a1-\u00ac\u00ae-\u1fff\u2070-\ud7ff\uf900-\ufffc]/g, (c) =>
    c === ' ' ? c : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
