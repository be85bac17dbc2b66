import { PoisonedEventError } from "../../contract/errors.ts";
import type { Event } from "../../contract/event.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { DeadLetters } from "../../delivery/dead-letters.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import { placeOf } from "../../log/place.ts";
import type { Flow } from "./agent.ts";
import { type Carried, carry, poisonedIn, type Wire } from "./carry.ts";

/** What a batch from a channel is carried with. */
export interface CarrySetting {
  readonly wire: Wire;
  /** To the flow's sink; it tells of the steps that fail, and waits between two tries. */
  readonly delivery: Delivery;
  /** Where events go at which a step fails; null where they wait. */
  readonly failed: DeadLetters | null;
  readonly stopping: AbortSignal;
}

/**
 * Carries `events` over the steps of `flow`. Those at which a step fails leave, once they were tried as often as the way
 * out says, and the others are carried without them. Rejects with a `PoisonedEventError` where there is no way out, and
 * when the program stops. `hasLeft`: dead letters are written, so that the batch must not be given back.
 */
export async function carryPast(
  flow: Flow,
  events: readonly Event[],
  { wire, delivery, failed, stopping }: CarrySetting,
): Promise<{ readonly carried: Carried; readonly hasLeft: boolean }> {
  for (let tries = 1; ; tries++) {
    try {
      return { carried: carry(flow, events, wire), hasLeft: false };
    } catch (error) {
      if (failed === null || !(error instanceof PoisonedEventError)) throw error;
      const poisoned = [...poisonedIn(flow, events, wire)];
      if (tries <= failed.wayOut.retries) {
        failed.retried(poisoned.length);
        await delivery.pause(error.cause);
        if (stopping.aborted) throw error;
        continue;
      }
      // Where none fails by itself, none can be left out.
      if (poisoned.length === 0) throw error;
      await failed.take(
        poisoned.map(({ event, error, fields }) => {
          return { event, tries, reason: messageOf(error), place: placeOf(error) ?? flow.place, fields };
        }),
      );
      const leaving = new Set(poisoned.map(({ event }) => event));
      const rest = events.filter((event) => !leaving.has(event));
      return { carried: carry(flow, rest, wire), hasLeft: true };
    }
  }
}
