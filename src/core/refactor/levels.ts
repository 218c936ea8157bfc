import { t } from '../l10n.ts';
import type { Analysis, RowAnalysis } from '../model.ts';
import type { TextEdit } from '../text.ts';
import { rulesFor } from '../upstream/releases.ts';
import { copyRows, isApart, type Shift } from './copyRows.ts';
import { outcomeOf } from './outcome.ts';
import { headLevels, type Level, levelBelow, type Pyramid, pyramidOf, type Step, stageOf, stepTo } from './pyramid.ts';
import { type Recomposition, type Reference, recompose } from './recompose.ts';
import { trailingComment } from './rowText.ts';
import type { Change } from './structureChanges.ts';
import { writtenWidth } from './writtenChannels.ts';

/** The head's levels as powers of two, and those that can be added: below the finest and above the coarsest. */
export function levelsAround(analysis: Analysis): LevelsAround | undefined {
  const pyramid = pyramidOf(analysis);
  if ('refused' in pyramid) return undefined;
  const present = levelsOf(pyramid);
  return { head: pyramid.head, present, below: (present[0] ?? 0) - 1, above: (present.at(-1) ?? 0) + 1 };
}

interface LevelsAround {
  readonly head: number;
  readonly present: readonly number[];
  readonly below: number;
  readonly above: number;
}

/**
 * Adds the detection level beside the finest or the coarsest, in the form of the file's own neighbouring levels: the rows of the path
 * down and of the path back up are copied with the widths of the next level.
 */
export function addLevel(analysis: Analysis, power: number): Change {
  const pyramid = pyramidOf(analysis);
  if ('refused' in pyramid) return pyramid;
  const { levels } = pyramid;
  const [finest, coarsest] = [levels[0], levels.at(-1)];
  const fixed = fixedLevels(analysis, pyramid, levels.length + 1);
  if (fixed !== undefined) return { refused: fixed };
  if (finest === undefined || coarsest === undefined || levels.length < 2) return { refused: t`the head reads a single level` };
  if (levels.some((level) => level.power === power)) return { refused: t`the head has the level P${power} already` };
  if (power === finest.power - 1) return addFiner(analysis, pyramid, finest, levels[1]!);
  if (power === coarsest.power + 1) return addCoarser(analysis, pyramid, levels.at(-2)!, coarsest);
  return { refused: t`next to the levels P${finest.power} to P${coarsest.power} come P${finest.power - 1} and P${coarsest.power + 1}` };
}

/** Why a head can't have that many levels, where its module takes three and no others. */
export function fixedLevels(analysis: Analysis, { head }: Pyramid, count: number): string | undefined {
  const module = analysis.rows[head]?.module ?? '';
  if (!module.startsWith('YOLOE') || count === 3 || !rulesFor(analysis.upstream).has('yoloe-three-maps')) return undefined;
  return t`${module} reads three levels in Ultralytics ${analysis.upstream}, no more and no fewer`;
}

/** On the way down one step more than to the finest level, then back up to it. */
function addFiner(analysis: Analysis, pyramid: Pyramid, finest: Level, second: Level): Change {
  const down = stepTo(analysis, finest.row, 'above');
  const up = stepUp(analysis, pyramid, second.row, finest.row);
  if ('refused' in down) return down;
  if (up !== undefined && 'refused' in up) return up;
  const widths = ladder(analysis, pyramid);
  if ('refused' in widths) return widths;
  const [fine, coarse] = [widths.get(finest.power)!, widths.get(second.power)!];
  const withWidth = (width: number) => finerRows(analysis, pyramid, down, up, new Map([...widths, [finest.power - 1, width]]));
  const narrow = withWidth(Math.max(8, Math.ceil((fine * fine) / coarse / 8) * 8));
  if ('refused' in narrow || outcomeOf(analysis, narrow.edits, narrow.check).wrong === undefined) return narrow;
  // Blocks of attention heads have a least width.
  const wide = withWidth(fine);
  return 'refused' in wide || outcomeOf(analysis, wide.edits, wide.check).wrong !== undefined ? narrow : wide;
}

