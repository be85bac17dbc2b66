import type { Schema } from "../contract/schema.ts";

/** What becomes of events that a sink or topic refuses: `hd else -> dead`, as an agent or a stream declares it. */
export interface WayOut<Name extends string = string> {
  /** Name of the sink that takes them; null where they are dropped. */
  readonly to: Name | null;
  /** How often content that was refused is tried again first. */
  readonly retries: number;
  /** For how many ms a target may be out of reach before its events leave; null for as long as it takes. */
  readonly retryFor: number | null;
  /** Makes of a body what `to` takes, where that is not the body itself. */
  readonly as?: (body: never) => unknown;
  /** Type of the bodies that leave, in a program that is compiled for metrics: what has left can be sent again by it. */
  readonly element?: Schema;
}
