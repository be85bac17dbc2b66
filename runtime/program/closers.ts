import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { messageOf } from "../message-of.ts";

/** What was opened and is to be closed, last first. */
export class Closers {
  readonly #opened: { readonly name: string; close(): Promise<void> }[] = [];

  /** Opens `component`; it is closed with the rest once that has worked. */
  async open(name: string, component: { close(): Promise<void> }, open: () => Promise<void>): Promise<void> {
    await open();
    this.#opened.push({ name, close: () => component.close() });
  }

  /**
   * Closes everything, whatever fails on the way; says whether nothing did. One that hangs gets half of the time that is
   * left until `deadline`, so that there is some for those behind it, and is left behind then.
   */
  async closeAll(logOf: (name: string) => Log, clock: Clock, deadline: number): Promise<boolean> {
    let clean = true;
    for (let next = this.#opened.pop(); next !== undefined; next = this.#opened.pop()) {
      try {
        if (await within(clock, (deadline - clock.now()) / 2, next.close())) continue;
        clean = false;
        logOf(next.name).error("does not close; the program ends without it");
      } catch (error) {
        clean = false;
        logOf(next.name).error(`does not close: ${messageOf(error)}`);
      }
    }
    return clean;
  }
}

/** Waits for `work`, but no longer than `ms`; says whether it was done by then. */
async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  if (ms === Number.POSITIVE_INFINITY) {
    await work;
    return true;
  }
  let cancel = () => {};
  const late = new Promise<"late">((resolve) => {
    cancel = clock.at(clock.now() + ms, () => resolve("late"));
  });
  try {
    return (await Promise.race([work, late])) !== "late";
  } finally {
    cancel();
  }
}
