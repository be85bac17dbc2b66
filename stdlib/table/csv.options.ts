// Generated from csv.flow by `npm run generate`.

/**
 * A table whose rows are those of a file of comma-separated values, after RFC 4180. The first line names the columns; each
 * field of the row's type takes the column of its name, in any order, and further columns are left out. Numbers, times
 * (ISO 8601), durations and sizes are read from their text; an empty field is null where the type may be.
 *
 * The file is loaded when the program starts and again whenever it changes, all of it at once. A file that cannot be read, or
 * in which a row is wrong or a key stands twice, is logged and the rows stay as they were; at the start the program ends.
 * Whoever writes the file puts it in place whole: under another name first, then renamed.
 */
export interface CsvOptions<K, T> {
  /** The file; a relative path starts at the working directory. */
  readonly path: string;
  /** What a row is found by; no two rows have the same. */
  readonly key: (value: T) => K;
  /** What stands between two fields. */
  readonly separator?: string;
  /** How often it is looked whether the file has changed. */
  readonly checkInterval?: number;
  /** Larger files are not loaded: all rows are kept in memory. */
  readonly maxSize?: number;
}

export const csvDefaults = {
  separator: ",",
  checkInterval: 5_000,
  maxSize: 104_857_600,
} as const;
