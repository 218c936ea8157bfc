import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import { levelsAround } from '../refactor/levels.ts';
import { writtenWidth } from '../refactor/writtenChannels.ts';
import type { Span } from '../text.ts';
import { rowsIn } from './cursor.ts';
import { type Offer, planned, rowsNamed, type StructureAction } from './structureActions.ts';

/**
 * Edits that make other modules, widths or levels of the rows that selections touch: kin of their module, half and twice the width, a
 * shortcut around them, and at the head its levels. Each is tried at every scale, so they are for somebody who asks.
 */
export function reshapeActions(analysis: Analysis, ...selections: readonly Span[]): StructureAction[] {
  const rows = rowsIn(analysis, ...selections);
  const indices = rows.map(({ index }) => index);
  const [first] = rows;
  if (first === undefined) return [];
  const named = rowsNamed(indices);
  const offers: Offer[] = [
    ...kinOf(rows).map((module): Offer => ['replace', t`Replace ${named} by ${module}`, { kind: 'replace', rows: indices, module }]),
    ...widthsOf(rows).map(
      (channels): Offer => ['width', t`Change the width of ${named} to ${channels}`, { kind: 'width', rows: indices, channels }],
    ),
    ...blocksOf(rows).map((block): Offer => ['block', t`Put ${named} inside ${block}`, { kind: 'wrap', rows: indices, in: { block } }]),
    ['shortcut', t`Add a shortcut around ${named}`, { kind: 'wrap', rows: indices, in: 'shortcut' }],
  ];
  const atHead = rows.length === 1 && first.index === levelsAround(analysis)?.head;
  return [...planned(analysis, offers), ...(atHead ? levelActions(analysis) : [])];
}

/** The levels that can be added beside those of the head, and taken away. */
export function levelActions(analysis: Analysis): StructureAction[] {
  const levels = levelsAround(analysis);
  if (levels === undefined) return [];
  const added = [levels.below, levels.above].filter((level) => level >= 1);
  return planned(analysis, [
    ...added.map((level): Offer => ['add-level', t`Add detection level P${level} (stride ${2 ** level})`, { kind: 'add-level', level }]),
    ...levels.present.flatMap((level): Offer[] => [
      ['remove-level', t`Remove detection level P${level} with its path`, { kind: 'remove-level', level, path: 'whole' }],
      ['remove-level', t`Remove detection level P${level}, its output only`, { kind: 'remove-level', level, path: 'output' }],
    ]),
  ]);
}

/** Modules that people try in each other's place. */
const families: readonly (readonly string[])[] = [
  ['C3k2', 'C2f', 'C3', 'C3Ghost'],
  ['Conv', 'GhostConv', 'DWConv'],
];

/** The others of the family that all rows belong to. */
function kinOf(rows: readonly RowAnalysis[]): string[] {
  const modules = new Set(rows.map(({ module }) => module));
  const family = families.find((names) => [...modules].every((module) => names.includes(module))) ?? [];
  return family.filter((name) => modules.size > 1 || !modules.has(name));
}

/** Blocks that people build of a module. */
const blocks: Readonly<Record<string, readonly string[]>> = {
  Conv: ['Bottleneck', 'C3k2'],
  DynamicConv: ['C3k2_DynamicConv', 'C2f_DynamicConv'],
  GhostConv: ['GhostBottleneck', 'C3Ghost'],
  RepConv: ['RepC3'],
};

function blocksOf([row, ...others]: readonly RowAnalysis[]): readonly string[] {
  return row === undefined || others.some(({ module }) => module !== row.module) ? [] : (blocks[row.module] ?? []);
}

/** Half and twice the width that all rows write. */
function widthsOf(rows: readonly RowAnalysis[]): number[] {
  const [width, ...others] = new Set(rows.map(writtenWidth));
  if (width === undefined || others.length > 0) return [];
  return [width / 2, width * 2].filter((channels) => Number.isInteger(channels) && channels >= 8);
}
