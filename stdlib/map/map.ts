/** A copy without `key`. */
export function remove<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** In the same order. */
export function filter<K, V>(map: ReadonlyMap<K, V>, keep: (key: K, value: V) => boolean): Map<K, V> {
  return new Map([...map].filter(([key, value]) => keep(key, value)));
}

/** In the same order. */
export function mapValues<K, V, W>(map: ReadonlyMap<K, V>, transform: (value: V) => W): Map<K, W> {
  return new Map(Array.from(map, ([key, value]) => [key, transform(value)]));
}
