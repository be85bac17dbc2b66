import { eventsSize } from "../../channel/byte-size.ts";
import type { Context } from "../../contract/context.ts";
import type { Event } from "../../contract/event.ts";
import { messageOf } from "../../contract/message-of.ts";
import type { Positions, Topic, TopicReader } from "../../contract/topic.ts";
import type { FailureLog } from "../../log/failure-log.ts";
import type { InputPosition } from "../../state/manifest.ts";
import { backOff } from "../../system/back-off.ts";
import { contextOf } from "../services.ts";
import { shownFailures } from "../shown-failures.ts";
import { groupOf, type Reading, readerOf } from "../topic/reading.ts";
import type { TopicUser } from "../topic/topic-user.ts";
import type { BatchSlice, Input, InputSetting, OpenInput } from "./input.ts";
import type { SliceLimit } from "./rate/slice-limit.ts";
import { TopicQuota } from "./rate/topic-quota.ts";

/** Most records and bytes (256 MiB) in batches under way: what a long downtime left behind comes in several batches. */
const MOST_EVENTS = 1_000_000;
const MOST_BYTES = 268_435_456;
const READ_SIZE = 10_000;

/** How a stream reads a topic, and how much of it at a time. */
export type FromTopicOptions = Reading & {
  /** Most bytes of records in batches under way, estimated; 256 MiB. What is above it comes in later batches. */
  readonly byteCapacity?: number;
};

/**
 * A topic as the input of a stream, read as a member of a group. A batch has what was there at its time; its
 * positions are committed once its outputs are safe, so that a crash before repeats it.
 */
export function fromTopic<T>(
  topic: Topic<T>,
  { byteCapacity = MOST_BYTES, ...reading }: FromTopicOptions,
): Input<T> & TopicUser {
  return {
    topic,
    reads: true,
    groupIn: (program) => groupOf(reading, program),
    async open(setting) {
      const context = contextOf(setting.services, setting.name);
      const reader = readerOf(topic, reading, context);
      await reader.open(context);
      const identity = (await topic.identity?.()) ?? null;
      const resumeAt = positionsIn(identity, setting, context);
      if (resumeAt !== null) await reader.rewind(resumeAt);
      else if (setting.isNew && reader.continues === true) tellForgotten(topic.name, reading, setting, context);
      const input = new TopicInput<T>(reader, setting, { identity, positions: resumeAt ?? new Map() }, byteCapacity);
      // What it is to catch up with is there before the stream runs.
      input.isBehind = setting.services.untilCaughtUp;
      return input;
    },
  };
}

/**
 * Where to resume in a topic. In one that was deleted and created again, positions of the former one mean nothing: it is
 * read from its beginning.
 */
function positionsIn(identity: string | null, { resumeAt, place }: InputSetting, { log }: Context): Positions | null {
  if (resumeAt === null) return null;
  const isSame = resumeAt.identity === null || identity === null || resumeAt.identity === identity;
  if (isSame) return resumeAt.positions;
  log.warn("the topic was deleted and created again since the last batch: it is read from its beginning", { place });
  return new Map([...resumeAt.positions.keys()].map((partition) => [partition, "0"]));
}

/** What the stream keeps is to be of all that its group has read, and is gone, or was never kept. */
function tellForgotten(topic: string, reading: Reading, { place }: InputSetting, { log, program }: Context): void {
  const group = groupOf(reading, program);
  log.warn(`nothing is kept of what group ${group} has read of this topic: the stream begins behind that, without it`, {
    place,
    help: `\`${topic}.from("earliest", group: "…")\` with another group reads all again`,
  });
}

/** Whether a record stands before where its partition ends in `end`. */
function isBefore({ headers }: Event, end: Positions): boolean {
  const to = end.get(Number(headers.get("partition")));
  return to !== undefined && BigInt(headers.get("offset")!) < BigInt(to);
}

class TopicInput<T> implements OpenInput<T> {
  readonly ended = false;
  readonly perishable = false;
  readonly unwritten = 0;
  readonly #reader: TopicReader<T>;
  readonly #context: Context;
  /** A read of what is there. */
  readonly #now = AbortSignal.abort();
  readonly #place: string;
  readonly #reading: FailureLog;
  readonly #committing: FailureLog;
  readonly #byteCapacity: number;
  readonly #identity: string | null;
  #positions: Map<number, string>;
  /** The partitions that the last read was of. */
  #read: ReadonlySet<number>;
  /** A read has failed, so that the reader may stand elsewhere than behind what it gave. */
  #isLost = false;
  isBehind = false;
  isCaughtUp = false;
  /** Something was read for the batch that is being formed. */
  #hasMoved = false;
  /** In batches under way and in the one that is being formed. */
  #events = 0;
  #bytes = 0;

  constructor(
    reader: TopicReader<T>,
    setting: InputSetting,
    { identity, positions }: InputPosition,
    byteCapacity: number,
  ) {
    this.#reader = reader;
    this.#context = contextOf(setting.services, setting.name);
    this.#place = setting.place;
    this.#reading = shownFailures(this.#context);
    this.#committing = shownFailures(this.#context);
    this.#byteCapacity = byteCapacity;
    this.#identity = identity;
    this.#positions = new Map(positions);
    this.#read = new Set(this.#positions.keys());
  }

  start(): void {}

  async nextSlice(limit?: SliceLimit): Promise<BatchSlice<T>> {
    const before = this.#bytes;
    this.#hasMoved = false;
    const events = await this.#readAvailable(limit);
    return this.#slice(events, this.#bytes - before);
  }

