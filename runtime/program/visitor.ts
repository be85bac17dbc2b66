import type { RunOptions } from "./options.ts";
import type { Program, startProgram } from "./program.ts";

/** Looks into a program that it has loaded, instead of having it run; `start` starts it, or a part of it. */
export type Visitor = (program: Program, options: RunOptions, start: typeof startProgram) => void | Promise<void>;

/**
 * A program that is loaded runs itself. Who loads one to look into it, such as the console at its topics, leaves a
 * Visitor under this symbol of the global object first; the program has a runtime of its own, so there is no other
 * way to it.
 */
export const visitorSymbol: symbol = Symbol.for("sluice.visitor");

/** The visitor that waits for the program, null when it is to run. */
export function waitingVisitor(): Visitor | null {
  return (globalThis as { [visitorSymbol]?: Visitor })[visitorSymbol] ?? null;
}
