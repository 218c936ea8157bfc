import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type ClassPlace, foreignNames, parserSource, readClasses, readNames } from '../core/index.ts';

/** Enough for any copy of the framework; a repository with more is not searched to its end. */
const mostFiles = 3_000;
const elsewhere: ReadonlySet<string> = new Set(['node_modules', '.git', '.tox', 'build', 'dist', 'venv', '.venv', 'env', 'site-packages']);

interface Sources {
  readonly places: ReadonlyMap<string, { readonly file: string; readonly line: number }>;
  /** All that its copy of the framework's parser mentions, where it has one. */
  readonly names: ReadonlySet<string> | undefined;
}

const read = new Map<string, Sources>();

/** Where the repository around a model defines the classes that its rows name and the framework does not have. */
export function classesAround(model: string, text: string, upstream: string | undefined): Record<string, ClassPlace> | undefined {
  const foreign = model === '-' ? [] : foreignNames(text, upstream);
  const root = foreign.length === 0 ? undefined : repositoryOf(path.dirname(path.resolve(model)));
  if (root === undefined) return undefined;
  const { places, names } = read.get(root) ?? readSources(root);
  const found = foreign.flatMap((name) => {
    const place = places.get(name);
    return place === undefined ? [] : [[name, { ...place, registered: names?.has(name) === true }] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** Outside of a repository only the model's own folder is searched. */
function repositoryOf(folder: string): string {
  for (let at = folder; path.dirname(at) !== at; at = path.dirname(at)) if (existsSync(path.join(at, '.git'))) return at;
  return folder;
}

function readSources(root: string): Sources {
  const places = new Map<string, { file: string; line: number }>();
  let names: ReadonlySet<string> | undefined;
  let files = 0;
  for (const file of pythonFiles(root)) {
    if (files++ >= mostFiles) break;
    const text = readFileSync(file, 'utf8');
    const relative = path.relative(root, file).split(path.sep).join('/');
    for (const { name, line } of readClasses(text)) if (!places.has(name)) places.set(name, { file: relative, line });
    if (relative.endsWith(parserSource)) names ??= readNames(text);
  }
  const sources = { places, names };
  read.set(root, sources);
  return sources;
}

function* pythonFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    // Links are not followed: they may lead in circles.
    if (entry.isDirectory() && !elsewhere.has(entry.name)) yield* pythonFiles(file);
    else if (entry.isFile() && entry.name.endsWith('.py')) yield file;
  }
}
