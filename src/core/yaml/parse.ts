import { getScalarValue, parseEvents, YAMLException } from 'js-yaml';
import { cleaned } from './clean.ts';
import { findComments } from './comments.ts';
import { accommodate, plainly } from './dialect.ts';
import { composeEvents } from './events.ts';
import { type Reading, readWithRepairs, relocated } from './recover.ts';
import { refusal } from './refusal.ts';
import { edited } from './remap.ts';
import { type EarlierReading, reread } from './reread.ts';
import { checkStrictness } from './strictness.ts';
import type { YamlTree } from './tree.ts';

export interface YamlOptions {
  /** Since 8.3.125 the framework reads with libyaml, which takes tabs between the elements of a row; default true. */
  readonly tabsBetweenElements?: boolean;
}

/** Python ends its own recursion not far beyond. */
const maxDepth = 400;
/** Rewritings of one text in YAML 1.2 before it counts as refused. */
const mostAccommodations = 50;

/**
 * The tree of a YAML text with the values that PyYAML's `safe_load` gives, and everything that PyYAML refuses or silently ignores.
 * Where it refuses, the damage is mended as the quick fix would do it and the text read again, so that the rest is still there.
 */
export function parseYaml(text: string, options: YamlOptions = {}): YamlTree {
  const libyaml = options.tabsBetweenElements ?? true;
  for (const earlier of recent[libyaml ? 'libyaml' : 'pure']) {
    const tree = earlier.text === text ? earlier.tree : reread(earlier, text, (line) => readWhole(line, libyaml));
    if (tree !== undefined) return keep({ text, tree }, libyaml, earlier);
  }
  return keep({ text, tree: readWhole(text, libyaml) }, libyaml);
}

/** The last texts read: what is typed next differs from one of them in one place. */
const recent: Record<'libyaml' | 'pure', readonly EarlierReading[]> = { libyaml: [], pure: [] };
const mostRecent = 3;

/** Remembers a reading, and the one that it was derived from longer than others. */
function keep(reading: EarlierReading, libyaml: boolean, source?: EarlierReading): YamlTree {
  const loader = libyaml ? 'libyaml' : 'pure';
  const others = recent[loader].filter((other) => other !== source && other.text !== reading.text);
  const ahead = source !== undefined && source.text !== reading.text ? [reading, source] : [reading];
  recent[loader] = [...ahead, ...others].slice(0, mostRecent);
  return reading.tree;
}

function readWhole(text: string, libyaml: boolean): YamlTree {
  const deletions = cleaned(text);
  if (deletions.length === 0) return readWithRepairs(text, libyaml, read);
  const clean = edited(text, deletions);
  return relocated(readWithRepairs(clean.text, libyaml, read), clean.toOriginal);
}

/** js-yaml finds the structure; values, and the verdict where YAML 1.1 and 1.2 differ, are PyYAML's. Throws a `YamlFailure`. */
function read(original: string, libyaml: boolean): Reading {
  const text = original.replaceAll('\x85', '\n');
  const { parsed, events } = eventsOf(text);
  const exact = parsed === text;
  const decode = (index: number) => {
    const event = events[index];
    return event?.type === 4 ? getScalarValue(text, exact ? event : { ...event, fast: false }) : '';
  };
  const composed = composeEvents({ text, parsed, exact, decode }, events);
  const comments = findComments(text, composed.leaves);
  checkStrictness({ ...composed, text, libyaml, comments });
  return { ...composed, comments };
}

function eventsOf(text: string) {
  let parsed = plainly(text);
  for (let attempt = 0; ; attempt++) {
    try {
      return { parsed, events: parseEvents(parsed, { maxDepth }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const at = error.mark?.position ?? 0;
      const next = attempt < mostAccommodations ? accommodate(parsed, at, error.reason) : undefined;
      if (next === undefined) throw refusal(text, error.reason, at);
      parsed = next;
    }
  }
}
