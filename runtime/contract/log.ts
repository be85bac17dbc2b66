/** Structured logs: one line an entry, on standard error; JSON with `--log json`. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /**
   * Like `warn`, but not every time for each `cause`: the first ten messages that differ, then with how often it came at
   * intervals that grow from a minute to an hour, and at the end. What `message` says of a single value is not part of
   * the cause.
   */
  once(cause: string, message: string, fields?: Readonly<Record<string, unknown>>): void;
}
