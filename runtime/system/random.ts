/** Randomness: the one module of the runtime and the standard library that has any. */

export { randomUUID } from "node:crypto";

import { randomBytes } from "node:crypto";

/** A number of at least 0 and below 1. */
export const random: () => number = Math.random;

/** So many bytes that nobody can foretell. */
export function drawBytes(count: number): Buffer {
  return randomBytes(count);
}
