/** See `syslog.flow`. */
export interface Syslog {
  readonly facility: number | null;
  readonly severity: number | null;
  readonly at: number | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly processId: string | null;
  readonly messageId: string | null;
  readonly data: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly message: string;
  readonly raw: string;
}

/** What is read behind the priority; `severity` where the text says that, too. */
export type SyslogBody = Omit<Syslog, "facility" | "severity" | "raw"> & { readonly severity?: number | null };
