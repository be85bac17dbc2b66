import type { Host } from "../host.ts";

/** Remembers which contracts were found to hold, so that nobody reads the modules behind them again. */
export interface Verdicts {
  /** True when `question` was found to hold, and none of the texts that the answer came from has changed for `read`. */
  holds(question: string, read: Host["read"]): boolean;
  /** Keeps that `question` holds because of `texts`, by path; null is a file that is not there. */
  keep(question: string, texts: ReadonlyMap<string, string | null>): void;
}
