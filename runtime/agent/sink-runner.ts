import { backOff } from "../back-off.ts";
import { Breather } from "../breather.ts";
import type { Channel, Context, Sink } from "../component.ts";
import type { Event } from "../event.ts";
import type { FailureLog } from "../failure-log.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import type { WireContext } from "../wire.ts";
import type { Flow } from "./agent.ts";
import { carry } from "./carry.ts";
import { writeSlices } from "./write-slices.ts";
import { WriteTake } from "./write-take.ts";

/** A flow from a channel with what its names stand for. */
export interface ChannelFlow {
  readonly flow: Flow;
  readonly channel: Channel<unknown>;
  readonly sink: Sink<unknown>;
  readonly rejects: readonly { readonly name: string; readonly sink: Sink<unknown> }[];
}

/** What a flow shares among the writes that are under way at once. */
export interface SinkSetting {
  readonly context: Context;
  readonly wire: WireContext;
  readonly failing: FailureLog;
  /** Counts what a sink of the agent has written. */
  written(sink: string, events: number): void;
  readonly fed: AbortSignal;
  readonly stopping: AbortSignal;
}

/**
 * Empties a channel into a sink: takes a batch, writes it, gives it up. What the sink rejects goes back to the head
 * of the channel and comes again after a back-off. Resolves when `fed` is aborted (nothing more will be put) and the
 * channel is empty, or when the sink fails and `stopping` is aborted.
 */
export async function runSink(
  { flow, channel, sink, rejects }: ChannelFlow,
  { context, wire, failing, written, fed, stopping }: SinkSetting,
): Promise<void> {
  const max = Math.min(sink.batchSize, channel.transactionCapacity);
  const breather = new Breather();
  // One for all takes: making one costs more than a take.
  const now = AbortSignal.abort();
  const destination = flow.to[0]!;
  let failures = 0;

  const write = async (taken: WriteTake<unknown>, events: readonly Event[]): Promise<void> => {
    if (flow.pass === undefined && rejects.length === 0) {
      await sink.write(events, taken.more);
      written(destination, taken.count);
      return;
    }
    // What steps on the wire make of further events may not fit: only the first are written.
    const sent = carry(flow, events, wire);
    for (const reject of rejects)
      await writeSlices(reject.sink, sent(reject.name), (done) => written(reject.name, done));
    await writeSlices(sink, sent(destination), (done) => written(destination, done));
  };

  for (;;) {
    let taken: WriteTake<unknown> | null = null;
    try {
      const first = await channel.take(max, fed);
      if (first === null) return;
      taken = new WriteTake(channel, first, max, now);
      await write(taken, first.events);
      const done = taken;
      // From here on a rollback would write twice what was written already.
      taken = null;
      await done.commit();
      failing.succeeded();
      failures = 0;
    } catch (error) {
      failures += 1;
      context.count("failed");
      const place = placeOf(error) ?? flow.place;
      failing.failed(messageOf(error), { place, again: `${backOff(failures)}ms` });
      if (taken !== null) await taken.rollback();
      await context.clock.sleep(backOff(failures), stopping);
      if (stopping.aborted) return;
      continue;
    }
    const pause = breather.breathe();
    if (pause !== null) await pause;
  }
}
