import type { UnderWay } from "../engine/under-way.ts";
import type { Logs } from "../log/logs.ts";

/**
 * Hears of the moment at which a program waits for what cannot come: no timer, file, socket or process is left that could
 * bring it. Node would end it there without a line. Says who waits; a program that runs drains, one that starts ends with 1.
 * `drainOf` is null while it starts. Gives whether it has come to that.
 */
export function watchForDeadlock(
  logs: Logs,
  file: string,
  underWay: UnderWay,
  drainOf: () => (() => void) | null,
): () => boolean {
  let isDeadlocked = false;
  process.on("beforeExit", () => {
    const drain = drainOf();
    const names = underWay.holding.size === 0 ? [file] : [...underWay.holding.keys()];
    const [what, then] = drain === null ? ["opened", "ends"] : ["finished", "drains"];
    for (const name of names) {
      logs.named(name).error(`has not ${what}, and nothing is left that it could wait for; the program ${then}`);
    }
    if (drain === null || isDeadlocked) process.exit(1);
    isDeadlocked = true;
    drain();
  });
  return () => isDeadlocked;
}
