import type { Element, Kind } from "./terms.ts";

/** Elements of each batch so far. */
export type Batches = readonly (readonly Element[])[];

/** An operator as it is written behind a stream, with what it makes of the batches before it. */
export interface Step {
  readonly text: string;
  readonly kind: Kind;
  of(batches: Batches): Batches;
}

export function keyOf(one: Element): string {
  return (one as readonly [string, number])[0];
}

export function numberOf(one: Element): number {
  return (one as readonly [string, number])[1];
}
