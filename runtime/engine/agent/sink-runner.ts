import type { Channel } from "../../contract/channel.ts";
import type { Sink } from "../../contract/sink.ts";
import type { DeadLetters } from "../../delivery/dead-letters.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import type { Clock } from "../../system/clock.ts";
import { EventLoopYielder } from "../../system/event-loop-yielder.ts";
import type { Flow } from "./agent.ts";
import type { Carried, Wire } from "./carry.ts";
import { carryPast } from "./carry-past.ts";
import { WriteTransaction } from "./write-transaction.ts";

/** Where events of a flow go, with what brings them there. */
export interface SinkEnd {
  readonly name: string;
  readonly sink: Sink<unknown>;
  readonly delivery: Delivery;
}

/** A flow from a channel with what its names stand for. */
export interface ChannelFlow {
  readonly flow: Flow;
  readonly channel: Channel<unknown>;
  /** Those of `flow.to`, in that order. */
  readonly sinks: readonly [SinkEnd, ...SinkEnd[]];
  readonly rejects: readonly SinkEnd[];
}

/** What one of the writes that are under way at once has. */
export interface SinkSetting {
  readonly wire: Wire;
  readonly clock: Clock;
  /** Where events go at which a step of the wire fails; null where they wait. */
  readonly failed: DeadLetters | null;
  readonly fed: AbortSignal;
  readonly stopping: AbortSignal;
}

/**
 * Empties a channel into a sink, or into those between which a route chooses: takes a batch, delivers it, gives it up.
 * Events that fail return to the head of the channel and are tried again after a back-off; where one of several sinks has
 * its share already, the others are tried until they have theirs. Resolves when `fed` is aborted (nothing more
 * will be put) and the channel is empty, or when a sink fails and `stopping` is aborted.
 */
export async function runSink(
  { flow, channel, sinks, rejects }: ChannelFlow,
  { wire, clock, failed, fed, stopping }: SinkSetting,
): Promise<void> {
  const [{ sink, delivery }] = sinks;
  const max = Math.min(Math.max(...sinks.map((one) => one.sink.batchSize)), channel.transactionCapacity);
  const yielder = new EventLoopYielder();
  // One for all takes: making one costs more than a take.
  const now = AbortSignal.abort();
  const ends = [...rejects, ...sinks];
  // Several sinks stand behind a route, which is a step.
  const isStraight = flow.pass === undefined && rejects.length === 0;
  /** Which one is at work. */
  let current = delivery;

  const writeStraight = async (taken: WriteTransaction<unknown>): Promise<null> => {
    try {
      await sink.write(taken.first, taken.pull);
    } catch (error) {
      await delivery.recover(await taken.all(), error, (events) => sink.write(events));
      return null;
    }
    delivery.written(taken.count);
    return null;
  };

  // What steps on the wire make of further events may not fit: only the first are written.
  const writeCarried = async (taken: WriteTransaction<unknown>): Promise<Carried> => {
    const { carried, hasLeft } = await carryPast(flow, taken.first, { wire, delivery, failed, stopping });
    let isBegun = hasLeft;
    for (const end of ends) {
      const share = carried.to(end.name);
      current = end.delivery;
      await current.deliver(share, (events) => end.sink.write(events), isBegun);
      isBegun ||= share.length > 0;
    }
    return carried;
  };

  for (;;) {
    let taken: WriteTransaction<unknown> | null = null;
    let wait = 0;
    current = delivery;
    try {
      const first = await channel.take(max, fed);
      if (first === null) return;
      taken = new WriteTransaction(channel, first, max, now);
      const carried = await (isStraight ? writeStraight(taken) : writeCarried(taken));
      const done = taken;
      // From here on a rollback would write twice what was written already.
      taken = null;
      await done.commit();
      wait = carried?.settle() ?? 0;
      for (const end of ends) end.delivery.committed();
    } catch (error) {
      if (taken !== null) await taken.rollback();
      await current.pause(error);
      if (stopping.aborted) return;
      continue;
    }
    const pause = yielder.afterBatch();
    if (pause !== null) await pause;
    if (wait > 0) await clock.sleep(wait, stopping);
  }
}
