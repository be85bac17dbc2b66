// Generated from host.flow by `npm run generate`.

/** Adds a header with the address or name of this machine. */
export interface HostOptions {
  /** Name of the header. */
  readonly hostHeader?: string;
  /** The address; otherwise the name. */
  readonly useIP?: boolean;
  /** Leaves a header alone that is there already. */
  readonly preserveExisting?: boolean;
}

export const hostDefaults = {
  hostHeader: "host",
  useIP: true,
  preserveExisting: false,
} as const;
