import type { RunOptions } from "./options.ts";
import type { Program } from "./program.ts";

/** Puts something between a program and what comes into it; gives the program as it is to run. */
export type Shim = (program: Program, options: RunOptions) => Program;

/**
 * Whoever loads a program to record what comes into it, or to play that back, leaves a Shim under this symbol of the
 * global object first, as a `Visitor` is left: the program has a runtime of its own.
 */
export const shimSymbol: symbol = Symbol.for("sluice.shim");

/** The shim that waits for the program, null when nothing stands between it and what comes in. */
export function waitingShim(): Shim | null {
  return (globalThis as { [shimSymbol]?: Shim })[shimSymbol] ?? null;
}
