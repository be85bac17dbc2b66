// Generated from regex-filter.flow by `npm run generate`.

/** Lets pass only events whose body has a match of the pattern, or only those without one. */
export interface RegexFilterOptions {
  /** What to look for; it may match anywhere in the body. */
  readonly regex: RegExp;
  /** Drops the events that match, instead of those that do not. */
  readonly excludeEvents?: boolean;
}

export const regexFilterDefaults = {
  excludeEvents: false,
} as const;
