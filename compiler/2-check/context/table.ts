import type { Lookup } from "../../model/checked.ts";

/** A side table that is being filled; what an earlier check has found may show through it. */
export interface Table<Key, Value> extends Lookup<Key, Value> {
  set(key: Key, value: Value): void;
}

/** A set of keys that grows. */
export interface KeySet<Key> {
  has(key: Key): boolean;
  add(key: Key): void;
}

/** A table upon `below`, which it leaves alone. `current` is what an entry of that one is by now. */
export function tableOver<Key, Value>(
  below: Lookup<Key, Value>,
  current: (value: Value) => Value = (value) => value,
): Table<Key, Value> {
  const own = new Map<Key, Value>();
  return {
    get(key) {
      const value = own.get(key);
      if (value !== undefined) return value;
      const old = below.get(key);
      return old === undefined ? undefined : current(old);
    },
    has: (key) => own.has(key) || below.has(key),
    set: (key, value) => void own.set(key, value),
  };
}

/** Keys besides those of `below`, which it leaves alone. */
export function keySetOver<Key>(below: Pick<KeySet<Key>, "has">): KeySet<Key> {
  const own = new Set<Key>();
  return { has: (key) => own.has(key) || below.has(key), add: (key) => void own.add(key) };
}
