import { findModule } from '../catalogue/index.ts';
import type { DynamicMeaning } from '../catalogue/modules/dynamic-blocks.ts';
import { newestUpstream, releaseRules } from '../upstream/releases.ts';

/** A class at the left margin of a Python source. */
export interface PythonClass {
  readonly name: string;
  /** One-based. */
  readonly line: number;
}

/** The classes of a Python source, read as text. */
export function readClasses(source: string): PythonClass[] {
  const found: PythonClass[] = [];
  let line = 1;
  let at = 0;
  for (const { 1: name = '', index } of source.matchAll(/^class[ \t]+(\w+)\s*[(:]/gm)) {
    for (; at < index; at++) if (source.charCodeAt(at) === 10) line++;
    found.push({ name, line });
  }
  return found;
}

/** Where the framework's parser looks its modules up, in a copy of its sources. */
export const parserSource = 'ultralytics/nn/tasks.py';

/** The names that a Python source mentions: what a copy of the parser's own source does not, it cannot see. */
export function readNames(source: string): ReadonlySet<string> {
  return new Set(source.replace(/#.*$/gm, '').match(/\b[A-Za-z_]\w*\b/g) ?? []);
}

/** Modules that rows name and that release of the framework does not have, as far as a text tells at a glance. */
export function foreignNames(text: string, upstream: string | undefined): string[] {
  const rules = releaseRules(upstream ?? newestUpstream);
  const names = new Set([...text.matchAll(/,\s*["']?([A-Za-z_]\w*)["']?\s*,\s*\[/g)].map(([, name = '']) => name));
  return [...names].filter((name) => rules === undefined || !findModule(name)?.upstream(rules));
}

/**
 * What a Python source means by `DynamicConv`, read as text: a class of that name with a BatchNorm in its body is the drop-in, one
 * without is the convolution alone; `undefined` where the source has no such class.
 */
export function readDynamicClass(source: string): DynamicMeaning | undefined {
  const start = /^class\s+DynamicConv\s*[(:].*$/m.exec(source);
  if (start === null) return undefined;
  const rest = source.slice(start.index + start[0].length);
  const end = /^\S/m.exec(rest.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length)));
  const body = end === null ? rest : rest.slice(0, end.index);
  return /BatchNorm2d|\bnn\.SyncBatchNorm/.test(body) ? 'bn-act' : 'plain';
}
