// Generated from exec.flow by `npm run generate`.

/**
 * Runs a command; every line that it writes to standard output becomes an event.
 * The command is split on blanks and started without a shell, unless `shell` names one.
 * Lines end at `\n` or `\r\n`; a last one without is delivered too. When the command ends, so has the source, unless
 * `restart` is set.
 * A full channel holds the command back by its pipe; it is not killed for it, and no line is lost.
 * The source keeps no position: what the command wrote while the program was down is missed. `taildir` does better.
 */
export interface ExecOptions {
  /** The command and its arguments, separated by blanks; with `shell`, text for that shell. */
  readonly command: string;
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
}

export const execDefaults = {
  shell: null,
  restart: false,
  restartThrottle: 10_000,
  logStdErr: false,
  batchSize: 20,
  batchTimeout: 3_000,
  charset: "UTF-8",
  maxLineLength: 1_048_576,
} as const;
