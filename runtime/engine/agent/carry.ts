import { PoisonedEventError } from "../../contract/errors.ts";
import type { Event } from "../../contract/event.ts";
import type { WireContext } from "../../contract/wire.ts";
import { placeOf } from "../../log/place.ts";
import { random, randomUUID } from "../../system/random.ts";
import { identityOf } from "../identity.ts";
import { type StepCounts, StepsUnderWay } from "../steps-under-way.ts";
import type { Flow } from "./agent.ts";

const NOTHING: readonly Event[] = [];

/** What the steps of a wire are told, and whom it is told to once their batch is done. */
export interface Wire extends StepCounts {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Events behind the steps of a flow. */
export interface Carried {
  /** What arrives at a destination. */
  to(destination: string): readonly Event[];
  /** The batch is done: what its steps counted counts. Gives how long the next one is to wait, in ms. */
  settle(): number;
}

/** Takes `events` over the steps of `flow`. Where a step throws, so does this: a `PoisonedEventError`. */
export function carry(flow: Flow, events: readonly Event[], wire: Wire): Carried {
  const { pass, probe } = flow;
  if (pass === undefined) {
    return { to: (destination) => (flow.rejects.includes(destination) ? NOTHING : events), settle: () => 0 };
  }
  const to = emptyFor(flow);
  const steps = new WireUnderWay(wire);
  try {
    const { watched = pass } = flow;
    const passAll = probe?.begin() === true ? watched : pass;
    passAll(events, to, steps);
    probe?.end();
  } catch (error) {
    const first = poisonedIn(flow, events, wire).next().value;
    throw new PoisonedEventError(error, placeOf(error) ?? flow.place, first?.fields);
  }
  if (probe !== undefined) steps.take(probe.counts);
  return { to: (destination) => to[destination]!, settle: () => steps.settle() };
}

function emptyFor({ to, optional, rejects }: Flow): Record<string, Event[]> {
  return Object.fromEntries([...to, ...optional, ...rejects].map((name) => [name, []]));
}

/** An event at which the steps of a wire throw by itself. */
export interface Poisoned {
  readonly event: Event;
  readonly error: unknown;
  /** What identifies it for whoever reads a log. */
  readonly fields: PoisonedEventError["fields"];
}

/** The events at which the steps of `flow` throw, in order, found by halves: cheap where few are to blame. */
export function poisonedIn(flow: Flow, events: readonly Event[], wire: Wire): Generator<Poisoned, undefined> {
  return poisonedBetween(flow, events, 0, events.length, wire);
}

function* poisonedBetween(
  flow: Flow,
  events: readonly Event[],
  start: number,
  end: number,
  wire: Wire,
): Generator<Poisoned, undefined> {
  try {
    flow.pass?.(events.slice(start, end), emptyFor(flow), new WireUnderWay(wire));
  } catch (error) {
    if (end - start === 1) {
      yield { event: events[start]!, error, fields: identityOf(events[start]!, start, events.length) };
      return;
    }
    const middle = (start + end) >> 1;
    yield* poisonedBetween(flow, events, start, middle, wire);
    yield* poisonedBetween(flow, events, middle, end, wire);
  }
}

class WireUnderWay extends StepsUnderWay implements WireContext {
  readonly #wire: Wire;
  #whenDone: (() => number)[] | null = null;

  constructor(wire: Wire) {
    super();
    this.#wire = wire;
  }

  now(): number {
    return this.#wire.now();
  }

  random(): number {
    return random();
  }

  uuid(): string {
    return randomUUID();
  }

  whenDone(action: () => number): void {
    this.#whenDone ??= [];
    this.#whenDone.push(action);
  }

  settle(): number {
    this.tell(this.#wire);
    return Math.max(0, ...(this.#whenDone ?? []).map((action) => action()));
  }
}
