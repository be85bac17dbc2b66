import { Json } from "../../runtime/value/json.ts";
import { equal } from "./equal.ts";

/** The key of `map` that is equal to `key`, which JavaScript takes for another: a tuple, a record. Else `key` itself. */
export function keyIn<K>(map: ReadonlyMap<K, unknown>, key: K): K {
  if (!isCompound(key) || map.has(key)) return key;
  for (const known of map.keys()) if (equal(known, key)) return known;
  return key;
}

/** Keys of a map that is being made. Among many it finds one sooner than `keyIn`. */
export class KeysByContent<K> {
  readonly #byText = new Map<string, K>();

  constructor(keys: Iterable<K> = []) {
    for (const key of keys) this.of(key);
  }

  /** The first of all that were asked for that is equal to `key`. */
  of(key: K): K {
    if (!isCompound(key)) return key;
    const text = contentText(key);
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, key);
    return known ?? key;
  }
}

function isCompound(key: unknown): key is object {
  return typeof key === "object" && key !== null;
}

/** The same text for values that are `equal`, and for no others. */
function contentText(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  // Of the two zeros, which are equal, JavaScript writes both as 0.
  if (!isCompound(value)) return String(value);
  if (value instanceof Json) return `j${value.canonical}`;
  if (value instanceof Uint8Array) return `b${value.join()}`;
  if (Array.isArray(value)) return `[${value.map(contentText).join()}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return `{${entries
    .map(([name, field]) => `${contentText(name)}:${contentText(field)}`)
    .sort()
    .join()}}`;
}
