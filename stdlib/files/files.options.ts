// Generated from files.flow by `npm run generate`.

/**
 * Writes events to text files in a directory, one line each, and starts a new file every `rollInterval`.
 * Files are called `<prefix><milliseconds of the start>-<n>`, then `.<extension>` where there is one; n counts from 1.
 * A file is begun when there is something to write: none is empty. A batch is in its file whole or not at all; it
 * counts as written when the operating system has it.
 */
export interface FilesOptions {
  /** The directory; it is made when it is missing. */
  readonly directory: string;
  /** How long one file is written to; 0s is no limit. */
  readonly rollInterval?: number;
  /** Most events of one transaction. */
  readonly batchSize?: number;
  /** Start of the files' names. */
  readonly prefix?: string;
  /** End of the files' names, without its point. */
  readonly extension?: string;
  /** `text`: strings as they are, everything else as `print` shows it; `json`: as JSON. */
  readonly format?: "text" | "json";
}

export const filesDefaults = {
  rollInterval: 30_000,
  batchSize: 100,
  prefix: "",
  extension: "",
  format: "text",
} as const;
