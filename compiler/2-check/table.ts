import type { Lookup } from "../checked.ts";

export interface Table<Key, Value> extends Lookup<Key, Value> {
  set(key: Key, value: Value): void;
}

/** What is marked. */
export interface Marks<Key> {
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

/** Marks besides those of `below`, which it leaves alone. */
export function marksOver<Key>(below: Pick<Marks<Key>, "has">): Marks<Key> {
  const own = new Set<Key>();
  return { has: (key) => own.has(key) || below.has(key), add: (key) => void own.add(key) };
}
