import type { Event } from "../../contract/event.ts";
import type { Sink } from "../../contract/sink.ts";
import type { OutputDeliveries } from "./output-deliveries.ts";

/** What a batch has for one output. */
export interface BatchOutput {
  /** Null where it has no batch this time, not even an empty one. */
  readonly elements: readonly unknown[] | null;
  /** Failed elements with headers that say why; written as events beside the elements. */
  readonly rejects: readonly Event[];
  /** Batch time in ms. */
  readonly time: number;
  /** What a sink with `writeOnce` knows the batch by; null where the batch is written in any case. */
  readonly id: string | null;
}

/**
 * Writes a batch to an output, again after a back-off for as long as it fails, with the same elements; what a sink took
 * in one write is not written twice. Rejects only when the program stops.
 */
export async function writeOutput(
  sink: Sink<unknown>,
  { elements, rejects, time, id }: BatchOutput,
  deliveries: OutputDeliveries,
): Promise<void> {
  if (elements === null && rejects.length === 0) return;
  const headers = new Map([["timestamp", String(time)]]);
  const events = (): Event[] => (elements ?? []).map((body) => ({ body, headers }));
  const once = sink.writeOnce?.bind(sink);
  if (once !== undefined && id !== null) {
    await deliveries.once.deliver([...events(), ...rejects], (all) => once(all, id), true);
    deliveries.once.committed();
    return;
  }
  const write = (part: readonly Event[]): Promise<void> => sink.write(part);
  const whole = sink.writeBatch?.bind(sink);
  if (whole === undefined || elements === null) {
    await deliveries.batch.deliver([...events(), ...rejects], write, true);
    deliveries.batch.committed();
    return;
  }
  try {
    await whole(elements, time);
    deliveries.batch.written(elements.length);
  } catch (error) {
    const again = (part: readonly Event[]): Promise<void> =>
      whole(
        part.map(({ body }) => body),
        time,
      );
    await deliveries.batch.recover(events(), error, again, true);
  }
  await deliveries.rejects.deliver(rejects, write, true);
  deliveries.batch.committed();
}
