import type { Event } from "./event.ts";
import type { Failure } from "./failure.ts";

/** What the steps of a wire may ask and tell; an operator is named by its place in the plan: `collect.logs.map`. */
export interface WireContext {
  /** Milliseconds since 1970. */
  now(): number;
  /** A number of at least 0 and below 1 that nobody can foretell, but for whoever plays a recording back. */
  random(): number;
  /** A random UUID, likewise. */
  uuid(): string;
  /** Counts an element that went to the rejects, or so many. */
  rejected(operator: string, times?: number): void;
  /** Counts an element that was dropped, or so many; a failure is also logged, once per reason. */
  dropped(operator: string, failure?: Failure, times?: number): void;
  /**
   * Calls `action` once the batch of this event is where it belongs, and not where it fails and is tried again. Each
   * batch has a context of its own. `action` gives how long the next batch is to wait, in ms.
   */
  whenDone(action: () => number): void;
}

/**
 * A step on an agent's wire, made once per agent from its options; null drops the event. `given` has what the program's
 * own functions made of the event, where the declaration names such (`computes value`).
 */
export type Interceptor<T, Given = void> = (event: Event<T>, wire: WireContext, given: Given) => Event<T> | null;
