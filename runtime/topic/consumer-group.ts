import type { Context } from "../contract/context.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Positions } from "../contract/topic.ts";
import { FailureLog } from "../log/failure-log.ts";
import { DelayedWrite } from "../system/delayed-write.ts";
import { type Lock, lock } from "../system/directory-lock.ts";
import { rename } from "../system/files.ts";
import { syncDirectory } from "../system/replace-file.ts";
import { readPositions, type TopicFiles, writePositions } from "./topic-files.ts";

/** A reader as its group sees it. */
export interface Member {
  /** The partitions that are this member's from now on. */
  assign(partitions: readonly number[]): void;
}

/** What a group of readers of an embedded topic is opened with. */
export interface ConsumerGroupOptions {
  readonly name: string;
  /** What it was called in earlier versions: where it has no positions it takes those of that group, for good. */
  readonly formerName: string | null;
  readonly files: TopicFiles;
  readonly partitions: number;
  /** How long a committed position may wait until it is on the disk, in ms. */
  readonly commitInterval: number;
  /** That of the topic. */
  readonly context: Context;
  /** Where the topic is declared. */
  readonly place: string;
}

/**
 * The readers of one group on an embedded topic. Each partition has exactly one of them as its owner; they are dealt
 * out again whenever one joins or leaves. Members of one group live in one process, which a lock makes sure of.
 */
export class ConsumerGroup {
  readonly #name: string;
  readonly #formerName: string | null;
  readonly #context: Context;
  readonly #files: TopicFiles;
  readonly #partitions: number;
  readonly #members: Member[] = [];
  readonly #owners = new Map<number, Member>();
  readonly #writes: DelayedWrite;
  #committed = new Map<number, number>();
  #ready: Promise<Lock> | null = null;

  constructor({ name, formerName, files, partitions, commitInterval, context, place }: ConsumerGroupOptions) {
    this.#name = name;
    this.#formerName = formerName;
    this.#files = files;
    this.#partitions = partitions;
    this.#context = context;
    const failing = new FailureLog(context);
    this.#writes = new DelayedWrite({
      clock: context.clock,
      interval: commitInterval,
      write: () => writePositions(files.group(name), this.#committed),
      told(error) {
        if (error === null) {
          failing.succeeded();
        } else {
          context.count("failed");
          const fields = { place, again: `${commitInterval}ms` };
          failing.failed(`cannot write the positions of group ${name}: ${messageOf(error)}`, fields);
        }
      },
    });
  }

  /** Rejects with LockedError when another process reads as this group. */
  async join(member: Member): Promise<void> {
    this.#ready ??= this.#prepare();
    try {
      await this.#ready;
    } catch (error) {
      this.#ready = null;
      throw error;
    }
    this.#members.push(member);
    this.#deal();
  }

  async leave(member: Member): Promise<void> {
    const at = this.#members.indexOf(member);
    if (at < 0) return;
    this.#members.splice(at, 1);
    this.#deal();
    if (this.#members.length > 0) return;
    try {
      await this.#writes.flush();
    } finally {
      // Someone may have joined meanwhile.
      if (this.#members.length === 0) {
        const held = await this.#ready;
        this.#ready = null;
        await held?.release();
      }
    }
  }

  /** The committed position of a partition; null when there is none yet. */
  committed(partition: number): number | null {
    return this.#committed.get(partition) ?? null;
  }

  /**
   * Where the next owner of each partition begins; on the disk within the commit interval, and when the last member has
   * left. Rejects when `member` is not the owner of one of them any more.
   */
  async commit(member: Member, positions: Positions): Promise<void> {
    for (const partition of positions.keys()) {
      if (this.#owners.get(partition) === member) continue;
      throw new Error(
        `group ${this.#name} has given partition ${partition} to another reader; its records are read again there`,
      );
    }
    let isNew = false;
    for (const [partition, text] of positions) {
      const position = Number(text);
      if (this.#committed.get(partition) === position) continue;
      this.#committed.set(partition, position);
      isNew = true;
    }
    if (isNew) await this.#writes.request();
  }

  /**
   * Commits where partitions without a position begin, so that a restart does not begin elsewhere, and where those go on
   * whose position is behind the end of their log: by then others may stand in the place of what is gone.
   */
  async begin(positions: ReadonlyMap<number, number>): Promise<void> {
    let isNew = false;
    for (const [partition, position] of positions) {
      if ((this.#committed.get(partition) ?? Number.POSITIVE_INFINITY) <= position) continue;
      this.#committed.set(partition, position);
      isNew = true;
    }
    if (isNew) await this.#writes.now();
  }

  async #prepare(): Promise<Lock> {
    const held = await lock(this.#files.groupLock(this.#name));
    try {
      this.#committed = await readPositions(this.#files.group(this.#name));
      if (this.#committed.size === 0) await this.#takeOver();
    } catch (error) {
      await held.release();
      throw error;
    }
    return held;
  }

  /** By a change of name, so that no other group takes the same positions. */
  async #takeOver(): Promise<void> {
    const former = this.#formerName;
    if (former === null) return;
    const positions = await readPositions(this.#files.group(former));
    if (positions.size === 0) return;
    const held = await lock(this.#files.groupLock(former));
    try {
      await rename(this.#files.group(former), this.#files.group(this.#name));
      await syncDirectory(this.#files.groups);
    } finally {
      await held.release();
    }
    this.#committed = positions;
    const where = [...positions].map(([partition, position]) => `${partition} at ${position}`).join(", ");
    this.#context.log.warn(
      `group ${this.#name} takes over from group ${former}, its name in earlier versions: partition ${where}`,
    );
  }

  #deal(): void {
    this.#owners.clear();
    const hands = new Map<Member, number[]>(this.#members.map((member) => [member, []]));
    for (let partition = 0; partition < this.#partitions; partition++) {
      const member = this.#members[partition % this.#members.length];
      if (member === undefined) return;
      this.#owners.set(partition, member);
      hands.get(member)!.push(partition);
    }
    for (const [member, partitions] of hands) member.assign(partitions);
  }
}
