import { t } from '../l10n.ts';
import type { Fix } from '../problem.ts';
import type { YamlNode } from '../yaml/tree.ts';
import type { RuleContext } from './context.ts';
import { defineRule } from './define.ts';
import { fromSpan, removal, written } from './place.ts';
import { mapOf } from './wiring.ts';
import { rowName, strideOf } from './words.ts';

/** A head reads one map for each stride, the finest first, without a gap. */
export const detectionLevels = defineRule({
  id: 'detection-levels',
  severity: 'warning',
  summary: 'A head reads maps of doubling strides, the finest first: 8, 16, 32.',
  docs: `The framework builds a head on any maps in any order. Its widths follow the first, which is meant to be the finest; two maps of one stride find
the same objects twice, and objects of a size whose stride is missing are found badly. Not said of heads that are not the framework's own: some of
them read auxiliary levels besides.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
  - [-1, 1, Conv, [256, 3]]
head:
  - [[1, 0, 3], 1, Detect, [nc]]
#        ^ row 4 reads row 0 (Conv) at stride 8 behind row 1 (Conv) at stride 16: levels go from the finest to the coarsest
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 8]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
  - [-1, 1, Conv, [256, 3]]
head:
  - [[0, 1, 3], 1, Detect, [nc]]
`,
  beside: ['dead-row'],
  *check(context) {
    const { rows, resolution, document } = context;
    const head = rows.at(-1);
    if (!head?.definition?.isHead || head.needsRegistration || !head.fromIsList || head.sources.length < 2) return;
    const strides = head.sources.map((source) => strideOf(mapOf(resolution.built[source]), resolution.imgsz));
    const known = strides.filter((stride) => stride !== undefined);
    if (known.length < strides.length || context.shift() !== undefined) return;
    const items = head.syntax.from?.kind === 'sequence' ? head.syntax.from.items : [];
    const order = head.sources.map((_, i) => i).sort((a, b) => (known[a] ?? 0) - (known[b] ?? 0));
    const sorted = items.map(({ span }, i) => ({ span, text: written(document, items[order[i] ?? i]?.span ?? span) }));
    const fixes = [{ title: t`Order the levels from the finest to the coarsest`, edits: sorted, safe: false }];
    const ordered = known.every((stride, i) => stride >= (known[i - 1] ?? 0));
    for (const [i, stride] of known.entries()) {
      const before = known[i - 1];
      const [source = -1, previous = -1] = [head.sources[i], head.sources[i - 1]];
      if (before === undefined || source === previous) continue;
      const [one, other] = [rowName(rows, source), rowName(rows, previous)];
      const at = { span: fromSpan(head, i), row: head.index };
      if (stride === before) {
        yield {
          ...at,
          message: t`row ${head.number} reads ${one} at stride ${stride}, as ${other}: two levels of one size`,
          fixes: once(items, i),
        };
      } else if (stride < before) {
        const message = t`row ${head.number} reads ${one} at stride ${stride} behind ${other} at stride ${before}: levels go from the finest to the coarsest`;
        yield { ...at, message, fixes };
      } else if (ordered && stride >= before * 4) {
        const message = t`row ${head.number} reads ${other} at stride ${before} and then ${one} at stride ${stride}: the level between them, at stride ${before * 2}, is missing`;
        yield { ...at, message, fixes: between(context, items[i], before * 2) };
      }
    }
  },
});

/** The list without one of its levels. */
function once(items: readonly YamlNode[], element: number): Fix[] {
  const cut = items.length > 2 ? removal(items, element, element) : undefined;
  return cut === undefined ? [] : [{ title: t`Remove it from the list`, edits: [{ span: cut, text: '' }], safe: false }];
}

/** The last rows at that stride, each as a level of its own. */
function between({ rows, resolution }: RuleContext, after: YamlNode | undefined, stride: number): Fix[] {
  if (after === undefined) return [];
  const found = rows.filter(({ index }) => strideOf(mapOf(resolution.built[index]), resolution.imgsz) === stride).slice(-2);
  return found.reverse().map(({ index, number }) => ({
    title: t`Read ${rowName(rows, index)} as the level at stride ${stride}`,
    edits: [{ span: { start: after.span.start, end: after.span.start }, text: `${number}, ` }],
    safe: false,
  }));
}
