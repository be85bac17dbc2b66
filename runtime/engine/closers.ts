import type { Log } from "../contract/log.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Clock } from "../system/clock.ts";
import { withTimeLimit } from "../system/time-limit.ts";
import { UnderWay } from "./under-way.ts";

/** For each component that is still to close while another one hangs, in ms. */
const RESERVED_MS = 250;

/** Something to be closed. */
interface Closable {
  close(): Promise<void>;
}

/** What was opened and is to be closed, last first. */
export class Closers {
  readonly #opened: (Closable & { readonly name: string })[] = [];
  readonly #underWay: UnderWay;

  constructor(underWay: UnderWay = new UnderWay()) {
    this.#underWay = underWay;
  }

  /** Opens `component`, which is under way until then; it is closed with the rest once that has worked. */
  async open(name: string, component: Closable, open: () => Promise<void>): Promise<void> {
    await this.#underWay.during(name, open());
    this.#opened.push({ name, close: () => component.close() });
  }

  /**
   * Closes everything, whatever fails on the way; says whether nothing did. One that hangs is left behind: it gets what
   * is left until `deadline` but a little for each of those behind it, and never less than half.
   */
  async closeAll(logOf: (name: string) => Log, clock: Clock, deadline: number): Promise<boolean> {
    let clean = true;
    for (let next = this.#opened.pop(); next !== undefined; next = this.#opened.pop()) {
      try {
        const closed = next.close().then(() => true);
        if (await withTimeLimit(clock, this.#share(deadline - clock.now()), closed, () => false)) continue;
        clean = false;
        logOf(next.name).error("failed to close; the program ends without it");
      } catch (error) {
        clean = false;
        logOf(next.name).error(`failed to close: ${messageOf(error)}`);
      }
    }
    return clean;
  }

  /** Of `left` ms, for the one that is to close next. */
  #share(left: number): number {
    return Math.max(left / 2, left - this.#opened.length * RESERVED_MS);
  }
}

/** What one part of a program has opened, for a part that may end before the program. */
export class PartClosers {
  readonly #closes: (() => Promise<void>)[] = [];

  /** Opens `component`; `all` closes it at the end, unless `close` has done so. */
  async open(
    all: Closers,
    name: string,
    component: Closable,
    open: () => Promise<void> = async () => {},
  ): Promise<void> {
    const closing = closingOnce(component);
    this.#closes.push(closing.close);
    await all.open(name, closing, open);
  }

  /** Closes everything, last first. */
  async close(): Promise<void> {
    for (const close of this.#closes.splice(0).reverse()) {
      // What fails is told when the program closes everything.
      await close().catch(() => {});
    }
  }
}

/** The component, for a `close` that may be asked for more than once. */
export function closingOnce(component: Closable): Closable {
  let closing: Promise<void> | null = null;
  return {
    close() {
      closing ??= component.close();
      return closing;
    },
  };
}
