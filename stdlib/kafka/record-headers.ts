import type { HeaderValue, StoredRecord } from "./port.ts";

/**
 * The headers of a record that was read. They become a Map when somebody looks: most programs look at none of the
 * hundred thousand records a second whose maps would cost more than their bodies.
 */
export class RecordHeaders implements ReadonlyMap<string, string> {
  readonly #topic: string;
  readonly #partition: string;
  readonly #record: StoredRecord;
  #map: ReadonlyMap<string, string> | null = null;

  constructor(topic: string, partition: string, record: StoredRecord) {
    this.#topic = topic;
    this.#partition = partition;
    this.#record = record;
  }

  get #all(): ReadonlyMap<string, string> {
    this.#map ??= this.#make();
    return this.#map;
  }

  #make(): ReadonlyMap<string, string> {
    const { offset, timestamp, key, headers } = this.#record;
    const all = new Map<string, string>();
    for (const [name, value] of Object.entries(headers ?? {})) {
      if (value !== undefined && value !== null) all.set(name, textOf(value));
    }
    all.set("topic", this.#topic).set("partition", this.#partition).set("offset", offset).set("timestamp", timestamp);
    if (key !== null) all.set("key", key.toString());
    return all;
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

/** The last of several, as Kafka's `lastHeader`. */
function textOf(value: HeaderValue): string {
  if (typeof value === "string") return value;
  if (Buffer.isBuffer(value)) return value.toString();
  return textOf((value as readonly (Buffer | string)[]).at(-1) ?? "");
}
