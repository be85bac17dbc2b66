// Generated from uuid.flow by `npm run generate`.

/** Adds a header with an identifier that no other event has: a random UUID. */
export interface UuidOptions {
  /** Name of the header. */
  readonly headerName?: string;
  /** Leaves a header alone that is there already. */
  readonly preserveExisting?: boolean;
  /** Text before the identifier. */
  readonly prefix?: string;
}

export const uuidDefaults = {
  headerName: "id",
  preserveExisting: true,
  prefix: "",
} as const;
