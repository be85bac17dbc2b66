import type { HeaderEntry } from "../../runtime/contract/event.ts";
import { fromBytes } from "../../runtime/value/byte-text.ts";
import { originalOf } from "../../runtime/value/headers.ts";
import { LazyHeaders } from "../../runtime/value/lazy-headers.ts";
import type { StoredRecord } from "./port.ts";

/** The headers of a record that was read. */
export class RecordHeaders extends LazyHeaders {
  readonly #topic: string;
  readonly #partition: string;
  /** With the bytes of all that these headers are the text of. */
  readonly record: StoredRecord;

  constructor(topic: string, partition: string, record: StoredRecord) {
    super();
    this.#topic = topic;
    this.#partition = partition;
    this.record = record;
  }

  get partition(): number {
    return Number(this.#partition);
  }

  get offset(): string {
    return this.record.offset;
  }

  protected override make(): ReadonlyMap<string, string> {
    const { offset, timestamp, key, headers } = this.record;
    const all = new Map<string, string>();
    // The last of several, as Kafka's `lastHeader`.
    for (const [name, value] of headers) if (value !== null) all.set(name, fromBytes(value));
    all.delete("key");
    all.set("topic", this.#topic).set("partition", this.#partition).set("offset", offset).set("timestamp", timestamp);
    if (key !== null) all.set("key", fromBytes(key));
    return all;
  }

  override get bytes(): number {
    const { key, headers } = this.record;
    let bytes = 100 + 2 * (key?.length ?? 0);
    for (const [name, value] of headers) bytes += 2 * (name.length + (value?.length ?? 0));
    return bytes;
  }

  override get original(): readonly HeaderEntry[] | undefined {
    const { headers } = this.record;
    if (headers.length === 0) return undefined;
    return originalOf(headers.map(([name, value]): HeaderEntry => [name, value === null ? null : fromBytes(value)]));
  }
}
