import { lookable } from "./let-look.ts";
import type { MeteredPart, Metrics } from "./metered.ts";

/** The figures of a program with these parts. Only a program that is compiled for metrics brings them along. */
export function metrics(parts: readonly MeteredPart[]): Metrics {
  return lookable(parts, null);
}
