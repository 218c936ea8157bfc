/** Which releases of the framework and of its counter were published; `scripts/release-dates.ts` compares with the package index. */
import { compareReleases } from './releases.ts';

interface Line {
  readonly first: string;
  /** Number of the last release of the line; all before it were published too, but for those gone. */
  readonly last: number;
  /** Taken back by their authors. */
  readonly gone?: readonly number[];
}

/** The lines that are known, oldest first. */
const lines = {
  ultralytics: [
    { first: '8.3.0', last: 253, gone: [41, 42, 45, 46] },
    { first: '8.4.0', last: 190 },
  ],
  'ultralytics-thop': [
    { first: '2.0.0', last: 22 },
    { first: '2.1.0', last: 6 },
    { first: '2.2.0', last: 3 },
  ],
} as const satisfies Readonly<Record<string, readonly Line[]>>;

export type PublishedPackage = keyof typeof lines;

/** All releases, oldest first. */
export function publishedReleases(name: PublishedPackage): string[] {
  return linesOf(name).flatMap(({ first, last, gone = [] }) =>
    Array.from({ length: last + 1 }, (_, n) => n)
      .filter((n) => !gone.includes(n))
      .map((n) => release(first, n)),
  );
}

/** Whether there is such a release; one newer than all known may have come since. */
export function isPublished(name: PublishedPackage, version: string): boolean {
  if (!/^\d+\.\d+\.\d+$/.test(version)) return false;
  const all = publishedReleases(name);
  return all.includes(version) || compareReleases(version, all.at(-1) ?? version) > 0;
}

/** The lines as people read them: `2.0.0–2.0.22, 2.1.0–2.1.6`. */
export function publishedRanges(name: PublishedPackage): string {
  return linesOf(name)
    .map(({ first, last }) => `${first}–${release(first, last)}`)
    .join(', ');
}

function linesOf(name: PublishedPackage): readonly Line[] {
  return lines[name];
}

function release(first: string, number: number): string {
  return first.replace(/\d+$/, String(number));
}
