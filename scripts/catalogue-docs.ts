// Writes docs/catalogue.md: every module of the catalogue with its arguments and who has it, from the definitions. A test says when it is old.
//   npx tsx scripts/catalogue-docs.ts
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue, type ModuleDefinition, newestUpstream, type ReleaseRules, releaseRules, showPython } from '../src/core/index.ts';
import { fileArguments } from '../src/core/refactor/translate.ts';
import { changes } from '../src/core/upstream/changes.ts';
import { compareReleases, upstreamLines } from '../src/core/upstream/releases.ts';

export const cataloguePage = path.join(import.meta.dirname, '..', 'docs', 'catalogue.md');

const first = '8.3.0';
/** Every release at which something may begin or end, oldest first. */
const releases = [...new Set([first, ...changes.map(({ since }) => since)])].sort(compareReleases);
const trees = Object.keys(upstreamLines()).filter((line) => !/^\d/.test(line));

export function catalogueDocs(): string {
  const modules = [...catalogue()].sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const [own, others] = [modules.filter((m) => seen(m).length > 0), modules.filter((m) => seen(m).length === 0)];
  return `# The catalogue

All ${modules.length} modules that have a definition, with the arguments that a row writes in the newest release, ${newestUpstream}. \`yolo-architect modules NAME\` says
more of each. Modules of your own are described in [\`.yolo-architect/modules.yaml\`](modules.md); which modules of public files are here and which
are not, [and why](wild-modules.md).

## Of the framework

Exact: shapes, parameters, FLOPs and refusals are those of the releases that have the module, of ${first} to ${newestUpstream}, or of the public trees of
YOLOv12 and YOLOv13.

| module | arguments | in |
| --- | --- | --- |
${own.map((m) => row(m, where(m))).join('\n')}

## Of forks

No release has them; they must be registered, and each has the definition that the paper and most public copies of the framework agree on. How a parser treats
their arguments is a *convention*, said in the hover; the setting \`yoloArchitect.moduleConventions\` and the option \`--convention\` correct it.

| module | arguments | after |
| --- | --- | --- |
${others.map((m) => row(m, m.origin ?? '')).join('\n')}
`;
}

function row(module: ModuleDefinition, place: string): string {
  const args = fileArguments(module, rulesOf(newestUpstream)).list.map(({ name, required, fallback }) =>
    required ? name : `${name}=${showPython(fallback as never)}`,
  );
  const list = args.join(', ').replaceAll('|', '\\|');
  return `| \`${module.name}\` | ${list === '' ? '' : `\`${list}\``} | ${place} |`;
}

/** What has the module: the releases of the list, and trees. */
function seen(module: ModuleDefinition): string[] {
  return [...releases, ...trees].filter((version) => module.upstream(rulesOf(version)));
}

/** Since and until which release, or in which trees alone. */
function where(module: ModuleDefinition): string {
  const there = releases.filter((version) => module.upstream(rulesOf(version)));
  const [since] = there;
  if (since === undefined) return seen(module).join(', ');
  const gone = releases.find((version) => compareReleases(version, there.at(-1) ?? version) > 0);
  const bounds = [...(since === first ? [] : [`since ${since}`]), ...(gone === undefined ? [] : [`until before ${gone}`])];
  return bounds.length === 0 ? 'all' : bounds.join(', ');
}

function rulesOf(version: string): ReleaseRules {
  const rules = releaseRules(version);
  if (rules === undefined) throw new Error(`no rules for ${version}`);
  return rules;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(cataloguePage, catalogueDocs());
  console.log(path.relative(process.cwd(), cataloguePage));
}
