import { backOff } from "../back-off.ts";
import type { Context, Sink } from "../component.ts";
import type { Event } from "../event.ts";
import type { FailureLog } from "../failure-log.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";

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
 * Writes a batch to an output, again after a back-off for as long as it is rejected, with the same elements; what a
 * sink took in one write is not written twice. Rejects only when `stopping` is aborted.
 */
export async function writeOutput(
  sink: Sink<unknown>,
  output: BatchOutput,
  {
    context,
    place,
    failing,
    stopping,
  }: { context: Context; place: string; failing: FailureLog; stopping: AbortSignal },
): Promise<void> {
  const steps = stepsOf(sink, output);
  let failures = 0;
  for (let done = 0; done < steps.length; ) {
    try {
      await steps[done]!();
      done += 1;
    } catch (error) {
      failures += 1;
      const again = backOff(failures);
      context.count("failed");
      failing.failed(messageOf(error), { place: placeOf(error) ?? place, again: `${again}ms` });
      await context.clock.sleep(again, stopping);
      if (stopping.aborted) throw error;
    }
  }
  failing.succeeded();
  if (steps.length > 0) context.count("written", (output.elements?.length ?? 0) + output.rejects.length);
}

function stepsOf(sink: Sink<unknown>, { elements, rejects, time }: BatchOutput): (() => Promise<void>)[] {
  if (elements === null) return writes(sink, rejects);
  if (sink.writeBatch !== undefined) {
    return [() => sink.writeBatch!(elements, time), ...writes(sink, rejects)];
  }
  const headers = new Map([["timestamp", String(time)]]);
  const events = elements.map((body) => ({ body, headers }));
  return writes(sink, [...events, ...rejects]);
}

function writes(sink: Sink<unknown>, events: readonly Event[]): (() => Promise<void>)[] {
  const steps: (() => Promise<void>)[] = [];
  for (let start = 0; start < events.length; start += sink.batchSize) {
    const part = events.slice(start, start + sink.batchSize);
    steps.push(() => sink.write(part));
  }
  return steps;
}
