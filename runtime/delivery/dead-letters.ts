import type { Context } from "../contract/context.ts";
import type { Event } from "../contract/event.ts";
import { deadLetter } from "./dead-letter.ts";
import type { WayOut } from "./way-out.ts";

/** An event that cannot pass, how often it was tried, and why and where it failed. */
export interface Refused {
  readonly event: Event;
  readonly tries: number;
  readonly reason: string;
  readonly place: string;
  /** What identifies it in the log. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The way out of one edge while the program runs. */
export class DeadLetters {
  readonly wayOut: WayOut;
  readonly #edge: string;
  readonly #context: Context;
  readonly #write: ((letters: readonly Event[]) => Promise<void>) | null;
  readonly #verb: string;

  /**
   * `context` is the target's. `write` resolves when the letters are written, however often that is tried, and rejects
   * only when the program stops; null where events are dropped. `verb` says what has become of them before.
   */
  constructor(
    wayOut: WayOut,
    edge: string,
    context: Context,
    write: ((letters: readonly Event[]) => Promise<void>) | null,
    verb: "refused" | "failed" = "refused",
  ) {
    this.wayOut = wayOut;
    this.#edge = edge;
    this.#context = context;
    this.#write = write;
    this.#verb = verb;
  }

  /** Resolves when the events are where they leave to, however long that fails. Rejects only when the program stops. */
  async take(refused: readonly Refused[]): Promise<void> {
    const { clock, count } = this.#context;
    const shared = { edge: this.#edge, time: clock.now(), isBeforeSteps: this.#verb === "failed" };
    const events = refused.map(({ event, ...why }) => deadLetter(event, { ...why, ...shared }, this.wayOut.as));
    for (const one of refused) this.#tell(one);
    if (this.#write === null) {
      count("dropped", events.length);
      return;
    }
    await this.#write(events);
    count("deadLetters", events.length);
  }

  /** So many events are tried again before they leave. */
  retried(events: number): void {
    this.#context.count("retried", events);
  }

  #tell({ reason, place, fields }: Refused): void {
    const { to } = this.wayOut;
    const verb = this.#verb;
    const outcome = to === null ? { outcome: "dropped" } : { to };
    this.#context.log.once(`${verb} ${place}`, `${verb}: ${reason}`, { ...fields, place, ...outcome });
  }
}
