// Generated from lines.flow by `npm run generate`.

/**
 * Reads a text file from its start to its end, a line an event, and ends there.
 * Lines end at `\n` or `\r\n`; a last one without counts too.
 * The file can be read again: a program that is started anew starts with the first line.
 */
export interface LinesOptions {
  /** The file; a relative path starts at the working directory. */
  readonly path: string;
  /** Character encoding of the file. */
  readonly charset?: string;
  /** Longest line in characters; a longer one is delivered in pieces of this length and counted. */
  readonly maxLineLength?: number;
}

export const linesDefaults = {
  charset: "UTF-8",
  maxLineLength: 1_048_576,
} as const;
