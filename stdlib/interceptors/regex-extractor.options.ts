// Generated from regex-extractor.flow by `npm run generate`.

/**
 * Sets a header for each named group of a pattern, to what the group matches in the body. An event without a match passes
 * as it is, and so does a group that takes no part in one.
 */
export interface RegexExtractorOptions {
  /** What to look for; it may match anywhere in the body. Its groups have names: `(?<level>\w+)`. */
  readonly regex: RegExp;
  /**
   * How the group `timestamp` writes a time: its header is then that time in milliseconds since 1970, which `%Y` and its
   * like in paths need. Anything else sets none. Letters are those of Java: `yyyy-MM-dd HH:mm:ss`.
   */
  readonly timePattern?: string | null;
  /** Time zone of that time where it has no offset, such as `Europe/Berlin`. */
  readonly timeZone?: string;
}

export const regexExtractorDefaults = {
  timePattern: null,
  timeZone: "UTC",
} as const;
