/** Published packages, by `pip`: which releases there are, since when, and their files. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { compareReleases } from '../../src/core/upstream/releases.ts';

export interface Release {
  readonly version: string;
  /** Day of upload, as 2026-11-25. */
  readonly date: string;
}

/** All releases from `first` on, oldest first. Throws where the index cannot be reached. */
export async function releasesOf(name: string, first: string): Promise<Release[]> {
  const answer = await fetch(`https://pypi.org/pypi/${name}/json`);
  if (!answer.ok) throw new Error(`pypi.org says ${answer.status} for ${name}`);
  const { releases } = (await answer.json()) as { releases: Record<string, readonly { readonly upload_time: string }[]> };
  return Object.entries(releases)
    .flatMap(([version, [file]]) => (file && /^\d+\.\d+\.\d+$/.test(version) ? [{ version, date: file.upload_time.slice(0, 10) }] : []))
    .filter(({ version }) => compareReleases(version, first) >= 0)
    .sort((a, b) => compareReleases(a.version, b.version));
}

/** Reads the files of a release, which is installed once under `folder` as `name-version`, without what it depends on. */
export async function openRelease(folder: string, name: string, version: string): Promise<(file: string) => string | undefined> {
  const place = path.join(folder, `${name}-${version}`);
  if (!existsSync(place)) {
    // Renamed when complete, so that a run that is cut off leaves nothing that looks whole.
    const partial = mkdtempSync(`${place}.`);
    const python = process.env.YOLO_ARCHITECT_PYTHON ?? 'python3';
    const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-compile', '--target', partial, `${name}==${version}`];
    await promisify(execFile)(python, args);
    renameSync(partial, place);
  }
  return (file) => {
    const at = path.join(place, file);
    return existsSync(at) ? readFileSync(at, 'utf8') : undefined;
  };
}
