// Generated from generate.flow by `npm run generate`.

/**
 * Makes up lines of a web server's access log (Apache's combined format), for trying things out.
 * Addresses, paths, status codes and sizes depend on `seed` alone, and so does their order; the time stamps are the
 * clock's. A program that is restarted starts with the first line.
 */
export interface GenerateOptions {
  /** Lines a second, evenly spread. */
  readonly rate?: number;
  /** Where the sequence of lines begins: the same seed gives the same lines. */
  readonly seed?: number;
  /** Ends after so many lines; null never does. */
  readonly count?: number | null;
}

export const generateDefaults = {
  rate: 10,
  seed: 1,
  count: null,
} as const;
