import { existsSync } from 'node:fs';
import path from 'node:path';
import { readModules, type UserModules } from '../core/index.ts';
import { readSource } from './files.ts';
import { hasErrors, place, problemLine } from './problems.ts';
import type { Terminal } from './terminal.ts';

/** Where a project describes its own modules, in the folder of a model or above it. */
const projectFile = path.join('.yolo-architect', 'modules.yaml');

/** Problems of the files of modules that were read, each file once: lines to print, and whether any is an error. */
const found = new Map<string, { readonly lines: readonly string[]; readonly errors: boolean }>();

/** The modules for a model: those of the files named, else of the nearest `.yolo-architect/modules.yaml` above it. */
export function modulesFor(model: string, named: readonly string[] | undefined): UserModules | undefined {
  const nearest = named === undefined ? nearestFile(model === '-' ? process.cwd() : path.dirname(path.resolve(model))) : undefined;
  let modules: UserModules | undefined;
  for (const file of named ?? (nearest === undefined ? [] : [nearest])) modules = readFile(file, modules);
  return modules;
}

/** Says what is wrong in the files of modules; true where something is. */
export function reportModules(terminal: Terminal): boolean {
  for (const { lines } of found.values()) for (const line of lines) terminal.error(line);
  return [...found.values()].some(({ errors }) => errors);
}

/** Tells a project's file of modules from other YAML files. */
export function isModulesFile(file: string): boolean {
  return path.resolve(file).endsWith(path.sep + projectFile);
}

const read = new Map<string, string>();

function readFile(file: string, earlier: UserModules | undefined): UserModules {
  const text = read.get(file) ?? readSource(file).text;
  read.set(file, text);
  const { modules, problems } = readModules(text, file, earlier);
  const placed = place(text, problems);
  if (!found.has(file)) found.set(file, { lines: placed.map((problem) => problemLine(file, problem)), errors: hasErrors(placed) });
  return modules;
}

const nearestOf = new Map<string, string | undefined>();

function nearestFile(folder: string): string | undefined {
  if (nearestOf.has(folder)) return nearestOf.get(folder);
  const file = path.join(folder, projectFile);
  const parent = path.dirname(folder);
  const nearest = existsSync(file) ? path.relative('', file) || file : parent === folder ? undefined : nearestFile(parent);
  nearestOf.set(folder, nearest);
  return nearest;
}
