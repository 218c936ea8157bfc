// What the differential tests compare with, where it is on this machine. CI sets the variables (see `.ci/run`).
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** What CI keeps between its runs. */
export const cacheFolder = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'yolo-architect');

/** The folder with the framework's recorded answers (`golden`, `models`, `corpus`): `YOLO_ARCHITECT_SHARED`, else beside the checkout. */
export function sharedFolder(): string | undefined {
  const folder = process.env.YOLO_ARCHITECT_SHARED ?? path.join(import.meta.dirname, '../../../shared');
  return existsSync(path.join(folder, 'golden')) ? folder : undefined;
}

/** A Python with PyTorch: `YOLO_ARCHITECT_PYTHON`, else the environment that CI keeps in the cache folder. */
export function python(): string | undefined {
  const file = process.env.YOLO_ARCHITECT_PYTHON ?? path.join(cacheFolder, 'venv/bin/python');
  return existsSync(file) ? file : undefined;
}

/** A Python with the oldest PyTorch that the generated module promises to run in: that of Debian 12, in an environment in the cache folder. */
export function oldPython(): string | undefined {
  const file = process.env.YOLO_ARCHITECT_OLD_PYTHON ?? path.join(cacheFolder, 'debian113/bin/python');
  return existsSync(file) ? file : undefined;
}

/**
 * A folder for PYTHONPATH that holds this release of `ultralytics` and the counter that belongs to it: where CI keeps it, else one of
 * the list in `YOLO_ARCHITECT_ULTRALYTICS`.
 */
export function frameworkFolder(release: string): string | undefined {
  const listed = (process.env.YOLO_ARCHITECT_ULTRALYTICS ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [path.join(cacheFolder, `ultralytics-${release}`), ...listed].find((folder) => {
    const init = path.join(folder, 'ultralytics', '__init__.py');
    return existsSync(init) && readFileSync(init, 'utf8').includes(`"${release}"`);
  });
}

/** The same of the counter alone, to come before a release's own. */
export function counterFolder(release: string): string | undefined {
  const listed = (process.env.YOLO_ARCHITECT_ULTRALYTICS ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return [path.join(cacheFolder, `ultralytics-thop-${release}`), ...listed].find((folder) => {
    const init = path.join(folder, 'thop', '__init__.py');
    return path.basename(folder).includes('thop') && existsSync(init) && readFileSync(init, 'utf8').includes(`"${release}"`);
  });
}
