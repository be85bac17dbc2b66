// Generated from json-lines.flow by `npm run generate`.

/**
 * A table whose rows are the lines of a file, each a JSON value of the row's type. Blank lines are left out. It is loaded, and
 * loaded again when it changes, as a `csv` table is.
 */
export interface JsonLinesOptions<K, T> {
  /** The file; a relative path starts at the working directory. */
  readonly path: string;
  /** What a row is found by; no two rows have the same. */
  readonly key: (value: T) => K;
  /** How often it is looked whether the file has changed. */
  readonly checkInterval?: number;
  /** Larger files are not loaded: all rows are kept in memory. */
  readonly maxSize?: number;
}

export const jsonLinesDefaults = {
  checkInterval: 5_000,
  maxSize: 104_857_600,
} as const;
