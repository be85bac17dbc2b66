import {
  ComponentError,
  type Context,
  type Declared,
  type Positions,
  type TopicBatch,
  type TopicReader,
} from "../../runtime/component.ts";
import type { Chunk } from "./backlog.ts";
import { Changes } from "./changes.ts";
import { Places } from "./places.ts";
import {
  type FetchedBatch,
  type GroupHandler,
  type GroupMember,
  type GroupOptions,
  type Kafka,
  KafkaError,
} from "./port.ts";
import { sharingError } from "./sharing-error.ts";
import { type GroupOnTopic, standingOf, takenBy } from "./standing.ts";

/** How long `close` and a read for what is there wait for the cluster, in ms. */
const PATIENCE = 5_000;

/** How long a coordinator may put the first join off, in ms. */
const START_LIMIT = 20_000;

/** Between two first joins, in ms, so that a coordinator that answers at once is not asked in a loop. */
const JOIN_PAUSE = 500;

/** What a reader needs beside its context. */
export interface ReaderParts<T> extends GroupOnTopic, Omit<GroupOptions, "formerMember"> {
  readonly declared: Declared;
  kafka(): Kafka;
  /** Once what does not decode is where it goes to; null when `isOver` first. */
  decode(batch: FetchedBatch, context: Context, isOver: () => boolean): Promise<Chunk<T> | null>;
  /** What `error` means for this topic. */
  explain(error: unknown): ComponentError;
}

/**
 * One member of a group. The adapter pushes batches into a backlog that holds them back when it is full; `read` takes
 * from it. A partition keeps its place through a rebalance in which this member keeps it; whatever was read of the
 * others can no longer be committed and comes to their new owners again.
 */
export class KafkaReader<T> implements TopicReader<T>, GroupHandler {
  readonly #parts: ReaderParts<T>;
  readonly #changes = new Changes();
  #context!: Context;
  #member: GroupMember | null = null;
  #formerMember: string | null = null;
  #places = new Places<T>();
  /** Partitions whose fetches did not begin at their place, and were sent there. */
  readonly #astray = new Set<number>();
  /** Counts assignments, so that an answer to a question about an older one is noticed. */
  #assignments = 0;
  #leaving = false;
  /** Others have partitions of a topic that this reader must have alone. */
  #isShared = false;
  #closed = false;
  #failure: unknown = null;

  constructor(parts: ReaderParts<T>) {
    this.#parts = parts;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    const late = context.clock.now() + START_LIMIT;
    for (;;) {
      try {
        return await this.#join();
      } catch (error) {
        // "The coordinator is loading": a broker that has just come up reads its log before it takes members.
        const cause = (error as Error).cause;
        const passes = cause instanceof KafkaError && cause.kind === "transient";
        if (!passes || context.draining.aborted || context.clock.now() >= late) throw error;
        await context.clock.sleep(JOIN_PAUSE, context.draining);
      }
    }
  }

