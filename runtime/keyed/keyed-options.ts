import type { KeyOf } from "../batch/keyed-batch.ts";
import type { Schema } from "../contract/schema.ts";
import type { StateTable } from "../state/state-table.ts";

/** Types of the keys and of what is kept for each, and how keys are compared. */
export interface KeyedOptions<K> {
  readonly key: Schema;
  readonly state: Schema;
  /** For keys that are not primitives. */
  readonly keyOf?: KeyOf<K>;
}

/** The optional part of a shape: nothing where keys are primitives. */
export function comparing<K>({ keyOf }: Pick<KeyedOptions<K>, "keyOf">): { readonly keyOf?: KeyOf<K> } {
  return keyOf === undefined ? {} : { keyOf };
}

/** Puts what is there before the first batch into a table that has never been saved. */
export function begin<K, V>(table: StateTable<K, V>, initial: readonly (readonly [K, V])[]): void {
  if (!table.isNew) return;
  for (const [key, value] of initial) table.set(key, value);
}
