/** Structured logs: one line an entry, on standard error; JSON with `--log json`. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Like `warn`, but only the first time for each `cause`; later ones are only counted, and told at the end. */
  once(cause: string, message: string, fields?: Readonly<Record<string, unknown>>): void;
}
