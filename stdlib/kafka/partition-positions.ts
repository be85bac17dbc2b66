import type { Positions, TopicBatch } from "../../runtime/contract/topic.ts";
import { Backlog, type Chunk } from "./backlog.ts";

/** A partition that a reader has, and where it stands in it. */
interface PartitionPosition {
  /** False until the group's position is known, and committed where it was not. */
  isReady: boolean;
  /** Its fetches began elsewhere than at the group's position, or may have: it has to be sent there. */
  isAstray: boolean;
  /** The group's position. */
  committed: string;
  /** Where what was read and is kept for a rewind begins. */
  kept: string;
  /** After all that was read. */
  position: string;
  /** After all that was fetched: where the next batch must begin. */
  fetched: string;
  /** End of the partition when it was last fetched. */
  end: string;
}

/** A partition and the offset to fetch it from. */
export type Seek = readonly [partition: number, offset: string];

/** Where the next batch of a partition must begin; `not ready`: its position is not known yet. */
export type Expected =
  | { readonly kind: "offset"; readonly offset: string }
  | { readonly kind: "not ready" }
  | { readonly kind: "not ours" };

/** Offsets to commit; `lost`: that partition has gone to another reader, or was read again since. */
export type Uncommitted =
  | { readonly kind: "offsets"; readonly offsets: ReadonlyMap<number, string> }
  | { readonly kind: "lost"; readonly partition: number };

/** The book-keeping of one member of a group: its partitions, what was fetched, read and committed of them. */
export class PartitionPositions<T> {
  readonly #backlog = new Backlog<T>();
  #partitions = new Map<number, PartitionPosition>();
  /** The last position known to be committed for each partition, those included that others have now. */
  readonly #known = new Map<number, string>();
  /** Records without an event were fetched since the last read: where they end is to be committed, too. */
  #hasSkipped = false;

  /** Events that were fetched and wait to be read. */
  get waiting(): number {
    return this.#backlog.size;
  }

  /** Whether a read gives something: events, or where records end that gave none. */
  get isReadable(): boolean {
    return this.waiting > 0 || this.#hasSkipped;
  }

  /** Whether nothing more should be fetched until some of it is read. */
  get isFull(): boolean {
    return this.#backlog.isFull;
  }

  /** Whether something was read and is neither committed nor given back. */
  get hasUncommitted(): boolean {
    return this.#backlog.hasUncommitted;
  }

