import { rename } from "node:fs/promises";
import type { Positions } from "../component.ts";
import type { Log } from "../log.ts";
import { CoalescedWrite } from "../log-store/coalesced-write.ts";
import { type Lock, lock } from "../log-store/directory-lock.ts";
import { syncDirectory } from "../replace-file.ts";
import { readPositions, type TopicFiles, writePositions } from "./topic-files.ts";

/** A reader as its group sees it. */
export interface Member {
  /** The partitions that are this member's from now on. */
  assign(partitions: readonly number[]): void;
}

export interface ConsumerGroupOptions {
  readonly name: string;
  /** What it was called in earlier versions: where it has no positions it takes those of that group, for good. */
  readonly formerName: string | null;
  readonly files: TopicFiles;
  readonly partitions: number;
  readonly log: Log;
}

/**
 * The readers of one group on an embedded topic. Each partition has exactly one of them as its owner; they are dealt
 * out anew whenever one joins or leaves. Members of one group live in one process, which a lock makes sure of.
 */
export class ConsumerGroup {
  readonly #name: string;
  readonly #formerName: string | null;
  readonly #log: Log;
  readonly #files: TopicFiles;
  readonly #partitions: number;
  readonly #members: Member[] = [];
  readonly #owners = new Map<number, Member>();
  readonly #writes: CoalescedWrite;
  #committed = new Map<number, number>();
  #ready: Promise<Lock> | null = null;

  constructor({ name, formerName, files, partitions, log }: ConsumerGroupOptions) {
    this.#name = name;
    this.#formerName = formerName;
    this.#files = files;
    this.#partitions = partitions;
    this.#log = log;
    this.#writes = new CoalescedWrite(() => writePositions(files.group(name), this.#committed));
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
    await this.#writes.idle();
    // Someone may have joined meanwhile.
    if (this.#members.length > 0) return;
    const held = await this.#ready;
    this.#ready = null;
    await held?.release();
  }

  /** The committed position of a partition; null when there is none yet. */
  committed(partition: number): number | null {
    return this.#committed.get(partition) ?? null;
  }

  /** Durable when it resolves. Rejects when `member` is not the owner of one of them any more. */
  async commit(member: Member, positions: Positions): Promise<void> {
    for (const partition of positions.keys()) {
      if (this.#owners.get(partition) === member) continue;
      throw new Error(
        `group ${this.#name} has given partition ${partition} to another reader; its records come again there`,
      );
    }
    for (const [partition, position] of positions) this.#committed.set(partition, Number(position));
    await this.#writes.request();
  }

  /** Commits where partitions without a position begin, so that a restart does not begin elsewhere. */
  async begin(positions: ReadonlyMap<number, number>): Promise<void> {
    let isNew = false;
    for (const [partition, position] of positions) {
      if (this.#committed.has(partition)) continue;
      this.#committed.set(partition, position);
      isNew = true;
    }
    if (isNew) await this.#writes.request();
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
    this.#log.warn(
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
