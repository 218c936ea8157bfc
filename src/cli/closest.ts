import { distance, closest as nearest } from 'fastest-levenshtein';

/** The name that was probably meant; `undefined` where none is near. */
export function closest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const found = nearest(
    name.toLowerCase(),
    names.map((n) => n.toLowerCase()),
  );
  return distance(name.toLowerCase(), found) <= Math.max(2, name.length / 3) ? names.find((n) => n.toLowerCase() === found) : undefined;
}
