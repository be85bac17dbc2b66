/**
 * What a map has under `key`, where the program is known to have put something there. Throws where it is not there after
 * all: a source of the user's own that does not set a header which its declaration names.
 */
export function entryOf<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): Value {
  const found = map.get(key);
  if (found === undefined && !map.has(key)) throw new Error(`there is no ${JSON.stringify(key)}, which is declared`);
  return found as Value;
}
