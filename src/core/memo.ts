/** The value for `key`, made once and kept as long as the key lives. */
export function remember<K extends object, V>(store: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  store.set(key, made);
  return made;
}