/** The step up from a level; `undefined` where there is no way back up: nothing but the head reads the level. */
export function stepUp(analysis: Analysis, { head }: Pyramid, to: number, from: number): Step | { readonly refused: string } | undefined {
  const read = analysis.rows.some(({ index, sources }) => index !== head && sources.includes(from));
  return read ? stepTo(analysis, to, { below: from }) : undefined;
}

function finerRows(analysis: Analysis, pyramid: Pyramid, down: Step, up: Step | undefined, widths: ReadonlyMap<number, number>): Change {
  const [finest, second, third] = pyramid.levels as [Level, Level, Level?];
  const lateral = levelBelow(analysis, down.lateral);
  if (lateral === undefined) return { refused: t`no row before row ${down.lateral} has half its stride` };
  const above = stepTo(analysis, down.input, 'above');
  const downCopy = copyRows(analysis, down.rows, shift(-1, widths, finest.power, alike(above, down)), (source) =>
    source === down.input ? finest.row : source === down.lateral ? lateral : undefined,
  );
  if ('refused' in downCopy) return downCopy;
  const reached = downCopy.rows.at(-1)!;
  const wanted = [finest.power - 1, ...levelsOf(pyramid)];
  const lists = [{ reader: pyramid.head, [sideOf(pyramid, 'fine')]: reached }];
  if (up === undefined) return finish(analysis, pyramid, wanted, { put: [{ behind: finest.row, rows: downCopy.rows }], lists });
  const upAbove = third && stepTo(analysis, third.row, { below: second.row });
  const upCopy = copyRows(analysis, up.rows, shift(-1, widths, second.power, alike(upAbove, up)), (source) => {
    if (source === up.input) return reached;
    return source === down.input ? finest.row : downCopy.rows[down.rows.indexOf(source)];
  });
  if ('refused' in upCopy) return upCopy;
  const back = upCopy.rows.at(-1)!;
  return finish(analysis, pyramid, wanted, {
    put: [{ behind: finest.row, rows: [...downCopy.rows, ...upCopy.rows] }],
    read: (source, { index }) => (source === finest.row && (index === pyramid.head || up.rows.includes(index)) ? back : undefined),
    lists,
  });
}

/** A stage more at the end of the backbone, down from it to the coarsest level, and back up to the new one. */
function addCoarser(analysis: Analysis, pyramid: Pyramid, second: Level, coarsest: Level): Change {
  const up = stepUp(analysis, pyramid, coarsest.row, second.row) ?? noWayUp(second, coarsest);
  if ('refused' in up) return up;
  const down = topStep(analysis, pyramid);
  if ('refused' in down) return down;
  const stage = stageOf(analysis, down.input);
  if (stage === undefined) return noStage(analysis, down.input);
  const widths = ladder(analysis, pyramid);
  if ('refused' in widths) return widths;
  widths.set(coarsest.power + 1, widths.get(coarsest.power)!);
  const third = pyramid.levels.at(-3);
  const downBelow = third && stepTo(analysis, third.row, 'above');
  const upBelow = third && stepTo(analysis, second.row, { below: third.row });

  const [end, top] = [stage.rows.at(-1)!, down.input];
  const stageCopy = copyRows(analysis, stage.rows, { by: 1, power: coarsest.power }, (source) =>
    source === stage.input ? end : undefined,
  );
  if ('refused' in stageCopy) return stageCopy;
  const newEnd = stageCopy.rows.at(-1)!;
  const newTop: Reference = top === end ? newEnd : top;
  const downCopy = copyRows(analysis, down.rows, shift(1, widths, second.power, alike(downBelow, down)), (source) =>
    source === top ? newTop : source === down.lateral ? end : undefined,
  );
  if ('refused' in downCopy) return downCopy;
  const reached = downCopy.rows.at(-1)!;
  const upCopy = copyRows(analysis, up.rows, shift(1, widths, coarsest.power, alike(upBelow, up)), (source) => {
    if (source === up.input) return coarsest.row;
    return source === top ? newTop : downCopy.rows[down.rows.indexOf(source)];
  });
  if ('refused' in upCopy) return upCopy;
  return finish(analysis, pyramid, [...levelsOf(pyramid), coarsest.power + 1], {
    put: [
      { behind: end, rows: stageCopy.rows },
      { before: down.rows[0]!, rows: downCopy.rows, apart: isApart(analysis, down.rows.at(-1)! + 1) },
      { behind: coarsest.row, rows: upCopy.rows },
    ],
    read(source, { index }) {
      if (source === top && (down.rows.includes(index) || up.rows.includes(index))) return reached;
      return source === end && index > end && index <= top ? newEnd : undefined;
    },
    lists: [{ reader: pyramid.head, [sideOf(pyramid, 'coarse')]: upCopy.rows.at(-1)! }],
  });
}

