import { Counters } from "../../runtime/engine/counters.ts";
import { Figures } from "../../runtime/engine/figures.ts";
import { Taps } from "../../runtime/engine/taps.ts";
import type { Metered } from "../../runtime/program/metered.ts";

/** A running program in which nothing happens. */
export function idleProgram(): Metered {
  return {
    agents: [],
    counters: new Counters(),
    figures: new Figures(),
    taps: new Taps(),
    replays: null,
    failed: new Set(),
    stopped: new Set(),
    outOfReach: new Set(),
    draining: new AbortController().signal,
  };
}