  async sliceUpTo({ identity, positions }: InputPosition, signal: AbortSignal): Promise<BatchSlice<T> | null> {
    if (identity !== this.#identity) return null;
    const from = new Map(this.#positions);
    for (let tries = 1; !signal.aborted; tries++) {
      try {
        const events = await this.#readUpTo(positions, signal);
        if (events === null) return null;
        const bytes = eventsSize(events);
        this.#events += events.length;
        this.#bytes += bytes;
        this.#hasMoved = true;
        this.#reading.succeeded();
        return this.#slice(events, bytes);
      } catch (error) {
        this.#positions = new Map(from);
        this.#isLost = true;
        this.#tell(this.#reading, "cannot read again what the batch under way had of the topic", error);
        await this.#context.clock.sleep(backOff(tries), signal);
      }
    }
    return null;
  }

  #slice(events: readonly Event<T>[], bytes: number): BatchSlice<T> {
    const hasMoved = this.#hasMoved;
    const positions = new Map(this.#positions);
    const release = () => {
      this.#events -= events.length;
      this.#bytes -= bytes;
    };
    return {
      events,
      position: { identity: this.#identity, positions },
      hasMoved,
      commit: async () => {
        release();
        if (hasMoved) await this.#commit(positions);
      },
      rollback: async () => release(),
    };
  }

  async stop(): Promise<void> {}

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #readAvailable(limit: SliceLimit | undefined): Promise<Event<T>[]> {
    const events: Event<T>[] = [];
    this.isCaughtUp = false;
    let quota: TopicQuota | null = null;
    try {
      await this.#findPlace();
      if (limit !== undefined) quota = await TopicQuota.of(limit, this.#reader);
      while (this.#events < MOST_EVENTS && this.#bytes < this.#byteCapacity && quota?.isSpent !== true) {
        const most = Math.min(READ_SIZE, quota?.left ?? READ_SIZE);
        const batch = await this.#reader.read(most, this.#now, quota?.byPartition);
        if (batch === null) {
          this.isCaughtUp = quota === null || !quota.hasCut;
          break;
        }
        quota?.spend(batch.events);
        for (const event of batch.events) events.push(event);
        this.#context.show?.(batch.events);
        this.#events += batch.events.length;
        this.#bytes += eventsSize(batch.events);
        for (const [partition, position] of batch.positions) this.#positions.set(partition, position);
        this.#read = new Set(batch.positions.keys());
        this.#hasMoved = true;
      }
    } catch (error) {
      // The records that are missing in this batch come in a later one.
      this.#isLost = true;
      this.isBehind = false;
      this.#tell(this.#reading, "cannot read the topic", error);
      return events;
    }
    this.isBehind = !this.isCaughtUp && (quota === null || this.#context.untilCaughtUp === true);
    this.#reading.succeeded();
    return events;
  }

  /** The records up to `end`, and none behind it; null once `signal` is aborted. Those that are gone it tells of. */
  async #readUpTo(end: Positions, signal: AbortSignal): Promise<Event<T>[] | null> {
    const events: Event<T>[] = [];
    await this.#findPlace();
    const isShort = ([partition, to]: readonly [number, string]) =>
      BigInt(this.#positions.get(partition) ?? -1) < BigInt(to);
    const short = () => [...end].filter(isShort);
    while (short().length > 0) {
      let batch = await this.#reader.read(READ_SIZE, this.#now);
      if (batch === null && (await this.#isAtEnd())) break;
      batch ??= await this.#reader.read(READ_SIZE, signal);
      if (batch === null) return null;
      for (const event of batch.events) if (isBefore(event, end)) events.push(event);
      // What was read of a partition that the batch did not have is read again.
      for (const [partition, position] of batch.positions) {
        if (end.has(partition)) this.#positions.set(partition, position);
      }
      this.#read = new Set(batch.positions.keys());
    }
    const gone = new Map(short());
    if (gone.size > 0) {
      const what = "records that the batch under way had are gone: it is done again without them";
      this.#context.log.error(what, { partitions: [...gone.keys()].join(","), place: this.#place });
    }
    const there = [...end].filter(([partition]) => !gone.has(partition));
    this.#positions = new Map([...this.#positions, ...there]);
    await this.#reader.rewind(new Map([...this.#positions].filter(([partition]) => end.has(partition))));
    return events;
  }

  /** Whether nothing more is known to be in the topic. */
  async #isAtEnd(): Promise<boolean> {
    await this.#reader.lookAhead?.();
    return (this.#reader.unread ?? 0) === 0;
  }

  /** After a failure: back behind what the batches have, those that are not committed yet included. */
  async #findPlace(): Promise<void> {
    if (!this.#isLost) return;
    // Of a partition that another member has had meanwhile, the committed position is the newer one.
    await this.#reader.rewind(new Map([...this.#positions].filter(([partition]) => this.#read.has(partition))));
    this.#isLost = false;
  }

  async #commit(positions: ReadonlyMap<number, string>): Promise<void> {
    try {
      await this.#reader.commit(positions);
      this.#committing.succeeded();
    } catch (error) {
      // The outputs are written and cannot be taken back: all that follows is that a restart may repeat them.
      this.#tell(this.#committing, "cannot commit the positions of a batch", error);
    }
  }

  #tell(failing: FailureLog, what: string, error: unknown): void {
    this.#context.count("failed");
    failing.failed(`${what}: ${messageOf(error)}`, { place: this.#place });
  }
}
