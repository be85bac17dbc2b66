import { KeysByContent, keyIn } from "../array/key-in.ts";

/** The value of a key; null where it has none. Keys are compared by content. */
export function get<K, V>(map: ReadonlyMap<K, V>, key: K): V | null {
  return map.get(keyIn(map, key)) ?? null;
}

/** Whether a key, compared by content, has a value. */
export function has<K, V>(map: ReadonlyMap<K, V>, key: K): boolean {
  return map.has(keyIn(map, key));
}

/** A copy in which `key`, compared by content, has `value`. */
export function set<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): Map<K, V> {
  return new Map(map).set(keyIn(map, key), value);
}

/** Of several pairs with an equal key the last. */
export function toMap<K, V>(pairs: readonly (readonly [K, V])[]): Map<K, V> {
  return addAll(new Map<K, V>(), pairs);
}

/** Of a key that both have the value of `other`. */
export function merge<K, V>(map: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): Map<K, V> {
  return addAll(new Map(map), other);
}

/** A copy without `key`. */
export function remove<K, V>(map: ReadonlyMap<K, V>, key: K): Map<K, V> {
  const copy = new Map(map);
  copy.delete(keyIn(map, key));
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

function addAll<K, V>(map: Map<K, V>, pairs: Iterable<readonly [K, V]>): Map<K, V> {
  const keys = new KeysByContent(map.keys());
  for (const [key, value] of pairs) map.set(keys.of(key), value);
  return map;
}
