import type { Event } from "../contract/event.ts";
import type { Schema } from "../contract/schema.ts";

/** Where dead letters go in again. */
export interface WayBack {
  /** `collect.mem -> hd` */
  readonly edge: string;
  /** Whether they pass the steps of the wire, which they did not the first time. */
  readonly isBeforeSteps: boolean;
  readonly element: Schema;
  /** Resolves when each is written, or has left again. Rejects when the program stops before that. */
  send(events: readonly Event[]): Promise<void>;
}

/** Hears of the ways back of a program. */
export interface WaysBack {
  add(way: WayBack): void;
}
