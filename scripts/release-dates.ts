// Looks up again, in the published packages, which releases there are, which first has each change of the dated tables, and says which are newer
// than the newest known and what looks different there. Ends with 1 where a table is wrong. Needs a network and a Python with pip.
//   npx tsx scripts/release-dates.ts [folder for the packages, .tools/releases]
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { changes } from '../src/core/upstream/changes.ts';
import { counterChanges } from '../src/core/upstream/counter-changes.ts';
import { newestThop } from '../src/core/upstream/counters.ts';
import { type PublishedPackage, publishedReleases } from '../src/core/upstream/published.ts';
import { compareReleases, newestUpstream } from '../src/core/upstream/releases.ts';
import { openRelease, type Release, releasesOf } from './releases/pip.ts';
import { counterProbes, type Probe, probes, shows } from './releases/probes.ts';

interface Entry {
  readonly id: string;
  readonly since: string;
  readonly probe: Probe;
}

const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../.tools/releases'));
mkdirSync(folder, { recursive: true });

const framework = changes.map(({ id, since }): Entry => ({ id, since, probe: probes[id] }));
const counter = counterChanges.map(({ id, since }): Entry => ({ id, since, probe: counterProbes[id] }));
const wrong =
  (await check('ultralytics', '8.3.0', newestUpstream, framework)) + (await check('ultralytics-thop', '2.0.0', newestThop, counter));
process.exitCode = wrong > 0 ? 1 : 0;

/** Prints what is found; how many entries disagree. */
async function check(name: PublishedPackage, first: string, newest: string, entries: readonly Entry[]): Promise<number> {
  const all = await releasesOf(name, first);
  const known = all.filter(({ version }) => compareReleases(version, newest) <= 0);
  const has = async ({ probe }: Entry, { version }: Release) => shows(probe, await openRelease(folder, name, version));
  console.log(`${name}: ${all.length} releases from ${first} on, ${entries.length} changes`);
  const said = publishedReleases(name);
  const different = [
    ...known.map(({ version }) => version).filter((version) => !said.includes(version)),
    ...said.filter((version) => !known.some((release) => release.version === version)),
  ];
  for (const version of different) console.log(`  WRONG  published.ts and the index do not agree on ${version}`);
  let wrong = different.length;
  for (const entry of entries) {
    const found = await firstWith((release) => has(entry, release), known, entry.since);
    const agrees = found?.version === entry.since;
    if (!agrees) wrong++;
    const where = found ? `${found.version} (${found.date})` : 'nowhere: the probe is out of date';
    console.log(agrees ? `  ok     ${entry.id} ${where}` : `  WRONG  ${entry.id} is dated ${entry.since}, found ${where}`);
  }
  const [last, later] = [known.at(-1), all.slice(known.length)];
  for (const { version, date } of later) console.log(`  newer  ${version} (${date})`);
  const latest = later.at(-1);
  if (last === undefined || latest === undefined) {
    console.log(`  ${newest} is the newest release`);
    return wrong;
  }
  for (const entry of entries) {
    if ((await has(entry, latest)) !== (await has(entry, last))) console.log(`  LOOK   ${entry.id} looks different in ${latest.version}`);
  }
  return wrong;
}

/** The table's date where the release has the change and the one before has not; else the date is searched for by halving. */
async function firstWith(
  has: (release: Release) => Promise<boolean>,
  releases: readonly Release[],
  since: string,
): Promise<Release | undefined> {
  const at = releases.findIndex(({ version }) => version === since);
  const [dated, before] = [releases[at], releases[at - 1]];
  if (dated && (await has(dated)) && !(before && (await has(before)))) return dated;
  // A later release may have moved the text again: an earlier find than the date, a later one, or none.
  let [low, high] = dated && (await has(dated)) ? [0, at] : [at + 1, releases.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const release = releases[middle];
    if (release && (await has(release))) high = middle;
    else low = middle + 1;
  }
  const found = releases[low];
  return found && (await has(found)) ? found : undefined;
}
