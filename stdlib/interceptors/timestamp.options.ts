// Generated from timestamp.flow by `npm run generate`.

/**
 * Adds a header with a time, in milliseconds since 1970: what `%Y` and its like in paths need. It is the time at which
 * the event passes, or one that is taken from the event.
 */
export interface TimestampOptions {
  /** Name of the header. */
  readonly headerName?: string;
  /** Leaves a header alone that is there already. */
  readonly preserveExisting?: boolean;
}

export const timestampDefaults = {
  headerName: "timestamp",
  preserveExisting: false,
} as const;
