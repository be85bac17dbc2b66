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

  /** Closes everything, whatever fails on the way; says whether nothing did. */
  async closeAll(logOf: (name: string) => Log): Promise<boolean> {
    let clean = true;
    for (let next = this.#opened.pop(); next !== undefined; next = this.#opened.pop()) {
      try {
        await next.close();
      } catch (error) {
        clean = false;
        logOf(next.name).error(`does not close: ${messageOf(error)}`);
      }
    }
    return clean;
  }
}
