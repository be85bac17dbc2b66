import type { Schema } from "../contract/schema.ts";

/** The pairs of one batch, in little memory: numbers of keys in `keys`, which a whole window shares, and values. */
export interface Columns<K, V> {
  readonly keys: readonly K[];
  readonly numbers: Int32Array;
  readonly values: Column<V>;
}

type Column<V> = Int32Array | Float64Array | V[];

/** What a window keeps of a batch: columns, or pairs as they were read from disk. */
export type KeptPairs<K, V> = Columns<K, V> | readonly (readonly [K, V])[];

/** A list of `length` values of `schema`, in as little memory as they need. */
export function columnOf<V>(schema: Schema, length: number, valueAt: (index: number) => V): Column<V> {
  if (!isNumeric(schema)) return Array.from({ length }, (_, index) => valueAt(index));
  const small = schema.kind === "int" ? smallInts(length, valueAt as (index: number) => number) : null;
  return small ?? numbers(length, valueAt);
}

/** Whether values of `schema` are numbers at run time. */
export function isNumeric(schema: Schema): boolean {
  return ["int", "float", "duration", "size", "timestamp"].includes(schema.kind);
}

function numbers<V>(length: number, valueAt: (index: number) => V): Float64Array {
  const column = new Float64Array(length);
  for (let index = 0; index < length; index++) column[index] = valueAt(index) as number;
  return column;
}

/** Null where one of them takes more than 32 bits. */
function smallInts(length: number, valueAt: (index: number) => number): Int32Array | null {
  const column = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const value = valueAt(index);
    column[index] = value;
    if (column[index] !== value) return null;
  }
  return column;
}

/** The pairs of a batch as they are written. */
export function pairsOf<K, V>(kept: KeptPairs<K, V>): readonly (readonly [K, V])[] {
  if (!("numbers" in kept)) return kept;
  const { keys, numbers, values } = kept;
  return Array.from(numbers, (number, index): [K, V] => [keys[number]!, values[index] as V]);
}
