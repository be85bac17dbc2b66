// Generated from static.flow by `npm run generate`.

/** Adds one header with a fixed value. */
export interface StaticOptions {
  /** Name of the header. */
  readonly key?: string;
  /** Its value. */
  readonly value?: string;
  /** Leaves a header alone that is there already. */
  readonly preserveExisting?: boolean;
}

export const staticDefaults = {
  key: "key",
  value: "value",
  preserveExisting: true,
} as const;
