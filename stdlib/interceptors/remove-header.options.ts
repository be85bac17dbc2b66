// Generated from remove-header.flow by `npm run generate`.

/** Removes headers: the one of a name, those of a list, and those whose whole name matches a pattern. */
export interface RemoveHeaderOptions {
  /** Name of a header. */
  readonly withName?: string | null;
  /** Names of headers. */
  readonly fromList?: readonly string[];
  /** Pattern of names; it must match a name from its start to its end. */
  readonly matching?: RegExp | null;
}

export const removeHeaderDefaults = {
  withName: null,
  fromList: [],
  matching: null,
} as const;
