import type { Task } from '../model.ts';
import type { ReleaseRules } from '../upstream/releases.ts';
import { fileStem } from './scale.ts';

/** The task as the framework guesses it: from the last row's module, else from the file's name; detection for a head without a row. */
export function guessTask(lastModule: string | undefined, fileName: string, rules: ReleaseRules): Task {
  if (lastModule === undefined) return 'detect';
  return fromModule(lastModule, rules) ?? fromName(fileStem(fileName), rules) ?? 'detect';
}

function fromModule(name: string, rules: ReleaseRules): Task | undefined {
  const m = name.toLowerCase();
  if (['classify', 'classifier', 'cls', 'fc'].includes(m)) return 'classify';
  if (m.includes('detect') || name === 'RTDETRDecoder') return 'detect';
  if (rules.has('depth') && m === 'depth') return 'depth';
  if (rules.has('semantic-segment') && m.includes('semanticsegment')) return 'semantic';
  if (rules.has('task-contains-segment') ? m.includes('segment') : m === 'segment') return 'segment';
  const contains = rules.has('task-contains-all');
  if (contains ? m.includes('pose') : m === 'pose') return 'pose';
  if (contains ? m.includes('obb') : m === 'obb') return 'obb';
  return undefined;
}

function fromName(stem: string, rules: ReleaseRules): Task | undefined {
  if (rules.has('semantic-segment') && stem.includes('-sem')) return 'semantic';
  if (stem.includes('-seg')) return 'segment';
  if (stem.includes('-cls')) return 'classify';
  if (stem.includes('-pose')) return 'pose';
  if (stem.includes('-obb')) return 'obb';
  if (rules.has('depth') && stem.includes('-depth')) return 'depth';
  return undefined;
}
