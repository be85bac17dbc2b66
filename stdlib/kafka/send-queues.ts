import { KafkaError, type NewRecord } from "./port.ts";

/** Sends records of one partition; in order, all or none as far as one can know. */
export type Send = (partition: number, records: readonly NewRecord[]) => Promise<void>;

/** The cluster refused a record of an append: those before it are written, it and those behind it are not. */
export class RecordRefused extends Error {
  /** How many records of the append are written. */
  readonly written: number;
  override readonly cause: KafkaError;
  constructor(written: number, cause: KafkaError) {
    super(cause.message, { cause });
    this.name = "RecordRefused";
    this.written = written;
    this.cause = cause;
  }
}

interface AppendPart {
  readonly records: readonly NewRecord[];
  readonly bytes: number;
}

interface Waiting extends AppendPart {
  /** The append that it is a part of. */
  readonly append: object;
  resolve(): void;
  reject(error: unknown): void;
}

/** Kafka's own limit for one request, `message.max.bytes`, is 1 MiB less a little; ours leaves room for the rest. */
const MOST_BYTES = 900_000;

/**
 * A queue for each partition with one request in the air: the only way to keep the order of a key when a request is tried
 * again. The queues run beside each other, and what gathers in one meanwhile is sent together.
 */
export class SendQueues {
  readonly #send: Send;
  readonly #mostRecords: number;
  readonly #queues = new Map<number, Waiting[]>();
  /** Lower where the cluster has refused a request of several records for its size. */
  #mostBytes = MOST_BYTES;

  constructor(send: Send, mostRecords: number) {
    this.#send = send;
    this.#mostRecords = mostRecords;
  }

  /**
   * Resolves when all `records` are acknowledged; rejects when some are not and nothing of them is in the air. With
   * RecordRefused it says which was refused for its content.
   */
  async append(partition: number, records: readonly NewRecord[]): Promise<void> {
    const append = {};
    const parts = this.#parts(records);
    const sent = parts.map(
      (part) =>
        new Promise<void>((resolve, reject) => {
          this.#enter(partition, { ...part, append, resolve, reject });
        }),
    );
    const results = await Promise.allSettled(sent);
    const failed = results.findIndex((result) => result.status === "rejected");
    if (failed === -1) return;
    const { reason } = results[failed] as PromiseRejectedResult;
    if (!(reason instanceof RecordRefused)) throw reason;
    const before = parts.slice(0, failed).reduce((sum, part) => sum + part.records.length, 0);
    throw new RecordRefused(before + reason.written, reason.cause);
  }

  #enter(partition: number, waiting: Waiting): void {
    const queue = this.#queues.get(partition);
    if (queue !== undefined) {
      queue.push(waiting);
      return;
    }
    const fresh = [waiting];
    this.#queues.set(partition, fresh);
    // In a microtask, so that what is appended in the same turn leaves together.
    queueMicrotask(() => void this.#run(partition, fresh));
  }

  async #run(partition: number, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const leaving = this.#together(queue);
      const records = leaving.length === 1 ? leaving[0]!.records : leaving.flatMap((each) => each.records);
      try {
        await this.#sendInOrder(partition, records);
        for (const each of leaving) each.resolve();
      } catch (error) {
        if (error instanceof RecordRefused) this.#refuse(leaving, queue, error);
        // What waits behind may hold later records of the same keys: it must not overtake.
        else for (const each of [...leaving, ...queue.splice(0)]) each.reject(error);
      }
    }
    this.#queues.delete(partition);
  }

  /** Sends what is refused in halves, until the one record is found that is to blame; its size may have been the sum's. */
  async #sendInOrder(partition: number, records: readonly NewRecord[]): Promise<void> {
    try {
      await this.#send(partition, records);
    } catch (error) {
      if (!(error instanceof KafkaError) || error.kind !== "refused") throw error;
      if (records.length === 1) throw new RecordRefused(0, error);
      if (error.code === "MESSAGE_TOO_LARGE") {
        const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
        this.#mostBytes = Math.min(this.#mostBytes, Math.ceil(bytes / 2));
      }
      const middle = records.length >> 1;
      await this.#sendInOrder(partition, records.slice(0, middle));
      try {
        await this.#sendInOrder(partition, records.slice(middle));
      } catch (second) {
        throw second instanceof RecordRefused ? new RecordRefused(middle + second.written, second.cause) : second;
      }
    }
  }

  /** Of the append with the refused record nothing overtakes it; those of others go on. */
  #refuse(leaving: readonly Waiting[], queue: Waiting[], { written, cause }: RecordRefused): void {
    let start = 0;
    let refused: Waiting | null = null;
    const behind: Waiting[] = [];
    for (const each of leaving) {
      const end = start + each.records.length;
      if (end <= written) each.resolve();
      else if (refused !== null) behind.push(each);
      else {
        refused = each;
        each.reject(new RecordRefused(written - start, cause));
      }
      start = end;
    }
    for (const each of [...behind, ...queue.splice(0)]) {
      if (each.append === refused?.append) each.reject(cause);
      else queue.push(each);
    }
  }

  /** Takes as much from the head of the queue as one request may carry. */
  #together(queue: Waiting[]): readonly Waiting[] {
    let records = 0;
    let bytes = 0;
    let count = 0;
    for (const each of queue) {
      records += each.records.length;
      bytes += each.bytes;
      if (count > 0 && (records > this.#mostRecords || bytes > this.#mostBytes)) break;
      count++;
    }
    return queue.splice(0, count);
  }

  /** `records` cut to what one request may carry. */
  #parts(records: readonly NewRecord[]): readonly AppendPart[] {
    const parts: AppendPart[] = [];
    let start = 0;
    let bytes = 0;
    for (let index = 0; index < records.length; index++) {
      const size = sizeOf(records[index]!);
      if (index > start && (index - start >= this.#mostRecords || bytes + size > this.#mostBytes)) {
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
