import type { RunningProgram } from "./program.ts";

/** Hears that a program has started, and what can be asked of it. */
export type StartListener = (running: Pick<RunningProgram, "figures">) => void;

/** Whoever loads a program leaves its StartListener under this symbol of the global object first, as a `Visitor` is left. */
export const startListenerSymbol: symbol = Symbol.for("sluice.startListener");

/** The listener that waits for the program, null when nobody does. */
export function waitingStartListener(): StartListener | null {
  return (globalThis as { [startListenerSymbol]?: StartListener })[startListenerSymbol] ?? null;
}
