import type { Sink } from "../component.ts";
import type { Event } from "../event.ts";

/**
 * Writes `events` in as many writes as the sink's batch size makes of them, and tells `written` of each that worked.
 * Steps on a wire may make more of events than a sink takes at once, and rejects may be more than their sink takes.
 */
export async function writeSlices(
  sink: Sink<unknown>,
  events: readonly Event[],
  written: (events: number) => void,
): Promise<void> {
  for (let start = 0; start < events.length; start += sink.batchSize) {
    const slice = events.length <= sink.batchSize ? events : events.slice(start, start + sink.batchSize);
    await sink.write(slice);
    written(slice.length);
  }
}
