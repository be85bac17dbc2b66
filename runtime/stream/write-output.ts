import type { Sink } from "../component.ts";
import type { Event } from "../event.ts";
import type { OutputDeliveries } from "./output-deliveries.ts";

/** What a batch has for one output. */
export interface BatchOutput {
  /** Null where it has no batch this time, not even an empty one. */
  readonly elements: readonly unknown[] | null;
  /** Failed elements with headers that say why; written as events beside the elements. */
  readonly rejects: readonly Event[];
  /** Batch time in ms. */
  readonly time: number;
}

/**
 * Writes a batch to an output, again after a back-off for as long as it fails, with the same elements; what a sink took
 * in one write is not written twice. Rejects only when the program stops.
 */
export async function writeOutput(
  sink: Sink<unknown>,
  { elements, rejects, time }: BatchOutput,
  deliveries: OutputDeliveries,
): Promise<void> {
  const headers = new Map([["timestamp", String(time)]]);
  const events = (): Event[] => (elements ?? []).map((body) => ({ body, headers }));
  const write = (part: readonly Event[]): Promise<void> => sink.write(part);
  const whole = sink.writeBatch?.bind(sink);
  if (whole === undefined || elements === null) {
    await deliveries.batch.deliver([...events(), ...rejects], write, true);
    deliveries.batch.settled();
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
  deliveries.batch.settled();
}
