// Generated from lines.flow by `npm run generate`.

/**
 * Reads a text file from its start to its end, a line an event, and ends there.
 * Lines end at `\n` or `\r\n`; a last one without counts too.
 * The file can be read again: a program that is restarted starts with the first line.
 */
export interface LinesOptions {
  /** The file; a relative path starts at the working directory. */
  readonly path: string;
  /** Character encoding of the file. */
  readonly charset?: string;
  /** Longest line in characters; a longer one is delivered in pieces of this length and counted. */
  readonly maxLineLength?: number;
  /** What the first line of a record matches, such as `/^\d{4}-\d\d-\d\d /`; the lines up to the next one are part of it. */
  readonly recordStart?: RegExp | null;
  /**
   * What makes a record of lines otherwise: `lines`, each is one; `indented`, lines that begin with a blank or a tab
   * continue the one before; `backslash`, a line that ends in one is continued; `csv`, so is a line within quotes; `cri`
   * and `docker`, the parts of long lines in logs of containers are that line again.
   */
  readonly records?: "lines" | "indented" | "backslash" | "csv" | "cri" | "docker";
  /** Most lines of a record; what is beyond that is a record of its own, and counted. */
  readonly maxRecordLines?: number;
  /** Most bytes of a record of several lines; what is beyond that is a record of its own, and counted. */
  readonly maxRecordSize?: number;
}

export const linesDefaults = {
  charset: "UTF-8",
  maxLineLength: 1_048_576,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 1_048_576,
} as const;
