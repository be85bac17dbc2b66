/**
 * Where a value is written as JSON, part by part. A method that takes a value throws TypeError when it is not of the type
 * that the method is named after: users' own TypeScript may give anything.
 */
export interface JsonOutput {
  /** Writes text that is JSON already, such as `{"ip":`. */
  raw(text: string): this;
  string(value: unknown): void;
  bool(value: unknown): void;
  int(value: unknown): void;
  /** A number that JSON lacks is written as `"NaN"`, `"Infinity"` or `"-Infinity"`. */
  float(value: unknown): void;
  /** In ISO 8601, from ms since 1970. */
  timestamp(value: unknown): void;
  duration(value: unknown): void;
  size(value: unknown): void;
  /** In base64. */
  bytes(value: unknown): void;
  /** A `Json`, as the text that it was read from. */
  json(value: unknown): void;
  null(value: unknown): void;
  /** Each element by `encode`. */
  array(value: unknown, encode: JsonEncoder<never>): void;
  /** Writes nothing; throws TypeError for what has no fields. */
  checkRecord(value: unknown): void;
  /** Writes nothing; throws TypeError for what is not an array of `length` elements. */
  checkTuple(value: unknown, length: number): void;
}

/** Writes a value of one type as JSON. Throws TypeError for one of another type, and may have written half of it then. */
export type JsonEncoder<T = unknown> = (json: JsonOutput, value: T) => void;
