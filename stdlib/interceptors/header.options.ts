// Generated from header.flow by `npm run generate`.

/** Sets a header from the event: what paths (`%{tenant}`), `route` and other steps read. */
export interface HeaderOptions {
  /** Name of the header. */
  readonly name: string;
  /** Leaves a header alone that is there already. */
  readonly preserveExisting?: boolean;
}

export const headerDefaults = {
  preserveExisting: false,
} as const;
