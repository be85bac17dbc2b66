import type { Context } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import type { Positions, TopicBatch, TopicReader } from "../../runtime/contract/topic.ts";
import { Notifier } from "../../runtime/system/notifier.ts";
import { withTimeLimit } from "../../runtime/system/time-limit.ts";
import type { Chunk } from "./backlog.ts";
import { GroupCommits } from "./group-commits.ts";
import { joinAtStart } from "./join-at-start.ts";
import { type Membership, type MembershipEvent, next, OUT } from "./membership.ts";
import { PartitionPositions } from "./partition-positions.ts";
import { type FetchedBatch, type GroupHandler, type GroupMember, isRebalance, KafkaError } from "./port.ts";
import type { ReaderParts } from "./reader-parts.ts";
import { sharingError } from "./sharing-error.ts";
import { endsOf, standingOf, unreadIn } from "./standing.ts";
import { announceTakeOver } from "./take-over.ts";
import { orConverted } from "./to-component-error.ts";

/** How long `close` and a read for what is there wait for the cluster, in ms. */
const PATIENCE = 5_000;

/**
 * One member of a group. The adapter pushes batches into a backlog that holds them back when it is full; `read` takes
 * from it. A partition keeps its position through a rebalance in which this member keeps it; whatever was read of the
 * others can no longer be committed and comes to their new owners again. What the reader may do at a time is its
 * membership (`membership.ts`), where it stands in its partitions are its positions (`partition-positions.ts`).
 */
export class KafkaReader<T> implements TopicReader<T>, GroupHandler {
  readonly #parts: ReaderParts<T>;
  readonly #changes = new Notifier();
  #context!: Context;
  /** Speaks to the cluster for this reader; null while it is not a member. */
  #member: GroupMember | null = null;
  #formerMember: string | null = null;
  #membership: Membership = OUT;
  #positions = new PartitionPositions<T>();
  #commits!: GroupCommits;
  /** Fetched batches that are decoded now. */
  #decoding = 0;
  continues?: boolean;