export function noWayUp(from: Level, to: Level): { readonly refused: string } {
  return { refused: t`nothing leads from P${from.power} back up to P${to.power}: the coarsest level stands at the end of the backbone` };
}

export function noStage({ rows }: Analysis, top: number): { readonly refused: string } {
  return {
    refused: t`the last stage of the backbone, which ends with row ${top} (${rows[top]?.module ?? ''}), is not understood: it takes rows that follow each other and read one row together`,
  };
}

/** The step down from the top of the backbone. */
export function topStep(analysis: Analysis, { levels }: Pyramid): Step | { readonly refused: string } {
  let step = stepTo(analysis, levels[0]!.row, 'above');
  for (const _ of levels.slice(2)) {
    if ('refused' in step) return step;
    step = stepTo(analysis, step.input, 'above');
  }
  return step;
}

/** Steps of as many rows can be compared row by row. */
function alike(step: Step | { readonly refused: string } | undefined, like: Step): readonly number[] | undefined {
  return step !== undefined && 'rows' in step && step.rows.length === like.rows.length ? step.rows : undefined;
}

/** The width of each level as its row writes it. */
function ladder({ rows }: Analysis, { levels }: Pyramid): Map<number, number> | { readonly refused: string } {
  const widths = new Map<number, number>();
  for (const { power, row } of levels) {
    const width = writtenWidth(rows[row] as RowAnalysis);
    if (width === undefined) return { refused: t`row ${row} does not say how many channels it gives` };
    widths.set(power, width);
  }
  return widths;
}

function shift(by: 1 | -1, widths: ReadonlyMap<number, number>, power: number, beside: readonly number[] | undefined): Shift {
  return { by, widths, power, ...(beside && { beside }) };
}

export function levelsOf({ levels }: Pyramid): number[] {
  return levels.map(({ power }) => power);
}

/** Where in the head's list the finest or the coarsest level stands. */
function sideOf({ levels }: Pyramid, end: 'fine' | 'coarse'): 'first' | 'last' {
  const ascending = levels[0]!.element < levels.at(-1)!.element;
  return ascending === (end === 'fine') ? 'first' : 'last';
}

/** The edits, if the head then reads the levels that it should. */
export function finish(analysis: Analysis, pyramid: Pyramid, wanted: readonly number[], change: Recomposition): Change {
  const found = recompose(analysis, change);
  if ('refused' in found) return found;
  return {
    edits: [...found.edits, ...headComment(analysis, pyramid, wanted)],
    check: (_, after) => {
      const powers = headLevels(after)?.levels.map(({ power }) => power) ?? [];
      // What cannot be built or run is said by its own error.
      if (powers.join() === wanted.join() || powers.includes(-1)) return undefined;
      return t`the levels of the head would be ${powers.map((power) => `P${power}`).join(', ')}`;
    },
  };
}

/** `# Detect(P3, P4, P5)` behind the head says its levels. */
function headComment({ document, rows }: Analysis, { head, levels }: Pyramid, wanted: readonly number[]): TextEdit[] {
  const comment = trailingComment(document, rows[head]!.syntax);
  const ascending = levels[0]!.element < levels.at(-1)!.element;
  const [list, separator = ', '] = /P\d+(,\s*)P\d+(?:,\s*P\d+)*/.exec(comment?.text ?? '') ?? [];
  const written = (powers: readonly number[]) => (ascending ? powers : [...powers].reverse()).map((power) => `P${power}`).join(separator);
  if (comment === undefined || list === undefined || list !== written(levels.map(({ power }) => power))) return [];
  const start = comment.span.start + comment.text.indexOf(list);
  return [{ span: { start, end: start + list.length }, text: written(wanted) }];
}
