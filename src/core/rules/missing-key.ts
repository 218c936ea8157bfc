import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { Span } from '../text.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { argumentAt } from './call.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { noRows } from './no-rows.ts';
import { argsSpan, keySpan, replace, written } from './place.ts';
import { quoting } from './words.ts';

/** The keys without which no model is built. */
export const missingKey = defineRule({
  id: 'missing-key',
  severity: 'error',
  summary: 'A model file has `backbone` and `head`, both lists of rows, and `nc`; a pose model has `kpt_shape` too.',
  docs: 'Both sections are read by these names only: rows under `neck:` are never seen, they belong to `head:`. `nc` is the number of classes.',
  bad: `
nc: 4
backbone:
#^^^^^^^ the file has no head; rows under neck are never read (Ultralytics: KeyError: 'head')
  - [-1, 1, Conv, [64, 3, 2]]
neck:
  - [-1, 1, Conv, [64, 3, 1]]
`,
  good: `
nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
head:
  - [-1, 1, Conv, [64, 3, 1]]
`,
  *check(context) {
    const { document, resolution } = context;
    for (const { error, key } of context.failures('missing-key')) {
      const entry = document.entry(key);
      const wrong = entry === undefined || key === 'nc' ? undefined : noRows(document, key, entry.value);
      if (wrong !== undefined) {
        yield {
          span: wrong.span ?? entry?.key.span ?? keySpan(document, key),
          message: quoting(wrong.said, error),
          fixes: wrong.fixes ?? [],
        };
        continue;
      }
      const said =
        entry === undefined
          ? absent(context, key)
          : key === 'nc'
            ? t`nc must be a whole number, the number of classes`
            : t`${key} must be a list of rows, [from, repeats, module, args], with at least one`;
      const span = entry?.key.span ?? keySpan(document, ['backbone', 'head'].find((section) => document.entry(section)) ?? key);
      yield { span, message: quoting(said, error), fixes: entry === undefined ? keyAdditions(document, key) : [] };
    }
    for (const refusal of context.refusals('missing-key')) {
      const { row, error } = refusal;
      const blamed = argumentAt(refusal, resolution);
      const key = blamed?.missingKey ?? '';
      const said = t`row ${row.number} (${row.module}) takes ${key} from the file, but the file has no ${key}`;
      yield { span: argsSpan(row, blamed?.position), row: row.index, message: quoting(said, error), fixes: keyAdditions(document, key) };
    }
  },
});

function absent({ document }: RuleContext, key: string): string {
  const other = otherKey(document, key);
  if (other !== undefined && sections.has(key)) return t`the file has no ${key}; rows under ${written(document, other)} are never read`;
  if (other !== undefined) return t`the file has no ${key}; ${written(document, other)} is never read`;
  if (key === 'nc') return t`the file has no nc, the number of classes`;
  if (key === 'kpt_shape') return t`the file has no kpt_shape, the number of key points and of values for each`;
  return t`the file has no ${key}`;
}

const usual: Readonly<Record<string, string | undefined>> = { nc: 'nc: 80', kpt_shape: 'kpt_shape: [17, 3]' };

/** The key with its usual value at the top of the file, or another name for one that is there. */
export function keyAdditions(document: ModelDocument, key: string): Fix[] {
  const other = otherKey(document, key);
  if (other !== undefined) return [replace(t`Rename ${written(document, other)} to ${key}`, other, key)];
  const row = key === 'kpt_shape' ? shapeOfHead(document) : undefined;
  const line = row ?? (key === 'nc' ? namesOf(document) : undefined) ?? usual[key];
  const start = document.root?.kind === 'mapping' && !document.root.flow ? document.root.span.start : undefined;
  return line === undefined || start === undefined ? [] : [replace(t`Add ${line}`, { start, end: start }, `${line}\n`)];
}

const sections: ReadonlySet<string> = new Set(['backbone', 'head']);

/** Other names under which people write what a key says. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  backbone: ['backbones', 'back_bone', 'body'],
  head: ['heads', 'neck', 'necks', 'head_neck', 'neck_head'],
  nc: ['num_classes', 'n_classes', 'classes', 'number_of_classes', 'class_num'],
  kpt_shape: ['kpts_shape', 'keypoint_shape', 'kpt_shapes'],
};

/** A key of the file that says it under another name, or in another case. */
function otherKey(document: ModelDocument, key: string): Span | undefined {
  const entries = document.root?.kind === 'mapping' ? document.root.entries : [];
  const means = (name: string) => name.toLowerCase() === key || otherNames[key]?.includes(name.toLowerCase());
  const fits = ({ kind, value }: YamlNode) => (key === 'nc' ? Number.isInteger(value) : kind === 'sequence');
  return entries.find((entry) => typeof entry.key.value === 'string' && means(entry.key.value) && fits(entry.value))?.key.span;
}

/** As many classes as the file has names for, as a data file has them. */
function namesOf(document: ModelDocument): string | undefined {
  const names = document.entry('names')?.value;
  const count = names?.kind === 'sequence' ? names.items.length : names?.kind === 'mapping' ? names.entries.length : 0;
  return count > 0 ? `nc: ${count}` : undefined;
}

/** The key points that the head's row says by itself. */
function shapeOfHead(document: ModelDocument): string | undefined {
  const args = document.rows.at(-1)?.args;
  const list = args?.kind === 'sequence' ? args.items[1] : undefined;
  return list?.kind === 'sequence' ? `kpt_shape: ${written(document, list.span)}` : undefined;
}
