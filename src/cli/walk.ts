import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** One `.gitignore` and the folder its patterns are relative to. */
interface Rules {
  readonly folder: string;
  readonly patterns: Ignore;
}

/** YAML files below a folder in the order of their names, without what git ignores. */
export function* yamlFiles(folder: string): Generator<string> {
  yield* walk(folder, rulesAbove(path.resolve(folder)));
}

function* walk(folder: string, inherited: readonly Rules[]): Generator<string> {
  const rules = [...inherited, ...rulesOf(path.resolve(folder))];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    const isFolder = entry.isDirectory();
    if ((isFolder && (entry.name === '.git' || entry.name === 'node_modules')) || isIgnored(file, isFolder, rules)) continue;
    // Links to folders are not followed: they may lead in circles.
    if (isFolder) yield* walk(file, rules);
    else if (/\.ya?ml$/.test(entry.name) && statSync(file, { throwIfNoEntry: false })?.isFile()) yield file;
  }
}

/** The `.gitignore` files of the folders above, up to the root of the repository. */
function rulesAbove(folder: string): Rules[] {
  const above: string[] = [];
  for (let at = folder; !existsSync(path.join(at, '.git')); ) {
    const parent = path.dirname(at);
    // Outside of a repository nothing above counts.
    if (parent === at) return [];
    above.unshift(parent);
    at = parent;
  }
  return above.flatMap(rulesOf);
}

function rulesOf(folder: string): Rules[] {
  const file = path.join(folder, '.gitignore');
  return existsSync(file) ? [{ folder, patterns: ignore().add(readFileSync(file, 'utf8')) }] : [];
}

/** The deepest file that says something about a path decides, as in git. */
function isIgnored(file: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  let ignored = false;
  for (const { folder, patterns } of rules) {
    const relative = path.relative(folder, path.resolve(file)).split(path.sep).join('/');
    const verdict = patterns.test(isFolder ? `${relative}/` : relative);
    ignored = verdict.ignored || (ignored && !verdict.unignored);
  }
  return ignored;
}
