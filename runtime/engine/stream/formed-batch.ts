import type { Counters } from "../counters.ts";
import type { BatchSlice } from "./input.ts";

/** A batch with what it got of each input, before it is computed. */
export interface FormedBatch {
  readonly time: number;
  /** The last time that belongs to the clock, where `time` is ahead of it. */
  readonly last?: number;
  /** What outputs know it by, where an earlier process has begun it. */
  readonly id?: string;
  /** When it was formed, by the clock; left out where an earlier process has done that. */
  readonly formedAt?: number;
  /** By input. */
  readonly slices: ReadonlyMap<string, BatchSlice<unknown>>;
}

/** Gives back what the batch got: it will not be computed. */
export async function rollback({ slices }: Pick<FormedBatch, "slices">): Promise<void> {
  for (const slice of slices.values()) await slice.rollback();
}

/** How many events it got in all. */
export function eventsIn({ slices }: Pick<FormedBatch, "slices">): number {
  let events = 0;
  for (const slice of slices.values()) events += slice.events.length;
  return events;
}

/** Whether it has neither an event nor a position that is to be kept. */
export function isNothing(batch: Pick<FormedBatch, "slices">): boolean {
  return eventsIn(batch) === 0 && ![...batch.slices.values()].some(({ hasMoved = false }) => hasMoved);
}

/** Counts for each input of `stream` the events that a batch, which is done, has had of it. */
export function countAccepted(stream: string, { slices }: Pick<FormedBatch, "slices">, counters: Counters): void {
  for (const [name, { events }] of slices) {
    if (events.length > 0) counters.count(`${stream}.${name}`, "accepted", events.length);
  }
}
