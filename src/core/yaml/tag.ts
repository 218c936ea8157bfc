import { YamlFailure } from './failure.ts';

/** What `%TAG` lines declare: handles such as `!e!` and what they stand for. */
export type TagHandles = ReadonlyMap<string, string>;

/** The full name of a tag as written, such as `!!int`; empty for the tag that says nothing (`!`). */
export function resolveTag(written: string, handles: TagHandles, at: number): string {
  if (written.startsWith('!<')) return decode(written.slice(2, -1), at);
  const handle = /^!(?:[0-9A-Za-z_-]*!)?/.exec(written)?.[0] ?? '!';
  const prefix = handles.get(handle) ?? (handle === '!!' ? 'tag:yaml.org,2002:' : handle === '!' ? '!' : undefined);
  if (prefix === undefined) throw new YamlFailure('while parsing a node', at, `found undefined tag handle '${handle}'`, at);
  return prefix + decode(written.slice(handle.length), at);
}

function decode(suffix: string, at: number): string {
  try {
    return decodeURIComponent(suffix);
  } catch {
    throw new YamlFailure('while scanning a tag', at, 'expected UTF-8', at);
  }
}
