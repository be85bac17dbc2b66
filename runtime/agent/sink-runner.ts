import { Breather } from "../breather.ts";
import type { Channel, Sink } from "../component.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { WireContext } from "../wire.ts";
import type { Flow } from "./agent.ts";
import { carry } from "./carry.ts";
import { WriteTake } from "./write-take.ts";

/** A flow from a channel with what its names stand for. */
export interface ChannelFlow {
  readonly flow: Flow;
  readonly channel: Channel<unknown>;
  readonly sink: Sink<unknown>;
  readonly rejects: readonly { readonly name: string; readonly sink: Sink<unknown> }[];
}

/** What one of the writes that are under way at once has. */
export interface SinkSetting {
  readonly wire: WireContext;
  /** To the flow's sink. */
  readonly delivery: Delivery;
  /** To each of its rejects. */
  readonly rejects: readonly Delivery[];
  readonly fed: AbortSignal;
  readonly stopping: AbortSignal;
}

/**
 * Empties a channel into a sink: takes a batch, delivers it, gives it up. What cannot be delivered goes back to the
 * head of the channel and comes again after a back-off. Resolves when `fed` is aborted (nothing more will be put) and
 * the channel is empty, or when the sink fails and `stopping` is aborted.
 */
export async function runSink(
  { flow, channel, sink, rejects }: ChannelFlow,
  { wire, delivery, rejects: rejectDeliveries, fed, stopping }: SinkSetting,
): Promise<void> {
  const max = Math.min(sink.batchSize, channel.transactionCapacity);
  const breather = new Breather();
  // One for all takes: making one costs more than a take.
  const now = AbortSignal.abort();
  const isStraight = flow.pass === undefined && rejects.length === 0;
  const deliveries = [delivery, ...rejectDeliveries];
  /** Which one is at work. */
  let current = delivery;

  const writeStraight = async (taken: WriteTake<unknown>): Promise<void> => {
    try {
      await sink.write(taken.first, taken.more);
    } catch (error) {
      await delivery.recover(await taken.all(), error, (events) => sink.write(events));
      return;
    }
    delivery.written(taken.count);
  };

  // What steps on the wire make of further events may not fit: only the first are written.
  const writeCarried = async (taken: WriteTake<unknown>): Promise<void> => {
    const sent = carry(flow, taken.first, wire);
    let isBegun = false;
    for (const [index, reject] of rejects.entries()) {
      const share = sent(reject.name);
      current = rejectDeliveries[index]!;
      await current.deliver(share, (events) => reject.sink.write(events), isBegun);
      isBegun ||= share.length > 0;
    }
    current = delivery;
    await delivery.deliver(sent(flow.to[0]!), (events) => sink.write(events), isBegun);
  };

  for (;;) {
    let taken: WriteTake<unknown> | null = null;
    current = delivery;
    try {
      const first = await channel.take(max, fed);
      if (first === null) return;
      taken = new WriteTake(channel, first, max, now);
      await (isStraight ? writeStraight(taken) : writeCarried(taken));
      const done = taken;
      // From here on a rollback would write twice what was written already.
      taken = null;
      await done.commit();
      for (const one of deliveries) one.settled();
    } catch (error) {
      if (taken !== null) await taken.rollback();
      await current.pause(error);
      if (stopping.aborted) return;
      continue;
    }
    const pause = breather.breathe();
    if (pause !== null) await pause;
  }
}
