import type { NewRecord } from "./port.ts";

/** Sends records of one partition; in order, all or none as far as one can know. */
export type Send = (partition: number, records: readonly NewRecord[]) => Promise<void>;

interface Part {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
}

interface Waiting extends Part {
  resolve(): void;
  reject(error: unknown): void;
}

/** Kafka's own limit for one request, `message.max.bytes`, is 1 MiB less a little; ours leaves room for the rest. */
const MOST_BYTES = 900_000;

/**
 * One lane a partition with one request in the air each: the only way to keep the order of a key when a request is
 * tried again. Lanes run beside each other, and what gathers in a lane meanwhile leaves together.
 */
export class Lanes {
  readonly #send: Send;
  readonly #mostRecords: number;
  readonly #lanes = new Map<number, Waiting[]>();

  constructor(send: Send, mostRecords: number) {
    this.#send = send;
    this.#mostRecords = mostRecords;
  }

  /** Resolves when all `records` are acknowledged; rejects when some are not and nothing of them is in the air. */
  async append(partition: number, records: readonly NewRecord[]): Promise<void> {
    const parts = this.#parts(records).map(
      (part) =>
        new Promise<void>((resolve, reject) => {
          this.#enter(partition, { ...part, resolve, reject });
        }),
    );
    const results = await Promise.allSettled(parts);
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  #enter(partition: number, waiting: Waiting): void {
    const lane = this.#lanes.get(partition);
    if (lane !== undefined) {
      lane.push(waiting);
      return;
    }
    const fresh = [waiting];
    this.#lanes.set(partition, fresh);
    // In a microtask, so that what is appended in the same turn leaves together.
    queueMicrotask(() => void this.#run(partition, fresh));
  }

  async #run(partition: number, lane: Waiting[]): Promise<void> {
    while (lane.length > 0) {
      const leaving = this.#together(lane);
      const records = leaving.length === 1 ? leaving[0]!.records : leaving.flatMap((each) => each.records);
      try {
        await this.#send(partition, records);
        for (const each of leaving) each.resolve();
      } catch (error) {
        // What waits behind may hold later records of the same keys: it must not overtake.
        for (const each of [...leaving, ...lane.splice(0)]) each.reject(error);
      }
    }
    this.#lanes.delete(partition);
  }

  /** Takes as much from the head of the lane as one request may carry. */
  #together(lane: Waiting[]): readonly Waiting[] {
    let records = 0;
    let bytes = 0;
    let count = 0;
    for (const each of lane) {
      records += each.records.length;
      bytes += each.bytes;
      if (count > 0 && (records > this.#mostRecords || bytes > MOST_BYTES)) break;
      count++;
    }
    return lane.splice(0, count);
  }

  /** `records` cut to what one request may carry. */
  #parts(records: readonly NewRecord[]): readonly Part[] {
    const parts: Part[] = [];
    let start = 0;
    let bytes = 0;
    for (let index = 0; index < records.length; index++) {
      const size = sizeOf(records[index]!);
      if (index > start && (index - start >= this.#mostRecords || bytes + size > MOST_BYTES)) {
        parts.push({ records: records.slice(start, index), bytes });
        start = index;
        bytes = 0;
      }
      bytes += size;
    }
    if (start < records.length) parts.push({ records: start === 0 ? records : records.slice(start), bytes });
    return parts;
  }
}

/** What a record takes in a request, and a little more. */
function sizeOf({ key, value, headers }: NewRecord): number {
  let bytes = 32 + lengthOf(key) + lengthOf(value);
  for (const [name, header] of headers) bytes += lengthOf(name) + lengthOf(header) + 8;
  return bytes;
}

function lengthOf(data: string | Buffer | null): number {
  return data === null ? 0 : typeof data === "string" ? Buffer.byteLength(data) : data.length;
}
