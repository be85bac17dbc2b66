// Generated from exec.flow by `npm run generate`.

/**
 * Runs a command; every line that it writes to standard output becomes an event.
 * The command is started without a shell, unless `shell` names one: split on blanks, or, with `args`, as it stands.
 * Values of the program go into `args`, each an argument of its own whatever is in it; in the text for a shell they
 * would be run. With a shell they are its `"$1"`, `"$2"` and so on.
 * Lines end at `\n` or `\r\n`; a last one without is delivered too. When the command ends, so has the source, unless
 * `restart` is set.
 * A full channel holds the command back by its pipe; it is not killed for it, and no line is lost.
 * What the command writes to standard error goes to the log, up to 20 lines a minute. A command ends with the program,
 * also with one that is killed.
 * The source keeps no position: what the command wrote while the program was down is missed. `taildir` does better.
 */
export interface ExecOptions {
  /**
   * The command and its arguments, separated by blanks; with `args`, the command alone; with `shell`, text for that
   * shell.
   */
  readonly command: string;
  /** Arguments, each passed on as it is; with `shell`, what that shell has as `"$1"`, `"$2"`. */
  readonly args?: readonly string[] | null;
  /** Shell that runs the command, such as `"/bin/sh -c"`: needed for pipes, quotes and wildcards. */
  readonly shell?: string | null;
  /** Starts the command again when it has ended. */
  readonly restart?: boolean;
  /** Wait before a restart. */
  readonly restartThrottle?: number;
  /** Writes what the command says on standard error to the log; otherwise it is thrown away. */
  readonly logStdErr?: boolean;
  /** Most lines of one transaction. */
  readonly batchSize?: number;
  /** Longest wait for a batch to fill before it goes on as it is. */
  readonly batchTimeout?: number;
  /** Character encoding of the command's output. */
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
  /** How long a record that may have more lines waits for them. */
  readonly recordTimeout?: number;
}

export const execDefaults = {
  args: null,
  shell: null,
  restart: false,
  restartThrottle: 10_000,
  logStdErr: true,
  batchSize: 20,
  batchTimeout: 3_000,
  charset: "UTF-8",
  maxLineLength: 1_048_576,
  recordStart: null,
  records: "lines",
  maxRecordLines: 1_000,
  maxRecordSize: 1_048_576,
  recordTimeout: 2_000,
} as const;
