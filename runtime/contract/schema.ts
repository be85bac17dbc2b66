/**
 * The type of a value as plain data, for those who must look at values at run time: codecs, printers, the readers of
 * params. How types are represented in JavaScript: `int`, `float`, `timestamp` (ms since 1970), `duration` (ms) and
 * `size` (bytes) are numbers, `bytes` is a Uint8Array, a tuple and an array are arrays, a record is a plain object,
 * `Map` is a Map, `Json` is a Json, null is null, a `T!` that failed is a `Failure`.
 */
export type Schema =
  | {
      readonly kind:
        | "bool"
        | "int"
        | "float"
        | "string"
        | "bytes"
        | "timestamp"
        | "duration"
        | "size"
        | "json"
        | "null";
    }
  | { readonly kind: "literal"; readonly values: readonly (string | number | boolean)[] }
  | { readonly kind: "array"; readonly element: Schema }
  | { readonly kind: "tuple"; readonly elements: readonly Schema[] }
  | { readonly kind: "record"; readonly fields: Readonly<Record<string, Schema>> }
  | {
      readonly kind: "map";
      readonly key: Schema;
      readonly value: Schema;
      /** In JSON always pairs: an object would put keys that look like numbers before the others. */
      readonly ordered?: boolean;
    }
  | { readonly kind: "nullable"; readonly type: Schema };

/** Short names for the emitter's output: `t.record({ ip: t.string, bytes: t.nullable(t.int) })`. */
export const t = {
  bool: { kind: "bool" },
  int: { kind: "int" },
  float: { kind: "float" },
  string: { kind: "string" },
  bytes: { kind: "bytes" },
  timestamp: { kind: "timestamp" },
  duration: { kind: "duration" },
  size: { kind: "size" },
  json: { kind: "json" },
  null: { kind: "null" },
  literal: (...values: (string | number | boolean)[]): Schema => ({ kind: "literal", values }),
  array: (element: Schema): Schema => ({ kind: "array", element }),
  tuple: (...elements: Schema[]): Schema => ({ kind: "tuple", elements }),
  record: (fields: Record<string, Schema>): Schema => ({ kind: "record", fields }),
  map: (key: Schema, value: Schema): Schema => ({ kind: "map", key, value }),
  nullable: (type: Schema): Schema => ({ kind: "nullable", type }),
} as const satisfies Record<string, Schema | ((...parts: never[]) => Schema)>;
