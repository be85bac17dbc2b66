import { fromBytes } from "../../runtime/byte-text.ts";
import type { HeaderEntry, Headers } from "../../runtime/event.ts";
import { originalOf } from "../../runtime/headers.ts";
import type { StoredRecord } from "./port.ts";

/**
 * The headers of a record that was read. They become a Map when somebody looks: most programs look at none of the
 * hundred thousand records a second whose maps would cost more than their bodies.
 */
export class RecordHeaders implements Headers {
  readonly #topic: string;
  readonly #partition: string;
  /** With the bytes of all that these headers are the text of. */
  readonly record: StoredRecord;
  #map: ReadonlyMap<string, string> | null = null;

  constructor(topic: string, partition: string, record: StoredRecord) {
    this.#topic = topic;
    this.#partition = partition;
    this.record = record;
  }

  get #all(): ReadonlyMap<string, string> {
    this.#map ??= this.#make();
    return this.#map;
  }

  #make(): ReadonlyMap<string, string> {
    const { offset, timestamp, key, headers } = this.record;
    const all = new Map<string, string>();
    // The last of several, as Kafka's `lastHeader`.
    for (const [name, value] of headers) if (value !== null) all.set(name, fromBytes(value));
    all.delete("key");
    all.set("topic", this.#topic).set("partition", this.#partition).set("offset", offset).set("timestamp", timestamp);
    if (key !== null) all.set("key", fromBytes(key));
    return all;
  }

  get original(): readonly HeaderEntry[] | undefined {
    const { headers } = this.record;
    if (headers.length === 0) return undefined;
    return originalOf(headers.map(([name, value]): HeaderEntry => [name, value === null ? null : fromBytes(value)]));
  }

  get size(): number {
    return this.#all.size;
  }
  get(name: string): string | undefined {
    return this.#all.get(name);
  }
  has(name: string): boolean {
    return this.#all.has(name);
  }
  forEach(action: (value: string, name: string, all: ReadonlyMap<string, string>) => void): void {
    this.#all.forEach(action);
  }
  entries(): MapIterator<[string, string]> {
    return this.#all.entries();
  }
  keys(): MapIterator<string> {
    return this.#all.keys();
  }
  values(): MapIterator<string> {
    return this.#all.values();
  }
  [Symbol.iterator](): MapIterator<[string, string]> {
    return this.#all.entries();
  }
}
