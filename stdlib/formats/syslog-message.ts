/** See `syslog.flow`. */
export interface Syslog {
  readonly facility: number;
  readonly severity: number;
  readonly at: number | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly processId: string | null;
  readonly messageId: string | null;
  readonly data: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly message: string;
}

/** What is left when the priority is read. */
export type SyslogBody = Omit<Syslog, "facility" | "severity">;
