import { otherName, placeOf } from '../catalogue/elsewhere.ts';
import { findModule } from '../catalogue/index.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import { rowLines } from '../refactor/rowText.ts';
import type { RowRefusal, RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { moduleSpan } from './place.ts';
import { similarNames } from './similar-names.ts';
import { or, quoting } from './words.ts';

/** The third element of a row is a name that the framework knows. */
export const unknownModule = defineRule({
  id: 'unknown-module',
  severity: 'error',
  summary: 'The module of a row is a name that the framework’s parser knows: one of its own, or `nn.` and a layer of PyTorch.',
  docs: `Names are compared exactly: \`conv\`, \`Conv\` with a space pasted from a web page, or \`Upsample\` without \`nn.\` are other names.
Some modules exist only since a certain release. Some exist in the package but not where its parser looks (\`LightConv\`, \`DFL\`, …).
Others have another name here, or belong to a repository that is then named. A class that the Python files of the workspace define is told with its place;
where a copy of the framework there mentions it in \`ultralytics/nn/tasks.py\`, nothing is wrong and only its numbers are not known.
A module of your own has to be registered in the framework before it reads the file. Each name is mentioned once, where the framework stops; a fix changes all its rows.`,
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
    const byName = new Map<unknown, RowRefusal[]>();
    for (const refusal of context.refusals('unknown-module')) {
      const name = refusal.row.syntax.module?.value;
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [refusal]);
      else known.push(refusal);
    }
    for (const refusals of byName.values()) {
      const [first] = refusals;
      // A value that is no name is a slip of its own in each row.
      if (typeof first?.row.syntax.module?.value !== 'string') for (const refusal of refusals) yield problem(context, refusal, [refusal]);
      else yield problem(context, first, refusals);
    }
  },
});

/** Said at the first row of the name; fixes change all its rows. */
function problem(context: RuleContext, { error, row }: RowRefusal, all: readonly RowRefusal[]): FoundProblem {
  const { header, resolution } = context;
  const { rules, options } = resolution;
  const name = row.syntax.module?.value;
  const at = { span: moduleSpan(row), row: row.index };
  if (typeof name !== 'string') {
    const { repeats, module } = row.syntax;
    const said = t`the module of row ${row.number} must be a name such as Conv`;
    if (typeof repeats?.value !== 'string' || typeof name !== 'number' || module === undefined)
      return { ...at, message: quoting(said, error), fixes: [] };
    const edits = [
      { span: repeats.span, text: String(name) },
      { span: module.span, text: repeats.value },
    ];
    const fixes = [{ title: t`Let repeats and module change places`, edits, safe: true }];
    return { ...at, message: quoting(t`${said}: repeats come before it`, error), fixes };
  }
  const lines = row.syntax.from?.value === 'from' ? rowLines(context.document, row.syntax) : undefined;
  if (lines !== undefined) {
    const edits = [{ span: { start: lines.start, end: lines.start }, text: '# ' }];
    const said = t`this line says what rows consist of: it is a comment that has lost its #`;
    return { ...at, message: quoting(said, error), fixes: [{ title: t`Make it a comment`, edits, safe: true }] };
  }
  const shown = visible(name);
  const backbone =
    row.places > 1 ? ` ${t`Later rows count as if it gave several maps: describe them in .yolo-architect/modules.yaml.`}` : '';
  const change = (other: string, safe = false): Fix => ({
    title: t`Change to ${other}`,
    edits: all.map((refusal) => ({ span: moduleSpan(refusal.row), text: other })),
    safe,
  });
  const own = options.classes?.[name];
  if (own?.registered) {
    const message = t`${shown} is registered in this copy of the framework (${own.file}:${own.line}); it is not described here, so its numbers are not known`;
    return { ...at, severity: 'info', message: message + backbone, fixes: [] };
  }
  if (own !== undefined) {
    const said = t`${own.file}:${own.line} defines a class ${shown}, but the parser does not see it: import it in ultralytics/nn/tasks.py, or write ultralytics.nn.tasks.${shown} = ${shown} before the model is built`;
    return { ...at, message: quoting(said, error) + backbone, fixes: [] };
  }
  if (hidden.has(name)) {
    const said = t`Ultralytics has a class ${shown}, but its parser does not see it: it must be registered first`;
    return { ...at, message: quoting(said, error), fixes: [] };
  }
  const unknown = t`Ultralytics ${rules.version} knows no module ${shown}`;
  const here = otherName(name.replace(/^nn\./, ''));
  if (here !== undefined) {
    const registered = findModule(here)?.upstream(rules) === true;
    const said = registered ? t`${unknown}; its name is ${here}` : t`${unknown}; here it is called ${here}, which must be registered too`;
    return { ...at, message: quoting(said, error), fixes: [change(here)] };
  }
  const last = name.slice(name.lastIndexOf('.') + 1);
  const bare = last === name || !/^[A-Za-z_][\w.]*$/.test(name) ? undefined : findModule(last);
  if (bare !== undefined && !/(?:^|\.)nn$/.test(name.slice(0, -last.length - 1))) {
    const said = t`${unknown}: the parser takes names without the package that they are in`;
    return { ...at, message: quoting(said, error), fixes: [change(last)] };
  }
  const key = context.document.entry(name)?.value;
  if (typeof key?.value === 'string') {
    const said = t`${unknown}: only parsers of forks read ${name} as a key of the file, here ${key.value}`;
    return { ...at, message: quoting(said, error), fixes: [change(key.value)] };
  }
  const { same, near } = similarNames(name, rules, header.modules);
  const place = same ? undefined : placeOf(name);
  if (place !== undefined) {
    const said = t`${unknown}: the class belongs to ${place}. Copy it from there, import it in ultralytics/nn/tasks.py and let parse_model give it its channels`;
    return { ...at, message: quoting(said, error) + backbone, fixes: [] };
  }
  const fixes = near.map((other) => change(other, same && near.length === 1 && !torchOnly(name, other)));
  if (near.length === 0) {
    const said = t`Ultralytics ${rules.version} knows no module ${shown}; a module of your own must be registered there first`;
    return { ...at, message: quoting(said, error) + backbone, fixes };
  }
  const reason =
    same && /[^\x21-\x7e]/.test(name)
      ? t`Ultralytics ${rules.version} knows no module ${shown}: it contains a character that cannot be seen`
      : unknown;
  return { ...at, message: quoting(t`${reason}; did you mean ${or(near)}?`, error), fixes };
}

/** Classes of the package that its parser does not see. */
const hidden: ReadonlySet<string> = new Set(
  (
    'AAttn ABlock AGLU BNContrastiveHead C3f CIB ChannelAttention ContrastiveHead DFL DeformableTransformerDecoder DeformableTransformerDecoderLayer ' +
    'LayerNorm2d LightConv MLP MLPBlock MSDeformAttn MaxSigmoidAttnBlock Proto Proto26 RealNVP RepBottleneck RepCSP ResNetBlock Residual SAVPE ' +
    'SpatialAttention SwiGLUFFN TransformerBlock TransformerEncoderLayer TransformerLayer'
  ).split(' '),
);

/** `nn.` alone is the difference: it may as well be a module of the author's own. */
function torchOnly(name: string, other: string): boolean {
  return other.startsWith('nn.') && !name.includes('nn.');
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
