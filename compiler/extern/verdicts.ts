import type { Host } from "../model/host.ts";
import type { Verdict } from "./read-modules.ts";

/** Remembers what became of contracts, so that nobody reads the modules behind them again. */
export interface Verdicts {
  /** What was found for `question`, unless one of the texts that the answer came from is another for `read`. */
  find(question: string, read: Host["read"]): readonly Verdict[] | null;
  /** Keeps what was `found` for `question` because of `texts`, by path; null is a file that is not there. */
  keep(question: string, found: readonly Verdict[], texts: ReadonlyMap<string, string | null>): void;
}
