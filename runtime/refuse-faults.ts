import { RejectedEventError } from "./component.ts";
import { messageOf } from "./message-of.ts";

/** An event of a write that cannot be written as it is. */
export interface Fault {
  /** Its place among the events of the write. */
  readonly index: number;
  readonly error: unknown;
}

/** Throws where there are faults: the target refuses these events, and has written nothing yet. */
export function refuseFaults(faults: readonly Fault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  throw new RejectedEventError(
    messageOf(first.error),
    faults.map(({ index }) => index),
    { reasons: faults.map(({ error }) => messageOf(error)), cause: first.error },
  );
}
