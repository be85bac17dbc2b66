import type { Context } from "../../runtime/contract/context.ts";
import { PoisonedEventError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { Output } from "../../runtime/contract/source.ts";
import { backOff } from "../../runtime/system/back-off.ts";
import { Backlog } from "./framing/backlog.ts";

/**
 * Puts all of `events`, for a source whose sender cannot be asked to send again: what is not taken is tried until it is,
 * and whoever sends is held back meanwhile. An event at which a step of the wire throws is left out and counted as
 * `poisonedEvents`: a sender must not be able to stop the source. At the end of the program events that nothing takes
 * are given up, counted as `lostEvents`.
 */
export async function deliver<T>(context: Context, output: Output<T>, events: readonly Event<T>[]): Promise<void> {
  const backlog = new Backlog<T>();
  backlog.add(events);
  for (let failures = 1; ; failures++) {
    try {
      return await backlog.deliver(context, output);
    } catch (error) {
      if (error instanceof PoisonedEventError) return leaveOutGuilty(context, output, backlog.left);
      if (context.draining.aborted) return backlog.giveUp(context, error);
      await context.clock.sleep(backOff(failures), context.draining);
    }
  }
}

/** One by one, so that the others need not fail with the one that is to blame. It has been logged, with what it is. */
async function leaveOutGuilty<T>(context: Context, output: Output<T>, events: readonly Event<T>[]): Promise<void> {
  if (events.length === 1) return context.count("poisonedEvents");
  for (const event of events) await deliver(context, output, [event]);
}
