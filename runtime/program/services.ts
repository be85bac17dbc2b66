import type { Agent } from "../agent/agent.ts";
import type { Clock } from "../clock.ts";
import type { Context } from "../component.ts";
import type { WireContext } from "../wire.ts";
import type { Counters } from "./counters.ts";
import type { Logs } from "./logs.ts";
import type { UnderWay } from "./under-way.ts";

/** What a running program shares among its agents and streams. */
export interface Services {
  readonly clock: Clock;
  readonly logs: Logs;
  readonly counters: Counters;
  /** Name of the program. */
  readonly program: string;
  readonly dataDir: string;
  /** Aborted when the program drains. */
  readonly draining: AbortSignal;
  /** Aborted when time is up: whoever waits to try again gives up. */
  readonly stopping: AbortSignal;
  /** What the program's end waits for. */
  readonly underWay: UnderWay;
  /** Aborted when nothing more will be put into the agent's channels; null when that agent does not run. */
  fed(agent: Agent): AbortSignal | null;
}

/** The context of one component. */
export function contextOf(services: Services, component: string): Context {
  return {
    program: services.program,
    clock: services.clock,
    log: services.logs.named(component),
    dataDir: services.dataDir,
    draining: services.draining,
    count: (counter, by) => services.counters.count(component, counter, by),
  };
}

/** What the steps of a wire of `owner` (an agent, a stream) are told; operators count under their own names. */
export function wireOf(services: Services, owner: string): WireContext {
  const log = services.logs.named(owner);
  return {
    now: () => services.clock.now(),
    rejected: (operator, times) => services.counters.count(operator, "rejected", times),
    dropped(operator, failure, times) {
      services.counters.count(operator, "dropped", times);
      if (failure !== undefined) {
        const cause = `${failure.place} ${failure.reason}`;
        log.once(cause, `dropped: ${failure.reason}`, { operator, place: failure.place });
      }
    },
  };
}
