// Generated from discard.flow by `npm run generate`.

/** Takes everything and does nothing with it. */
export interface DiscardOptions {
  /** Most events of one transaction. */
  readonly batchSize?: number;
}

export const discardDefaults = {
  batchSize: 100,
} as const;
