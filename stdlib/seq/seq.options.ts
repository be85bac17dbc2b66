// Generated from seq.flow by `npm run generate`.

/**
 * Counts: the body of each event is the next whole number, from `from` on. For trying things out, and for measuring.
 * It is as fast as its channel, which holds it back while it is full. A program that is restarted begins again.
 */
export interface SeqOptions {
  /** The first number. */
  readonly from?: number;
  /** Ends after so many events; null never does. */
  readonly count?: number | null;
  /** Most events of one transaction. */
  readonly batchSize?: number;
}

export const seqDefaults = {
  from: 0,
  count: null,
  batchSize: 100,
} as const;
