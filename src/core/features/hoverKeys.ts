import { count, gflops, imageSize } from '../format.ts';
import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import type { Span } from '../text.ts';
import { contains, numberOf, scaleEntry } from './cursor.ts';
import type { Hover } from './hover.ts';
import { printedBy } from './printedBy.ts';
import { rowsLabel } from './words.ts';

/** What a top-level key, an entry of `scales`, or a word of the comment that heads the columns means here. */
export function hoverKey(analysis: Analysis, offset: number): Hover | undefined {
  const root = analysis.document.root;
  if (root?.kind !== 'mapping') return undefined;
  const entry = root.entries.find(({ key, value }) =>
    contains({ start: key.span.start, end: Math.max(key.span.end, value.span.end) }, offset),
  );
  if (entry === undefined) return hoverColumn(analysis, offset);
  const name = String(entry.key.value);
  if (name === 'scales' && entry.value.kind === 'mapping' && !contains(entry.key.span, offset)) return hoverScale(analysis, offset);
  const inside = contains(entry.key.span, offset) || (entry.value.kind === 'scalar' && contains(entry.value.span, offset));
  if (!inside) return hoverColumn(analysis, offset);
  const markdown = describeKey(analysis, name);
  return markdown === undefined ? undefined : { markdown, span: entry.key.span };
}

/** What a top-level key means; nothing for keys that are none of the framework's. */
export function describeKey(analysis: Analysis, key: string): string | undefined {
  switch (key) {
    case 'nc':
      return describeClasses(analysis);
    case 'scales':
      return t`**scales** — one network in several sizes: each entry is [depth, width, max_channels]. In use: ${analysis.scale || '–'}, taken from the file name unless chosen; without a letter there the first entry counts.`;
    case 'backbone':
    case 'head':
      return describeSection(analysis, key);
    case 'activation':
      return t`**activation** — a Python expression that replaces the default activation of Conv and its subclasses, such as nn.ReLU().`;
    case 'depth_multiple':
      return t`**depth_multiple** — repeats above 1 are multiplied by it. Entries of scales override it.`;
    case 'width_multiple':
      return t`**width_multiple** — output channels are multiplied by it and rounded up to a multiple of 8. Entries of scales override it.`;
    case 'kpt_shape':
      return t`**kpt_shape** — keypoints of a pose model: how many, and 2 (x, y) or 3 (x, y, visible) numbers each.`;
    case 'reg_max':
      return t`**reg_max** — bins of the distribution by which the head gives each side of a box, 16 when left out. Ultralytics reads it from 8.4.0 on.`;
    case 'end2end':
      return t`**end2end** — a head with a second, one-to-one branch that needs no suppression of overlaps. Ultralytics reads it from 8.4.0 on.`;
    case 'ch':
      return t`**ch** — input channels. Here ${analysis.ch}.`;
    default:
      return undefined;
  }
}

function describeClasses({ nc, rows }: Analysis): string {
  const head = rows.find(({ call }) => call?.some(({ name }) => name === 'nc'));
  const text =
    nc === null ? t`**nc** — number of classes.` : t`**nc** — number of classes, ${nc}. A data set's own number replaces it in training.`;
  return head === undefined ? text : `${text}  \n${t`Row ${head.number}, ${head.module}, reads it.`}`;
}

function describeSection(analysis: Analysis, key: 'backbone' | 'head'): string {
  const { rows, totals, imgsz } = analysis;
  const own = rows.filter(({ syntax }) => syntax.section === key);
  const params = own.reduce((sum, row) => sum + (row.params ?? 0), 0);
  const macs = own.reduce((sum, row) => sum + (row.macs ?? 0), 0);
  const what = key === 'backbone' ? t`the feature extractor` : t`neck and detection head; its rows count on from the backbone's`;
  const numbers = t`${rowsLabel(own.length)}, ${count(params)} of ${count(totals.params)} parameters, ${gflops((2 * macs) / 1e9)} of ${gflops(totals.gflops)} GFLOPs at ${imageSize(imgsz)}.`;
  const printed = printedBy(analysis);
  return [`**${key}** — ${what}`, numbers, ...(printed ? [printed] : []), t`Each row is [from, repeats, module, args].`].join('  \n');
}

function hoverScale(analysis: Analysis, offset: number): Hover | undefined {
  const scales = analysis.document.entry('scales')?.value;
  if (scales?.kind !== 'mapping') return undefined;
  const entry = scales.entries.find(({ key, value }) => contains({ start: key.span.start, end: value.span.end }, offset));
  if (entry?.value.kind !== 'sequence') return undefined;
  const [depth, width, most] = entry.value.items.map(numberOf);
  if (depth === undefined || width === undefined || most === undefined) return undefined;
  const name = String(entry.key.value);
  const lines = [
    t`**Scale ${name}**`,
    t`depth ${depth}: repeats above 1 are multiplied by it, rounded half to even, at least 1`,
    t`width ${width}: output channels are multiplied by it and rounded up to a multiple of 8`,
    t`max_channels ${most}: output channels are cut to this before the multiplication`,
  ];
  if (name === analysis.scale) {
    lines.push(
      t`In use: ${count(analysis.totals.params)} parameters, ${gflops(analysis.totals.gflops)} GFLOPs at ${imageSize(analysis.imgsz)}.`,
      ...[printedBy(analysis)].filter((line) => line !== undefined),
    );
  }
  return { markdown: lines.join('  \n'), span: entry.key.span };
}

/** The columns' names in a comment such as `# [from, repeats, module, args]`. */
function hoverColumn(analysis: Analysis, offset: number): Hover | undefined {
  const comment = analysis.document.comments.find(({ span }) => contains(span, offset));
  if (comment === undefined || !/\[\s*from\s*,/.test(comment.text)) return undefined;
  for (const { 0: word, index } of comment.text.matchAll(/\w+/g)) {
    const span: Span = { start: comment.span.start + index, end: comment.span.start + index + word.length };
    const markdown = contains(span, offset) ? describeColumn(analysis, word) : undefined;
    if (markdown !== undefined) return { markdown, span };
  }
  return undefined;
}

function describeColumn(analysis: Analysis, word: string): string | undefined {
  const depth = scaleEntry(analysis)?.depth;
  switch (word) {
    case 'from':
      return t`**from** — the rows that are read: an index, −1 for the previous row, or a list of them. Row 0 with −1 reads the image.`;
    case 'repeats':
    case 'number':
      return depth === undefined
        ? t`**repeats** — how often the module runs in sequence. Above 1 it is multiplied by the depth.`
        : t`**repeats** — how often the module runs in sequence. Above 1 it is multiplied by the depth, ${depth} at scale ${analysis.scale}.`;
    case 'module':
      return t`**module** — the class to build: one of the framework's, or nn.… for one of PyTorch.`;
    case 'args':
      return t`**args** — the constructor's arguments. For most modules the first one is the output channels, which are scaled; the input channels are put in front.`;
    default:
      return undefined;
  }
}
