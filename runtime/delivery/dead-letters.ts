import type { Context } from "../component.ts";
import type { Event } from "../event.ts";
import { deadLetter } from "./dead-letter.ts";
import type { WayOut } from "./way-out.ts";

/** An event that its target refused, how often it was tried, and why it was refused. */
export interface Refused {
  readonly event: Event;
  readonly tries: number;
  readonly reason: string;
}

/** Different reasons that are logged; some sinks put into a reason what was refused, and each would be a line. */
const MOST_REASONS = 10;

/** The way out of one edge while the program runs. */
export class DeadLetters {
  readonly wayOut: WayOut;
  readonly #edge: string;
  readonly #context: Context;
  readonly #reasons = new Set<string>();
  readonly #write: ((letters: readonly Event[]) => Promise<void>) | null;

  /**
   * `context` is the target's. `write` resolves when the letters are written, however often that is tried, and rejects
   * only when the program stops; null where refused events are dropped.
   */
  constructor(
    wayOut: WayOut,
    edge: string,
    context: Context,
    write: ((letters: readonly Event[]) => Promise<void>) | null,
  ) {
    this.wayOut = wayOut;
    this.#edge = edge;
    this.#context = context;
    this.#write = write;
  }

  /** Resolves when the events are where they leave to, however long that fails. Rejects only when the program stops. */
  async take(refused: readonly Refused[], place: string): Promise<void> {
    const { clock, count } = this.#context;
    const events = refused.map(({ event, tries, reason }) =>
      deadLetter(event, { reason, place, edge: this.#edge, tries, time: clock.now() }, this.wayOut.as),
    );
    for (const { reason } of refused) this.#tell(reason, place);
    if (this.#write === null) {
      count("dropped", events.length);
      return;
    }
    await this.#write(events);
    count("deadLetters", events.length);
  }

  #tell(reason: string, place: string): void {
    const { to } = this.wayOut;
    if (this.#reasons.size < MOST_REASONS) this.#reasons.add(reason);
    const cause = this.#reasons.has(reason) ? `refused ${place} ${reason}` : `refused ${place}`;
    this.#context.log.once(cause, `refused: ${reason}`, { place, ...(to === null ? { outcome: "dropped" } : { to }) });
  }
}
