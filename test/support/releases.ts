import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, frameworkFolder } from './outside.ts';
import type { Dice } from './random.ts';

/**
 * Two published releases of the framework, one of each line, drawn from the package index and installed into the cache folder with the
 * newest counter. Fewer where there is no index.
 */
export function drawReleases(random: Dice, interpreter: string): string[] {
  const pip = (...args: string[]) =>
    execFileSync(interpreter, ['-m', 'pip', '--disable-pip-version-check', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 300_000,
    });
  try {
    const listed = /Available versions: (.*)/.exec(pip('index', 'versions', 'ultralytics', '--retries', '1'))?.[1]?.split(', ') ?? [];
    return ['8.3.', '8.4.'].map((line) => {
      const release = random.pick(
        listed.filter((version) => version.startsWith(line) && Number(version.split('.')[2]) <= (newest[line] ?? 0)),
      );
      if (frameworkFolder(release) === undefined) {
        const target = path.join(cacheFolder, `ultralytics-${release}`);
        pip('install', '--quiet', '--no-deps', '--target', target, `ultralytics==${release}`, 'ultralytics-thop==2.2.3');
      }
      return release;
    });
  } catch {
    return [];
  }
}

/** The counter that is installed beside a release. */
export function counterOf(release: string): string {
  const init = path.join(frameworkFolder(release) ?? '', 'thop/__init__.py');
  return /__version__ = "(.+)"/.exec(readFileSync(init, 'utf8'))?.[1] ?? '';
}

/** Of each line, the last that is known here. */
const newest: Readonly<Record<string, number>> = { '8.3.': 253, '8.4.': 190 };
