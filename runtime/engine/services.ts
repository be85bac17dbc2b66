import type { Context } from "../contract/context.ts";
import type { Logs } from "../log/logs.ts";
import type { MemoryBound } from "../state/memory-bound.ts";
import type { Clock } from "../system/clock.ts";
import type { Counters } from "./counters.ts";
import type { Figures } from "./figures.ts";
import type { StepCounts } from "./steps-under-way.ts";
import type { Taps } from "./taps.ts";
import type { UnderWay } from "./under-way.ts";
import type { WaysBack } from "./way-back.ts";

/** What a running program shares among its agents and streams. */
export interface Services {
  readonly clock: Clock;
  readonly logs: Logs;
  readonly counters: Counters;
  readonly figures: Figures;
  /** Null where the program is not compiled for metrics: nobody can look then. */
  readonly taps: Taps | null;
  /** Sources that are paused, by id, each with what resolves when it may go on. */
  readonly paused: ReadonlyMap<string, Promise<void>>;
  /** Where dead letters can be sent again; null where the program is not compiled for that. */
  readonly replays: WaysBack | null;
  /** Name of the program. */
  readonly program: string;
  readonly dataDir: string;
  /** Streams, and states of streams (`stream.name`), that are to start without what is kept of them. */
  readonly discardState: readonly string[];
  /** What the states of all streams may take in memory. */
  readonly stateMemory: MemoryBound;
  /** Streams and agents end when they have read what topics hold. */
  readonly untilCaughtUp: boolean;
  /** Aborted when the program drains. */
  readonly draining: AbortSignal;
  /** Aborted when time is up: whoever waits to try again gives up. */
  readonly stopping: AbortSignal;
  /** Sources that have stopped before their time. */
  readonly stopped: Set<string>;
  /** Sinks and topics that have been out of reach for longer than declared. */
  readonly outOfReach: Set<string>;
  /** To be called before a batch is computed while the program drains: nothing interrupts it. */
  beforeLastBatch(): void;
  /** What the program's end waits for. */
  readonly underWay: UnderWay;
  /** Aborted when nothing more will be put into the channels of the agent of that name; null when it does not run. */
  fed(agent: string): AbortSignal | null;
}

/** The context of one component. */
export function contextOf(services: Services, component: string): Context {
  const count = services.counters.counting(component);
  return {
    program: services.program,
    clock: services.clock,
    log: services.logs.named(component),
    dataDir: services.dataDir,
    draining: services.draining,
    untilCaughtUp: services.untilCaughtUp,
    count,
    tally: services.replays === null ? undefined : count,
    show: (shown) => services.taps?.show(component, shown),
    held: () => services.paused.get(component) ?? null,
    observe: (figure) => services.figures.add({ ...figure, component }),
  };
}

/** Tells of a sink or topic whether it has been out of reach for longer than its `retryFor`. */
export function reachOf({ outOfReach }: Services, component: string): (isTooLong: boolean) => void {
  return (isTooLong) => {
    if (isTooLong) outOfReach.add(component);
    else outOfReach.delete(component);
  };
}

/** What the steps of a wire of `owner` (an agent, a stream) are told; operators count under their own names. */
export function wireOf(services: Services, owner: string): StepCounts & { now(): number } {
  const log = services.logs.named(owner);
  return {
    now: () => services.clock.now(),
    passed(operator, given, gave, seconds) {
      services.counters.count(operator, "in", given);
      services.counters.count(operator, "out", gave);
      if (seconds > 0) services.counters.count(operator, "seconds", seconds);
    },
    shown: (operator, events, more) => services.taps?.show(operator, events, more),
    rejected: (operator, times) => services.counters.count(operator, "rejected", times),
    dropped(operator, failure, times) {
      services.counters.count(operator, "dropped", times);
      if (failure !== undefined) {
        log.once(`dropped ${failure.place}`, `dropped: ${failure.reason}`, { operator, place: failure.place });
      }
    },
  };
}
