import { fitting, type RowWeights, sizeOf, weightsOf } from '../analyses/weights.ts';
import { parseDocument } from '../document.ts';
import { t } from '../l10n.ts';
import { remember } from '../memo.ts';
import type { Pretrained } from '../model.ts';
import { type Resolution, resolve } from '../resolve/resolution.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { rowName } from './words.ts';

/** Pretrained weights find their rows. */
export const weightsLost = defineRule({
  id: 'weights-lost',
  severity: 'info',
  summary: 'The weights of the pretrained model find their rows again.',
  docs: `Weights are loaded by name and shape, and the number of the row is part of the name: \`model.10.cv1.conv.weight\`. A row that is put in gives every
row behind it another name, and what was trained there is left out without an error (“Transferred 73/499 items from pretrained weights”). The same
is true of rows whose widths change. New rows at the end of the backbone lose less than rows at its beginning. Said where the model that the weights
belong to is named: by the setting \`yoloArchitect.pretrained\` or \`check --pretrained yolo11.yaml\`; that a head for other classes begins anew is not said.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, nn.Identity, []]
  - [-1, 1, Conv, [128, 3, 2]]
#           ^^^^ of the weights of base.yaml, 0.1 % find their place here, the others are lost from row 2 (Conv) on: names carry the row's number, and rows here stand at others; by shape 100.0 % would fit
  - [-1, 1, Conv, [256, 3, 2]]
head:
  - [[2, 3], 1, Detect, [nc]]
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
head:
  - [[1, 2], 1, Detect, [nc]]
`,
  options: {
    fileName: 'yolo11n.yaml',
    pretrained: {
      fileName: 'base.yaml',
      text: `nc: 4
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, Conv, [128, 3, 2]]
  - [-1, 1, Conv, [256, 3, 2]]
head:
  - [[1, 2], 1, Detect, [nc]]
`,
    },
  },
  *check({ rows, resolution }) {
    const { pretrained } = resolution.options;
    if (pretrained === undefined) return;
    const base = baseWeights(pretrained, resolution);
    const own = weightsOf(resolution);
    const total = base.reduce((sum, row) => sum + sizeOf(row), 0);
    const lost = own.findIndex((row, i) => row !== undefined && i < own.length - 1 && fitting(row, base[i]) < sizeOf(row));
    const [from, first] = [lost, rows[lost]];
    if (total === 0 || first === undefined) return;
    const kept = own.reduce((sum, row, i) => sum + (row === undefined ? 0 : fitting(row, base[i])), 0);
    const share = (count: number) => ((100 * count) / total).toFixed(1);
    const said = t`of the weights of ${pretrained.fileName}, ${share(kept)} % find their place here, the others are lost from ${rowName(rows, from)} on`;
    const alike = inOrder(own, base);
    const message =
      alike > kept ? t`${said}: names carry the row's number, and rows here stand at others; by shape ${share(alike)} % would fit` : said;
    yield { span: moduleSpan(first), row: first.index, message, fixes: [] };
  },
});

const bases = new WeakMap<Pretrained, Map<string, readonly (RowWeights | undefined)[]>>();

/** The base's weights at the scale in use. */
function baseWeights(pretrained: Pretrained, { options, header }: Resolution): readonly (RowWeights | undefined)[] {
  const byScale = remember(bases, pretrained, () => new Map());
  const scale = typeof header.scale === 'string' && header.scale !== '' ? header.scale : undefined;
  const key = `${scale} ${options.upstream}`;
  const known = byScale.get(key);
  if (known !== undefined) return known;
  const { pretrained: _, ...rest } = options;
  const document = parseDocument(pretrained.text);
  const scaled = scale !== undefined && document.entry('scales') !== undefined;
  const made = weightsOf(resolve(document, { ...rest, fileName: pretrained.fileName, ...(scaled && { scale }) }));
  byScale.set(key, made);
  return made;
}

/** Parameters of rows that are alike in both, in the same order, whatever their numbers. */
function inOrder(own: readonly (RowWeights | undefined)[], base: readonly (RowWeights | undefined)[]): number {
  let best = new Array<number>(base.length + 1).fill(0);
  for (const row of own) {
    const next = [0];
    for (const [j, other] of base.entries()) {
      const both = row === undefined || other === undefined ? 0 : fitting(row, other);
      next.push(Math.max(next[j] ?? 0, best[j + 1] ?? 0, (best[j] ?? 0) + both));
    }
    best = next;
  }
  return best.at(-1) ?? 0;
}
