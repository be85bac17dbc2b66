import type { LiveSegment } from "./log/live-segments.ts";

/** A key of a table and what is kept for it; valid until the batch is saved. Only its table changes it. */
export interface Entry<K, V> {
  readonly key: K;
  value: V;
  /** Where the key stands among the others of its table: later keys have greater ones. */
  order: number;
  /** Where its record is in the log; null for one that is not there yet. */
  segment: LiveSegment | null;
  position: number;
  /** Bytes of that record. */
  bytes: number;
  /** The last batch that has changed it. */
  batch: number;
}
