import { RejectedEventError } from "./errors.ts";
import { messageOf } from "./message-of.ts";

/** An event of a write that cannot be written as it is. */
export interface Fault {
  /** Its place among the events of the write. */
  readonly index: number;
  readonly error: unknown;
}

/**
 * Most bytes (16 MiB) that a topic encodes at a time, unless a single event has more: an append of large events is
 * written in rounds, so that not all of them are in memory twice.
 */
export const MOST_ENCODED_BYTES = 16_777_216;

/**
 * Throws where there are faults: the target refuses these events. It has written nothing of them, and of the write only
 * those that are not `unwritten`; null where it has written none.
 */
export function refuseFaults(faults: readonly Fault[], unwritten: readonly number[] | null = null): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new RejectedEventError(
    messageOf(first.error),
    faults.map(({ index }) => index),
    { unwritten, reasons: faults.map(({ error }) => messageOf(error)), cause: first.error },
  );
}

/** The indexes of the events of a write that are not written, where those from `start` to `end` are left. */
export function indexesBetween(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}
