import type { Context, Declared } from "../contract/context.ts";
import type { Headers } from "../contract/event.ts";
import type { Sink } from "../contract/sink.ts";
import { deadLetter } from "../delivery/dead-letter.ts";
import { withMutex } from "../delivery/with-mutex.ts";

/** A record whose value is not of the topic's type. */
export interface UndecodableRecord {
  readonly partition: number;
  readonly offset: string;
  /** Those that readers see: topic, partition, offset, timestamp and key among them. */
  readonly headers: Headers;
  readonly value: Uint8Array;
  readonly reason: string;
}

/** Records of one topic that were handed over, so that a second group of readers does not do so again. */
const MOST_KNOWN = 100_000;

/** What becomes of the records of a topic that do not decode: they are skipped, or go as they are where it says. */
export class Undecodable {
  readonly #declared: Declared;
  readonly #sink: Sink<Uint8Array> | null;
  readonly #known = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(declared: Declared, sink: Sink<Uint8Array> | null) {
    this.#declared = declared;
    this.#sink = sink === null ? null : withMutex(sink);
  }

  /**
   * Resolves when the records are where they go to; the reader's position may move past them then. Rejects when that
   * place does not take them. A crash before the position is committed makes them come again.
   */
  async take(records: readonly UndecodableRecord[], context: Context): Promise<void> {
    if (records.length === 0) return;
    if (this.#sink !== null) {
      const sink = this.#sink;
      const taking = this.#last.then(() => this.#write(sink, records, context));
      this.#last = taking.catch(() => {});
      await taking;
    }
    for (const record of records) this.#tell(record, context);
  }

  async #write(sink: Sink<Uint8Array>, records: readonly UndecodableRecord[], { clock }: Context): Promise<void> {
    const { name, place } = this.#declared;
    const fresh = records.filter((record) => !this.#known.has(idOf(record)));
    for (let start = 0; start < fresh.length; start += sink.batchSize) {
      const part = fresh.slice(start, start + sink.batchSize);
      const refusal = { place, edge: `${name} -> undecodable`, tries: 1, time: clock.now() };
      await sink.write(
        part.map(({ value, headers, reason }) => {
          const letter = deadLetter({ body: value, headers }, { ...refusal, reason }, undefined);
          return { body: value, headers: letter.headers };
        }),
      );
      for (const record of part) this.#know(idOf(record));
    }
  }

  #know(id: string): void {
    this.#known.add(id);
    if (this.#known.size <= MOST_KNOWN) return;
    for (const oldest of this.#known) {
      this.#known.delete(oldest);
      return;
    }
  }

  #tell({ partition, offset, reason }: UndecodableRecord, context: Context): void {
    const { name, place } = this.#declared;
    const what = this.#sink === null ? "skips a record" : "hands over a record";
    context.count("undecodable");
    context.log.once("undecodable", `${what} that is not of the topic's type: ${reason}`, {
      topic: name,
      partition,
      offset,
      place,
    });
  }
}

function idOf({ partition, offset }: UndecodableRecord): string {
  return `${partition} ${offset}`;
}
