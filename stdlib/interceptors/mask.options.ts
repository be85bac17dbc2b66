// Generated from mask.flow by `npm run generate`.

/**
 * Hides what a pattern matches in the body: each character of it becomes `character`. Where the pattern has named groups,
 * only what they match is hidden.
 */
export interface MaskOptions {
  /** What is secret. */
  readonly pattern: RegExp;
  /** What stands for each character. */
  readonly character?: string;
  /** So many characters at the beginning of a match stay readable. */
  readonly keepFirst?: number;
  /** So many at its end. */
  readonly keepLast?: number;
}

export const maskDefaults = {
  character: "*",
  keepFirst: 0,
  keepLast: 0,
} as const;
