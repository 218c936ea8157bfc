import { showPython } from '../catalogue/arguments.ts';
import type { ModelDocument } from '../document.ts';
import { t } from '../l10n.ts';
import { numeric } from '../resolve/numbers.ts';
import type { RuleContext } from './context.ts';
import { defineRule, type FoundProblem } from './define.ts';
import { written } from './place.ts';

/** Scales are where the framework looks for them, with their factors in order. */
export const scaleFactors = defineRule({
  id: 'scale-factors',
  severity: 'warning',
  summary: 'The three factors of a scale stand in the order depth, width, max_channels, indented below `scales:`.',
  docs: `The framework unpacks three numbers and believes them: with the largest in front the repeats are multiplied by 1024 and the channels cut to a
fraction. A letter that is not indented below \`scales:\` is a key of its own, which nothing reads; \`scales\` is empty then, and depth and width are 1.`,
  bad: `
scales:
'n': [0.50, 0.25, 1024]
#^^ n stands beside scales, not below it: the file has no scales, and its width is 1
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  good: `
scales:
  n: [0.50, 0.25, 1024]
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
`,
  *check(context) {
    yield* besideScales(context.document);
    const { document, header } = context;
    const scales = document.entry('scales')?.value;
    if (scales?.kind !== 'mapping') return;
    for (const { key, value } of scales.entries) {
      if (key.value === header.scale && value.kind === 'sequence') yield* order(context, value.span);
    }
  },
});

function* order({ document, header }: RuleContext, span: FoundProblem['span']): Iterable<FoundProblem> {
  const [depth, width, most] = [header.depth, header.width, header.maxChannels].map(numeric);
  if (depth === undefined || width === undefined || most === undefined) return;
  if (depth <= 16 && width <= 16 && most >= 16) return;
  const sorted = [depth, width, most].sort((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = sorted;
  const text = `[${middle}, ${low}, ${high}]`;
  const message = t`the factors of scale ${showPython(header.scale ?? '')} are [depth, width, max_channels], but here depth is ${depth}, width ${width} and max_channels ${most}`;
  const fixes =
    high >= 16 && middle <= 16 && written(document, span).startsWith('[')
      ? [{ title: t`Write ${text}`, edits: [{ span, text }], safe: false }]
      : [];
  yield { span, message, fixes };
}

function* besideScales(document: ModelDocument): Iterable<FoundProblem> {
  const scales = document.entry('scales');
  if (scales === undefined || scales.value.value !== null || document.root?.kind !== 'mapping') return;
  const lost = document.root.entries.filter(
    ({ key, value }) => /^[a-z]$/.test(String(key.value)) && value.kind === 'sequence' && value.items.length === 3,
  );
  const edits = lost.map(({ key }) => ({ span: { start: key.span.start, end: key.span.start }, text: '  ' }));
  for (const { key } of lost) {
    const message = t`${String(key.value)} stands beside scales, not below it: the file has no scales, and its width is 1`;
    yield { span: key.span, message, fixes: [{ title: t`Indent the scales`, edits, safe: true }] };
  }
}
