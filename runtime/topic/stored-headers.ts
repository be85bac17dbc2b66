import type { HeaderEntry, Headers } from "../contract/event.ts";
import type { StoredEvent } from "../log-store/stored-event.ts";
import { LazyHeaders } from "../value/lazy-headers.ts";

/** Where a record was read. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: string;
  readonly offset: number;
}

/** The headers of a record of an embedded topic, with those that say where it was read. */
export class StoredHeaders extends LazyHeaders {
  readonly #timestamp: number;
  readonly #key: string | null;
  readonly #own: Headers;
  readonly #topic: string;
  readonly #partition: string;
  readonly #offset: number;

  constructor(stored: Pick<StoredEvent, "timestamp" | "key" | "headers">, { topic, partition, offset }: RecordPlace) {
    super();
    this.#timestamp = stored.timestamp;
    this.#key = stored.key;
    this.#own = stored.headers;
    this.#topic = topic;
    this.#partition = partition;
    this.#offset = offset;
  }

  protected override make(): ReadonlyMap<string, string> {
    const all = new Map(this.#own);
    all.set("topic", this.#topic).set("partition", this.#partition);
    all.set("offset", String(this.#offset)).set("timestamp", String(this.#timestamp));
    if (this.#key !== null) all.set("key", this.#key);
    return all;
  }

  override get bytes(): number {
    let bytes = 100 + 2 * (this.#key?.length ?? 0);
    if (this.#own.size > 0) for (const [name, value] of this.#own) bytes += 2 * (name.length + value.length);
    return bytes;
  }

  override get original(): readonly HeaderEntry[] | undefined {
    return this.#own.original;
  }
}
