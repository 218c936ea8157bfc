import { t } from '../l10n.ts';
import type { Analysis } from '../model.ts';
import { finish, fixedLevels, levelsOf, noStage, noWayUp, stepUp, topStep } from './levels.ts';
import { type Level, type Pyramid, pyramidOf, stageOf, stepTo } from './pyramid.ts';
import type { Recomposition } from './recompose.ts';
import type { Change } from './structureChanges.ts';

/**
 * Takes a detection level away. `output`: the head reads it no more, and rows that nothing reads then go too. `whole`: the finest or
 * the coarsest level goes with the path that leads to it and back, the coarsest with its stage of the backbone: what adding it put in.
 */
export function removeLevel(analysis: Analysis, power: number, path: 'whole' | 'output'): Change {
  const pyramid = pyramidOf(analysis);
  if ('refused' in pyramid) return pyramid;
  const { levels, head } = pyramid;
  const level = levels.find((found) => found.power === power);
  if (level === undefined) return { refused: t`the head has no level P${power}` };
  if (levels.length < 2) return { refused: t`the head reads a single level` };
  const fixed = fixedLevels(analysis, pyramid, levels.length - 1);
  if (fixed !== undefined) return { refused: fixed };
  const change: Recomposition | { readonly refused: string } = path === 'output' ? {} : wholePath(analysis, pyramid, level);
  if ('refused' in change) return change;
  const gone = withDead(analysis, head, level, change);
  const left = levelsOf(pyramid).filter((other) => other !== power);
  const lists = [{ reader: head, without: level.element }];
  return finish(analysis, pyramid, left, { ...change, gone, lists });
}

/** Rows that go with the level, and what is read in their place. */
function wholePath(analysis: Analysis, pyramid: Pyramid, level: Level): Recomposition | { readonly refused: string } {
  const { levels } = pyramid;
  if (level === levels[0]) return finestPath(analysis, pyramid, level, levels[1]!);
  if (level === levels.at(-1)) return coarsestPath(analysis, pyramid, levels.at(-2)!, level);
  return { refused: t`P${level.power} lies between other levels: only its output can go` };
}

function finestPath(analysis: Analysis, pyramid: Pyramid, finest: Level, second: Level): Recomposition | { readonly refused: string } {
  const down = stepTo(analysis, finest.row, 'above');
  const up = stepUp(analysis, pyramid, second.row, finest.row);
  if ('refused' in down) return down;
  if (up === undefined) return { gone: down.rows };
  if ('refused' in up) return up;
  return { gone: [...down.rows, ...up.rows], read: (source) => (source === second.row ? down.input : undefined) };
}

function coarsestPath(analysis: Analysis, pyramid: Pyramid, second: Level, coarsest: Level): Recomposition | { readonly refused: string } {
  const up = stepUp(analysis, pyramid, coarsest.row, second.row) ?? noWayUp(second, coarsest);
  if ('refused' in up) return up;
  const down = topStep(analysis, pyramid);
  if ('refused' in down) return down;
  const stage = stageOf(analysis, down.input);
  if (stage === undefined) return noStage(analysis, down.input);
  const [end, reached] = [stage.rows.at(-1)!, down.rows.at(-1)!];
  const top = down.input === end ? stage.input : down.input;
  return {
    gone: [...stage.rows, ...down.rows, ...up.rows],
    read: (source) => (source === reached ? top : source === end ? stage.input : undefined),
  };
}

/** With the rows that something reads now, and nothing once these and the level are gone. */
function withDead({ rows }: Analysis, head: number, level: Level, { gone = [], read }: Recomposition): number[] {
  const all = new Set(gone);
  const readers = (index: number) => rows.filter(({ sources }) => sources.includes(index));
  const stillRead = (index: number) =>
    rows.some((row) => {
      if (all.has(row.index)) return false;
      const kept = row.sources.map((source, element) =>
        row.index === head && element === level.element ? -1 : (read?.(source, row, element) ?? source),
      );
      return kept.includes(index);
    });
  for (let row = head - 1; row >= 0; row--) if (!all.has(row) && readers(row).length > 0 && !stillRead(row)) all.add(row);
  return [...all];
}