  async read(max: number, signal: AbortSignal): Promise<TopicBatch<T> | null> {
    if (this.#member === null && !this.#closed) await this.#join();
    for (;;) {
      if (this.#closed) return null;
      // What waits could not be committed any more.
      if (this.#failure !== null) throw await this.#giveUp();
      const batch = this.#leaving || this.#isShared ? null : this.#places.read(max);
      if (batch !== null) {
        this.#changes.announce();
        return batch;
      }
      if (!signal.aborted) await this.#changes.next(signal);
      else if (!(await this.#within(PATIENCE, () => this.#hasWork() || !this.#expectsMore()))) return null;
      else if (!this.#hasWork()) return null;
    }
  }

  async commit(positions: Positions): Promise<void> {
    let wanted = this.#uncommitted(positions);
    if (wanted.size === 0) return;
    const before = this.#assignments;
    try {
      await this.#committing().commit(wanted);
    } catch (error) {
      // The group is on the move. Where we keep a partition, its position is still ours to commit.
      const moves = error instanceof KafkaError && error.kind === "rebalance";
      if (!moves || !(await this.#within(PATIENCE, () => this.#assignments > before && this.#places.allSettled))) {
        throw this.#parts.explain(error);
      }
      wanted = this.#uncommitted(positions);
      await orExplained(this.#committing().commit(wanted), this.#parts);
    }
    this.#places.committed(wanted);
    this.#changes.announce();
  }

  async rewind(positions?: Positions): Promise<void> {
    if (this.#failure !== null) await this.#leave();
    if (this.#member === null && !this.#closed) await this.#join();
    for (const [partition, offset] of this.#places.rewind(positions)) this.#member?.seek(partition, offset);
    this.#changes.announce();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#changes.announce();
    await this.#leave();
  }

  // ---- what the adapter tells ---------------------------------------------------------------------------------------

  async leaving(): Promise<void> {
    this.#leaving = true;
    // Only so long, for the coordinator hears nothing of us meanwhile.
    await this.#within(this.#parts.sessionTimeout / 2, () => !this.#places.hasUncommitted || this.#closed);
  }

  assigned(partitions: readonly number[], stayed: boolean, shared: boolean): void {
    this.#assignments++;
    this.#isShared = shared && this.#parts.exclusive;
    this.#leaving = false;
    this.#astray.clear();
    for (const [partition, offset] of this.#places.assign(partitions, stayed)) this.#member?.seek(partition, offset);
    const { topic, group } = this.#parts;
    const list = partitions.length === 0 ? "no partition" : `partitions ${[...partitions].sort(ascending).join(", ")}`;
    this.#context.log.info(`group ${group} gives this reader ${list} of topic ${topic}`);
    void this.#settle(this.#assignments);
    if (this.#isShared) void this.#refuseSharing(this.#assignments);
  }

  async fetched(batch: FetchedBatch, stale: boolean, signal: AbortSignal): Promise<boolean> {
    const { partition, from } = batch;
    const assignment = this.#assignments;
    const over = () => signal.aborted || this.#closed || this.#assignments !== assignment;
    const isFresh = this.#places.expected(partition) === null;
    while (!over() && this.#places.expected(partition) === null) await this.#changes.next(signal);
    const expected = this.#places.expected(partition);
    if (stale || expected === undefined || expected === null) return false;
    if (isFresh && (from !== expected || this.#astray.has(partition))) {
      this.#member?.seek(partition, expected);
      return false;
    }
    while (!over() && this.#places.isFull) await this.#changes.next(signal);
    const chunk = await this.#parts.decode(batch, this.#context, over);
    // A rewind while it waited has changed what must come next.
    if (chunk === null || over() || this.#places.expected(partition) !== expected) return false;
    if (from !== expected) this.#jumped(partition, expected, from);
    this.#places.fetched(chunk, batch.highWatermark);
    this.#changes.announce();
    return true;
  }

  passed(partition: number, next: string): void {
    if (this.#places.expected(partition) === null) this.#astray.add(partition);
    else this.#places.passed(partition, next);
  }

  stopped(error: KafkaError): void {
    this.#failure = error;
    this.#changes.announce();
  }

  // ---- membership ---------------------------------------------------------------------------------------------------

  /** Becomes a member and waits for its partitions; rejects with a ComponentError when that fails. */
  async #join(): Promise<void> {
    const { kafka, topic, group } = this.#parts;
    this.#failure = null;
    this.#places = new Places();
    const before = this.#assignments;
    const options = { ...this.#parts, formerMember: this.#formerMember };
    this.#member = await orExplained(kafka().join(options, this), this.#parts);
    const isIn = () => this.#assignments > before && this.#places.allSettled && !this.#isShared;
    const ready = () => isIn() || this.#failure !== null || this.#closed;
    if (!(await this.#within(PATIENCE, ready))) {
      this.#context.log.info(`waits for the other members of group ${group} of topic ${topic}`);
      while (!ready()) await this.#changes.next();
    }
    if (this.#failure !== null) throw await this.#giveUp();
  }

  /** Looks up where the group stands in the partitions that are new to this member. */
  async #settle(assignment: number): Promise<void> {
    const fresh = this.#places.unsettled();
    try {
      const standing = fresh.length === 0 ? null : await standingOf(this.#parts.kafka(), this.#parts);
      if (assignment !== this.#assignments) return;
      for (const partition of standing === null ? [] : fresh) {
        const offset = standing!.from(partition);
        this.#places.begin(partition, offset, standing!.end(partition));
        // Another member may have committed it since kafkajs looked, which goes to the earliest record then.
        if (this.#parts.startAt === "latest" || this.#parts.formerGroup !== null) this.#astray.add(partition);
        if (this.#astray.has(partition)) this.#member?.seek(partition, offset);
      }
      const begins = standing?.begins ?? null;
      if (begins !== null) await this.#member?.commit(begins);
      if (begins !== null && standing?.takesOver) await this.#tookOver(begins);
      if (assignment === this.#assignments) this.#places.settle(fresh);
    } catch (error) {
      // A rebalance in between brings the next assignment, and this again.
      const moves = error instanceof KafkaError && error.kind === "rebalance";
      if (!moves && assignment === this.#assignments) this.#failure = error;
    }
    this.#changes.announce();
  }

  /** Tells what the group has taken over, and marks that so that no other program does. */
  async #tookOver(begins: Positions): Promise<void> {
    const { topic, group, formerGroup, declared } = this.#parts;
    if (formerGroup === null) return;
    const where = [...begins].sort(([a], [b]) => a - b).map(([partition, offset]) => `${partition} at ${offset}`);
    const { log } = this.#context;
    log.warn(
      `group ${group} begins where group ${formerGroup}, its name in earlier versions, stands in topic ${topic}: ` +
        `partition ${where.join(", ")}`,
      { place: declared.place },
    );
    try {
      await this.#member?.commitFor(formerGroup, begins, takenBy(group));
    } catch {
      log.warn(`group ${formerGroup} of topic ${topic} still has members, which read the same records`, {
        place: declared.place,
      });
    }
  }

  /** Refuses to go on when the topic is still shared after more than a session, in which a member that died is gone. */
  async #refuseSharing(assignment: number): Promise<void> {
    const { sessionTimeout } = this.#parts;
    await this.#within(1.5 * sessionTimeout, () => this.#closed || this.#assignments !== assignment);
    if (this.#closed || this.#assignments !== assignment) return;
    this.#failure = await sharingError(this.#parts, this.#member?.id ?? null);
    this.#changes.announce();
  }

  /** Leaves the group; gives the error to throw. The next read joins again. */
  async #giveUp(): Promise<ComponentError> {
    const error = this.#parts.explain(this.#failure);
    await this.#leave();
    return error;
  }

  async #leave(): Promise<void> {
    const member = this.#member;
    this.#member = null;
    if (member === null) return;
    this.#formerMember = member.id ?? this.#formerMember;
    const done = new AbortController();
    await Promise.race([member.close().catch(() => {}), this.#context.clock.sleep(PATIENCE, done.signal)]);
    done.abort();
  }

  #hasWork(): boolean {
    return this.#closed || this.#failure !== null || (!this.#leaving && !this.#isShared && this.#places.waiting > 0);
  }

  #expectsMore(): boolean {
    return !this.#leaving && !this.#isShared && this.#places.expectsMore;
  }

  #committing(): GroupMember {
    if (this.#member === null) throw this.#parts.explain(new KafkaError("rebalance", "the reader has left its group"));
    return this.#member;
  }

  #uncommitted(positions: Positions): ReadonlyMap<number, string> {
    const wanted = this.#places.uncommitted(positions);
    if (typeof wanted !== "number") return wanted;
    const where = `partition ${wanted} of topic ${this.#parts.topic}`;
    throw new ComponentError(
      this.#parts.declared,
      `${where} has gone to another reader of group ${this.#parts.group}; what was read of it is read again`,
    );
  }

  /** The cluster goes on at `to` because the offset that was asked for does not exist. */
  #jumped(partition: number, from: string, to: string): void {
    const { topic, declared } = this.#parts;
    const gone = BigInt(to) - BigInt(from);
    if (gone > 0n) {
      const range = `offsets ${from} to ${BigInt(to) - 1n}`;
      this.#context.log.warn(
        `${range} of partition ${partition} of topic ${topic} were deleted before they were read`,
        { place: declared.place },
      );
      this.#context.count("expired", Number(gone));
      this.#places.passed(partition, to);
    } else {
      this.#context.log.warn(
        `partition ${partition} of topic ${topic} ends before offset ${from}; reading on at ${to}`,
        { place: declared.place },
      );
      this.#places.begin(partition, to, to);
      this.#places.settle([partition]);
      void this.#member?.commit(new Map([[partition, to]])).catch(() => {});
    }
  }

  /** Whether `until` comes to hold within `ms`. */
  async #within(ms: number, until: () => boolean): Promise<boolean> {
    const late = new AbortController();
    const alarm = this.#context.clock.sleep(ms, late.signal).then(() => "late" as const);
    try {
      while (!until()) {
        if ((await Promise.race([this.#changes.next(late.signal), alarm])) === "late") return until();
      }
      return true;
    } finally {
      late.abort();
    }
  }
}

async function orExplained<R, T>(promise: Promise<R>, parts: ReaderParts<T>): Promise<R> {
  try {
    return await promise;
  } catch (error) {
    throw parts.explain(error);
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}