  constructor(parts: ReaderParts<T>) {
    this.#parts = parts;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#commits = new GroupCommits({
      ...this.#parts,
      context,
      send: (offsets) => this.#committing().commit(offsets),
    });
    await joinAtStart(context, () => this.#join());
  }

  async read(max: number, signal: AbortSignal, most?: ReadonlyMap<number, number>): Promise<TopicBatch<T> | null> {
    if (this.#membership.kind === "out") await this.#join();
    for (;;) {
      const membership = this.#membership;
      if (membership.kind === "closed") return null;
      // What waits could not be committed any more.
      if (membership.kind === "failed") throw await this.#giveUp(membership.error);
      const batch = membership.kind === "reading" ? this.#positions.read(max, most) : null;
      if (batch !== null) {
        this.#changes.wakeAll();
        return batch;
      }
      if (!signal.aborted) await this.#changes.wait(signal);
      // What waits is of partitions that have had theirs.
      else if (most !== undefined && membership.kind === "reading" && this.#positions.waiting > 0) return null;
      else if (!(await this.#within(PATIENCE, () => this.#hasWork() || !this.#expectsMore()))) {
        if (!this.#isHandingOver()) return null;
      } else if (!this.#hasWork()) return null;
    }
  }

  get unread(): number {
    return this.#positions.unread;
  }

  async lookAhead(): Promise<void> {
    const ends = await orConverted(endsOf(this.#parts.kafka(), this.#parts.topic), this.#parts.toError);
    for (const [partition, { latest }] of ends) this.#positions.sawEnd(partition, latest);
  }

  async countElsewhere(): Promise<number> {
    const standing = await orConverted(standingOf(this.#parts.kafka(), this.#parts), this.#parts.toError);
    return unreadIn(standing, (one) => this.#positions.expected(one).kind === "not ours");
  }

  async commit(positions: Positions): Promise<void> {
    const offsets = this.#uncommitted(positions);
    if (offsets.size === 0) return;
    this.#positions.committed(offsets);
    this.#changes.wakeAll();
    const { generation } = this.#membership;
    try {
      await this.#commits.commit(offsets);
    } catch (error) {
      // The group is on the move. Where we keep a partition, its position is still ours to commit.
      const hasMoved = () => this.#membership.generation > generation && this.#positions.areReady;
      if (!isRebalance(error) || !(await this.#within(PATIENCE, hasMoved))) throw this.#parts.toError(error);
      await orConverted(this.#commits.commit(new Map()), this.#parts.toError);
    }
  }

  async rewind(positions?: Positions): Promise<void> {
    if (this.#membership.kind === "failed") await this.#leave();
    if (this.#membership.kind === "out") await this.#join();
    for (const [partition, offset] of this.#positions.rewind(positions)) this.#member?.seek(partition, offset);
    this.#changes.wakeAll();
  }

  lag(): ReadonlyMap<number, number> {
    return this.#positions.lag();
  }

  async close(): Promise<void> {
    await this.#commits.flush(PATIENCE);
    this.#hear({ kind: "closed" });
    await this.#leave();
  }

  // ---- what the adapter tells ---------------------------------------------------------------------------------------

  async leaving(): Promise<void> {
    this.#hear({ kind: "leaving" });
    // Only so long, for the coordinator hears nothing of us meanwhile.
    const isDone = () => !this.#positions.hasUncommitted || this.#membership.kind === "closed";
    const late = this.#context.clock.now() + this.#parts.sessionTimeout / 2;
    await this.#within(this.#parts.sessionTimeout / 2, isDone);
    await this.#commits.flush(Math.max(late - this.#context.clock.now(), 0));
  }

  assigned(partitions: readonly number[], stayed: boolean, shared: boolean): void {
    this.#hear({ kind: "assigned", shared: shared && this.#parts.exclusive });
    const { kind, generation } = this.#membership;
    if (kind !== "reading" && kind !== "shared") return;
    this.#commits.assigned(partitions);
    for (const [partition, offset] of this.#positions.assign(partitions, stayed)) this.#member?.seek(partition, offset);
    const { topic, group } = this.#parts;
    const sorted = partitions.toSorted((a, b) => a - b).join(", ");
    const list = sorted === "" ? "no partition" : `partitions ${sorted}`;
    this.#context.log.info(`group ${group} gives this reader ${list} of topic ${topic}`);
    void this.#lookUpPositions(generation);
    if (kind === "shared") void this.#refuseSharing(generation);
  }

  async fetched(batch: FetchedBatch, stale: boolean, signal: AbortSignal): Promise<boolean> {
    const { partition, from } = batch;
    const { generation } = this.#membership;
    const isOver = () => signal.aborted || this.#isOver(generation);
    const isNew = this.#positions.expected(partition).kind === "not ready";
    while (!isOver() && this.#positions.expected(partition).kind === "not ready") await this.#changes.wait(signal);
    const expected = this.#positions.expected(partition);
    if (stale || expected.kind !== "offset") return false;
    const { offset } = expected;
    if (isNew && (from !== offset || this.#positions.isAstray(partition))) {
      this.#member?.seek(partition, offset);
      return false;
    }
    while (!isOver() && this.#positions.isFull) await this.#changes.wait(signal);
    const chunk = await this.#decode(batch, isOver);
    if (chunk === null || isOver()) return false;
    // A rewind while it waited has changed what must come next.
    const now = this.#positions.expected(partition);
    if (now.kind !== "offset" || now.offset !== offset) return false;
    if (from !== offset) this.#jumped(partition, offset, from);
    this.#positions.fetched(chunk, batch.highWatermark);
    this.#changes.wakeAll();
    return true;
  }

  async #decode(batch: FetchedBatch, isOver: () => boolean): Promise<Chunk<T> | null> {
    this.#decoding += 1;
    try {
      return await this.#parts.decode(batch, this.#context, isOver);
    } finally {
      this.#decoding -= 1;
    }
  }

  passed(partition: number, next: string): void {
    this.#positions.passed(partition, next);
  }

  stopped(error: KafkaError): void {
    this.#hear({ kind: "failed", error });
  }

  // ---- membership ---------------------------------------------------------------------------------------------------

  #hear(event: MembershipEvent): void {
    this.#membership = next(this.#membership, event);
    this.#changes.wakeAll();
  }

  /** Whether the group has shared out its partitions again since `generation`, or this reader is closed. */
  #isOver(generation: number): boolean {
    return this.#membership.kind === "closed" || this.#membership.generation !== generation;
  }

  /** Becomes a member and waits for its partitions; rejects with a ComponentError when that fails. */
  async #join(): Promise<void> {
    const { kafka, topic, group } = this.#parts;
    this.#hear({ kind: "join" });
    this.#positions = new PartitionPositions();
    const options = { ...this.#parts, formerMember: this.#formerMember };
    try {
      this.#member = await kafka().join(options, this);
    } catch (error) {
      this.#hear({ kind: "left" });
      throw this.#parts.toError(error);
    }
    const isReady = () => {
      const { kind } = this.#membership;
      return kind === "failed" || kind === "closed" || (kind === "reading" && this.#positions.areReady);
    };
    if (!(await this.#within(PATIENCE, isReady))) {
      this.#context.log.info(`waits for the other members of group ${group} of topic ${topic}`);
      while (!isReady()) await this.#changes.wait();
    }
    const membership = this.#membership;
    if (membership.kind === "failed") throw await this.#giveUp(membership.error);
    // Closed before there was a member that could leave.
    if (membership.kind === "closed") await this.#leave();
  }

  /** Looks up where the group stands in the partitions that are new to this member. */
  async #lookUpPositions(generation: number): Promise<void> {
    const positions = this.#positions;
    const fresh = positions.notReady();
    try {
      const standing = fresh.length === 0 ? null : await standingOf(this.#parts.kafka(), this.#parts);
      if (this.#isOver(generation)) return;
      if (standing !== null) this.continues ??= standing.continues;
      for (const partition of standing === null ? [] : fresh) {
        const committed = standing!.from(partition);
        const offset = this.#commits.resumeAt(partition, committed);
        positions.begin(partition, offset, standing!.end(partition));
        // Another member may have committed it since kafkajs looked, which goes to the earliest record then.
        const mayDiffer = this.#parts.startAt === "latest" || this.#parts.formerGroup !== null || offset !== committed;
        if (mayDiffer) positions.leadAstray(partition);
        if (positions.isAstray(partition)) this.#member?.seek(partition, offset);
      }
      const begins = standing?.begins ?? null;
      if (begins !== null) await this.#member?.commit(begins);
      if (begins !== null && standing?.takesOver) {
        await announceTakeOver(this.#parts, begins, this.#member, this.#context.log);
      }
      if (!this.#isOver(generation)) positions.makeReady(fresh);
    } catch (error) {
      // A rebalance in between brings the next assignment, and this again.
      if (!isRebalance(error) && !this.#isOver(generation)) this.#hear({ kind: "failed", error });
    }
    this.#changes.wakeAll();
  }

  /** Refuses to go on when the topic is still shared after more than a session, in which a member that died is gone. */
  async #refuseSharing(generation: number): Promise<void> {
    const { sessionTimeout } = this.#parts;
    if (await this.#within(1.5 * sessionTimeout, () => this.#isOver(generation))) return;
    const error = await sharingError(this.#parts, this.#member?.id ?? null);
    if (!this.#isOver(generation)) this.#hear({ kind: "failed", error });
  }

  /** Leaves the group; gives the error to throw. The next read joins again. */
  async #giveUp(reason: unknown): Promise<ComponentError> {
    const error = this.#parts.toError(reason);
    await this.#leave();
    return error;
  }

  async #leave(): Promise<void> {
    const member = this.#member;
    this.#member = null;
    this.#hear({ kind: "left" });
    if (member === null) return;
    this.#formerMember = member.id ?? this.#formerMember;
    const closing = member.close().catch(() => {});
    await withTimeLimit(this.#context.clock, PATIENCE, closing, () => {});
  }

  #hasWork(): boolean {
    const { kind } = this.#membership;
    return kind === "closed" || kind === "failed" || (kind === "reading" && this.#positions.isReadable);
  }

  #expectsMore(): boolean {
    return this.#membership.kind === "reading" && this.#positions.expectsMore;
  }

  /** Whether records are with those who take what does not decode, which may take its time: the end is not reached yet. */
  #isHandingOver(): boolean {
    const { draining, untilCaughtUp } = this.#context;
    return this.#decoding > 0 && untilCaughtUp === true && !draining.aborted && this.#membership.kind === "reading";
  }

  #committing(): GroupMember {
    if (this.#member === null) throw this.#parts.toError(new KafkaError("rebalance", "the reader has left its group"));
    return this.#member;
  }

  #uncommitted(positions: Positions): ReadonlyMap<number, string> {
    const found = this.#positions.uncommitted(positions);
    if (found.kind === "offsets") return found.offsets;
    const { declared, topic, group } = this.#parts;
    const where = `partition ${found.partition} of topic ${topic}`;
    const why = `${where} has gone to another reader of group ${group}; what was read of it is read again`;
    throw new ComponentError(declared, why);
  }

  /** The cluster goes on at `to` because the offset that was asked for does not exist. */
  #jumped(partition: number, from: string, to: string): void {
    const { topic, declared } = this.#parts;
    const { place } = declared;
    const { log } = this.#context;
    const gone = BigInt(to) - BigInt(from);
    if (gone > 0n) {
      const range = `offsets ${from} to ${BigInt(to) - 1n}`;
      log.warn(`${range} of partition ${partition} of topic ${topic} were deleted before they were read`, { place });
      this.#context.count("expired", Number(gone));
      this.#positions.passed(partition, to);
    } else {
      log.warn(`partition ${partition} of topic ${topic} ends before offset ${from}; reading on at ${to}`, { place });
      this.#positions.begin(partition, to, to);
      this.#positions.makeReady([partition]);
      this.#commits.forget(partition);
      void this.#member?.commit(new Map([[partition, to]])).catch(() => {});
    }
  }

  /** Whether `until` comes to hold within `ms`. */
  #within(ms: number, until: () => boolean): Promise<boolean> {
    return this.#changes.waitFor(until, this.#context.clock, ms);
  }
}