  /** Whether the position of every partition is known. */
  get areReady(): boolean {
    return [...this.#partitions.values()].every(({ isReady }) => isReady);
  }

  /** Whether the cluster had more than was fetched when it was last asked. */
  get expectsMore(): boolean {
    return [...this.#partitions.values()].some(({ fetched, end }) => BigInt(fetched) < BigInt(end));
  }

  /** Records that the cluster had when it was last asked, and that were not read: about, as some offsets hold nothing. */
  get unread(): number {
    return [...this.lag().values()].reduce((sum, records) => sum + records, 0);
  }

  /** Records of each partition between what was read and what the cluster had when it was last asked. */
  lag(): ReadonlyMap<number, number> {
    const ready = [...this.#partitions].filter(([, { isReady }]) => isReady);
    return new Map(ready.map(([key, { position, end }]) => [key, Math.max(0, Number(BigInt(end) - BigInt(position)))]));
  }

  /** `partition` ends at `end` now, or later. */
  sawEnd(partition: number, end: string): void {
    const position = this.#partitions.get(partition);
    if (position !== undefined && BigInt(end) > BigInt(position.end)) position.end = end;
  }

  /**
   * The partitions are these from now on. With `keep`, those that were there before stay as they are; the result says
   * where to go on fetching them. What was fetched and read of all others is dropped.
   */
  assign(partitions: readonly number[], keep: boolean): readonly Seek[] {
    const before = this.#partitions;
    const seeks: Seek[] = [];
    this.#partitions = new Map();
    for (const partition of partitions) {
      const position = before.get(partition);
      if (keep && position?.isReady) {
        this.#partitions.set(partition, position);
        seeks.push([partition, position.fetched]);
      } else {
        this.#backlog.forget(partition);
        this.#partitions.set(partition, at("0", "0"));
      }
    }
    for (const partition of before.keys()) {
      if (!this.#partitions.has(partition)) this.#backlog.forget(partition);
    }
    return seeks;
  }

  /** Partitions whose position is not known yet. */
  notReady(): readonly number[] {
    return [...this.#partitions].filter(([, { isReady }]) => !isReady).map(([partition]) => partition);
  }

  /** The group stands at `offset` of `partition`, which ends at `end`. It is read from `makeReady` on. */
  begin(partition: number, offset: string, end: string): void {
    const position = this.#partitions.get(partition);
    if (position === undefined) return;
    this.#backlog.forget(partition);
    this.#partitions.set(partition, { ...at(offset, end), isAstray: position.isAstray });
    this.#known.set(partition, offset);
  }

  makeReady(partitions: readonly number[]): void {
    for (const partition of partitions) {
      const position = this.#partitions.get(partition);
      if (position !== undefined) position.isReady = true;
    }
  }

  /** Fetches of `partition` may begin elsewhere than at its position. */
  leadAstray(partition: number): void {
    const position = this.#partitions.get(partition);
    if (position !== undefined) position.isAstray = true;
  }

  isAstray(partition: number): boolean {
    return this.#partitions.get(partition)?.isAstray ?? false;
  }

  /** Where the next batch of `partition` must begin. */
  expected(partition: number): Expected {
    const position = this.#partitions.get(partition);
    if (position === undefined) return { kind: "not ours" };
    return position.isReady ? { kind: "offset", offset: position.fetched } : { kind: "not ready" };
  }

  /** A batch that begins where it must. */
  fetched(chunk: Chunk<T>, end: string): void {
    const position = this.#partitions.get(chunk.partition);
    if (position === undefined) return;
    position.end = end;
    this.#hasSkipped ||= chunk.events.length === 0 && chunk.next !== position.fetched;
    if (chunk.events.length === 0) this.passed(chunk.partition, chunk.next);
    else this.#backlog.push(chunk);
    position.fetched = chunk.next;
  }

  /**
   * There is nothing to read in `partition` from what was fetched to `next`. Where its position is not known yet, the
   * fetches may have passed that already.
   */
  passed(partition: number, next: string): void {
    const position = this.#partitions.get(partition);
    if (position === undefined) return;
    if (!position.isReady) {
      position.isAstray = true;
      return;
    }
    position.fetched = next;
    if (!this.#backlog.skip(partition, next)) position.position = next;
  }

  /**
   * Up to `max` events, and no more of a partition than `most` says; none where all that was fetched gave none, and null
   * where nothing waits that may come.
   */
  read(max: number, most?: ReadonlyMap<number, number>): TopicBatch<T> | null {
    const chunks = most === undefined ? this.#backlog.take(max) : this.#backlog.takeWithin(max, most);
    if (chunks.length === 0 && !this.#hasSkipped) return null;
    this.#hasSkipped = false;
    for (const { partition, next } of chunks) {
      const position = this.#partitions.get(partition);
      if (position !== undefined) position.position = next;
    }
    const ready = [...this.#partitions].filter(([, position]) => position.isReady);
    return {
      events: chunks.length === 1 ? chunks[0]!.events : chunks.flatMap((chunk) => chunk.events),
      positions: new Map(ready.map(([partition, { position }]) => [partition, position])),
    };
  }

  /** What of `positions` is to be committed: all but what is committed already. */
  uncommitted(positions: Positions): Uncommitted {
    const offsets = new Map<number, string>();
    for (const [partition, offset] of positions) {
      const known = this.#known.get(partition);
      if (known !== undefined && BigInt(offset) <= BigInt(known)) continue;
      const position = this.#partitions.get(partition);
      if (!position?.isReady || BigInt(offset) > BigInt(position.position)) return { kind: "lost", partition };
      offsets.set(partition, offset);
    }
    return { kind: "offsets", offsets };
  }

  committed(positions: Positions): void {
    for (const [partition, offset] of positions) {
      this.#known.set(partition, offset);
      const position = this.#partitions.get(partition);
      if (position === undefined) continue;
      position.committed = offset;
      position.kept = offset;
      this.#backlog.commit(partition, offset);
    }
  }

  /** Back to `positions`, to the committed ones where it has none; the result says where to fetch again. */
  rewind(positions: Positions | undefined): readonly Seek[] {
    const seeks: Seek[] = [];
    const back = new Set<number>();
    for (const [partition, position] of this.#partitions) {
      if (!position.isReady) continue;
      const target = positions?.get(partition) ?? position.committed;
      position.position = target;
      if (target === position.kept) {
        back.add(partition);
      } else {
        this.#backlog.forget(partition);
        position.kept = target;
        position.fetched = target;
        seeks.push([partition, target]);
      }
    }
    this.#backlog.giveBack(back);
    return seeks;
  }
}

function at(offset: string, end: string): PartitionPosition {
  return { isReady: false, isAstray: false, committed: offset, kept: offset, position: offset, fetched: offset, end };
}
