import { PyDict } from '../python.ts';
import { parseYaml } from '../yaml/parse.ts';

/** How many classes a data file describes: those of its `names`, else its `nc`; nothing where the text is no data file. */
export function readDataClasses(text: string): number | undefined {
  // Reading every YAML file of a workspace to its end would take long.
  if (!/^(?:train|val)\s*:/m.test(text) || !/^(?:names|nc)\s*:/m.test(text)) return undefined;
  const value = parseYaml(text, {}).root?.value;
  if (!(value instanceof PyDict)) return undefined;
  const [names, nc] = [value.get('names'), value.get('nc')];
  if (Array.isArray(names)) return names.length;
  if (names instanceof PyDict) return names.entries.size;
  return typeof nc === 'number' ? nc : undefined;
}
