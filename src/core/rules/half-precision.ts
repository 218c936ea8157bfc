import { t } from '../l10n.ts';
import { defineRule } from './define.ts';
import { moduleSpan } from './place.ts';
import { rowName } from './words.ts';

/** Modules train in half precision. */
export const halfPrecision = defineRule({
  id: 'half-precision',
  severity: 'info',
  summary: 'Modules compute with numbers that half precision holds.',
  docs: `Training on a GPU runs most operations in half precision (\`amp=True\`), whose largest number is 65,504. Blocks that take exponentials of
distances (EVCBlock) or scan a sequence of states (those of Mamba) are reported to exceed it: the loss becomes \`nan\`. A Fourier transform in half precision takes maps whose sides are powers of two only.
Train with \`amp=False\`, or let the module compute in single precision: \`with torch.autocast('cuda', enabled=False)\` around its forward, and \`.float()\` on its input.`,
  bad: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, EVCBlock, [64]]
#           ^^^^^^^^ row 1 (EVCBlock) takes exponentials of distances, which overflow in half precision: where the loss becomes nan, train with amp=False
`,
  good: `
backbone:
  - [-1, 1, Conv, [64, 3, 2]]
  - [-1, 1, C3k2, [64]]
`,
  beside: ['unknown-module'],
  *check({ rows }) {
    const said = new Set<string>();
    for (const row of rows) {
      const reason = reasons.get(row.module);
      if (reason === undefined || said.has(row.module)) continue;
      said.add(row.module);
      yield { span: moduleSpan(row), row: row.index, message: sentence(rowName(rows, row.index), reason), fixes: [] };
    }
  },
});

type Reason = 'exponential' | 'scan' | 'transform';

function sentence(name: string, reason: Reason): string {
  switch (reason) {
    case 'exponential':
      return t`${name} takes exponentials of distances, which overflow in half precision: where the loss becomes nan, train with amp=False`;
    case 'scan':
      return t`${name} scans a sequence of states, which overflows in half precision: where the loss becomes nan, train with amp=False`;
    case 'transform':
      return t`${name} makes a Fourier transform, which half precision knows only for sides that are powers of two (“cuFFT only supports dimensions whose sizes are powers of two when computing in half precision”): train with amp=False`;
  }
}

/** What public reports say of modules; none of those that the catalogue describes makes such numbers. */
const reasons: ReadonlyMap<string, Reason> = new Map(
  (
    [
      ['exponential', 'EVCBlock LVCBlock'],
      ['scan', 'VSSBlock XSSBlock SS2D VSSBlock_YOLO MambaLayer MambaBlock'],
      ['transform', 'FFC FFCConv FFC_BN_ACT FourierUnit SpectralTransform GlobalFilter SpectralGatingNetwork FDConv'],
    ] as const
  ).flatMap(([reason, words]) => words.split(' ').map((word) => [word, reason] as const)),
);
