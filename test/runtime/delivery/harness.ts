import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import { DeadLetters } from "../../../runtime/delivery/dead-letters.ts";
import { Delivery } from "../../../runtime/delivery/delivery.ts";
import type { WayOut } from "../../../runtime/delivery/way-out.ts";
import { FailureLog } from "../../../runtime/log/failure-log.ts";
import type { Clock } from "../../../runtime/system/clock.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

/** A clock on which every sleep is over at once. */
export function hurriedClock(): Clock & { readonly slept: number[] } {
  let now = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    at: () => () => {},
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
}

/** What a target does with a write, by the bodies of its events. */
export type Verdict = (bodies: readonly string[], writeSome: (bodies: readonly string[]) => void) => Error | null;

export interface Delivering {
  readonly delivery: Delivery;
  readonly context: TestContext;
  readonly clock: ReturnType<typeof hurriedClock>;
  /** Bodies of each write that worked. */
  readonly writes: string[][];
  readonly written: string[];
  readonly dead: Event[];
  readonly deadBodies: string[];
  /** Fails, in order, the next writes of dead letters. */
  readonly deadErrors: Error[];
  readonly stopping: AbortController;
  write(events: readonly Event[]): Promise<void>;
  /** What an agent does: gives back what failed as a whole, waits, and takes it again. */
  bring(...bodies: string[]): Promise<void>;
}

export function delivering(
  verdict: Verdict,
  wayOut: Partial<WayOut> | null = {},
  given: { readonly batchSize?: number; readonly isWhole?: boolean } = {},
): Delivering {
  const clock = hurriedClock();
  const context = testContext({ clock });
  const stopping = new AbortController();
  const writes: string[][] = [];
  const dead: Event[] = [];
  const deadErrors: Error[] = [];
  const setting = (of: TestContext) => ({
    context: of,
    failing: new FailureLog(of),
    place: "a.flow:1:1",
    stopping: stopping.signal,
    batchSize: given.batchSize ?? 100,
    deadLetters: null,
  });
  const taker: Sink<unknown> = {
    batchSize: given.batchSize ?? 100,
    async open() {},
    async write(events) {
      const error = deadErrors.shift();
      if (error !== undefined) throw error;
      dead.push(...events);
    },
    async close() {},
  };
  const way = wayOut === null ? null : { to: "dead", retries: 0, retryFor: null, ...wayOut };
  const taking = way?.to ? new Delivery(setting(testContext({ clock }))).persistent(taker) : null;
  const deadLetters = way === null ? null : new DeadLetters(way, "a.c -> k", context, taking);
  const { isWhole = false } = given;
  const delivery = new Delivery({ ...setting(context), deadLetters, isWhole, arrow: "c -> k" });
  const write = async (events: readonly Event[]): Promise<void> => {
    const bodies = events.map(({ body }) => String(body));
    const error = verdict(bodies, (some) => writes.push([...some]));
    if (error !== null) throw error;
    writes.push(bodies);
  };
  return {
    delivery,
    context,
    clock,
    writes,
    get written() {
      return writes.flat();
    },
    dead,
    get deadBodies() {
      return dead.map(({ body }) => String(body));
    },
    deadErrors,
    stopping,
    write,
    async bring(...bodies) {
      const events = bodies.map((body) => event(body, new Map([["n", body]])));
      for (;;) {
        try {
          await delivery.deliver(events, write);
          delivery.committed();
          return;
        } catch (error) {
          if (stopping.signal.aborted) throw error;
          await delivery.pause(error);
        }
      }
    },
  };
}

/** Refuses bodies with an `x`, and says which where `tells`. */
export function refusing(tells: boolean): Verdict {
  return (bodies) => {
    const indexes = bodies.flatMap((body, index) => (body.includes("x") ? [index] : []));
    return indexes.length === 0 ? null : new RejectedEventError("no x", tells ? indexes : null);
  };
}
