import type { Positions, TopicBatch } from "../../runtime/component.ts";
import { Backlog, type Chunk } from "./backlog.ts";

/** A partition that a reader has, and where it stands in it. */
interface Place {
  /** False until the group's position is known. */
  settled: boolean;
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

/** The book-keeping of one member of a group: its partitions, what was fetched, read and committed of them. */
export class Places<T> {
  readonly #backlog = new Backlog<T>();
  #places = new Map<number, Place>();
  /** The last position known to be committed for each partition, those included that others have now. */
  readonly #known = new Map<number, string>();

  /** Events that were fetched and wait to be read. */
  get waiting(): number {
    return this.#backlog.size;
  }

  /** Whether nothing more should be fetched until some of it is read. */
  get isFull(): boolean {
    return this.#backlog.isFull;
  }

  /** Whether something was read and is neither committed nor given back. */
  get hasUncommitted(): boolean {
    return this.#backlog.hasUncommitted;
  }

  get allSettled(): boolean {
    return [...this.#places.values()].every(({ settled }) => settled);
  }

  /** Whether the cluster had more than was fetched when it was last asked. */
  get expectsMore(): boolean {
    return [...this.#places.values()].some(({ fetched, end }) => BigInt(fetched) < BigInt(end));
  }

  /**
   * The partitions are these from now on. With `keep`, those that were there before stay as they are; the result says
   * where to go on fetching them. What was fetched and read of all others is dropped.
   */
  assign(partitions: readonly number[], keep: boolean): readonly Seek[] {
    const before = this.#places;
    const seeks: Seek[] = [];
    this.#places = new Map();
    for (const partition of partitions) {
      const place = before.get(partition);
      if (keep && place?.settled) {
        this.#places.set(partition, place);
        seeks.push([partition, place.fetched]);
      } else {
        this.#backlog.forget(partition);
        this.#places.set(partition, at("0", "0"));
      }
    }
    for (const partition of before.keys()) {
      if (!this.#places.has(partition)) this.#backlog.forget(partition);
    }
    return seeks;
  }

  /** Partitions whose place is not known yet. */
  unsettled(): readonly number[] {
    return [...this.#places].filter(([, { settled }]) => !settled).map(([partition]) => partition);
  }

  /** The group stands at `offset` of `partition`, which ends at `end`. It counts as settled after `settle`. */
  begin(partition: number, offset: string, end: string): void {
    if (!this.#places.has(partition)) return;
    this.#backlog.forget(partition);
    this.#places.set(partition, at(offset, end));
    this.#known.set(partition, offset);
  }

  settle(partitions: readonly number[]): void {
    for (const partition of partitions) {
      const place = this.#places.get(partition);
      if (place !== undefined) place.settled = true;
    }
  }

  /** Where the next batch of `partition` must begin; null: its place is not known yet; undefined: it is not ours. */
  expected(partition: number): string | null | undefined {
    const place = this.#places.get(partition);
    return place?.settled ? place.fetched : place && null;
  }

  /** A batch that begins where it must. */
  fetched(chunk: Chunk<T>, end: string): void {
    const place = this.#places.get(chunk.partition);
    if (place === undefined) return;
    place.end = end;
    if (chunk.events.length === 0) this.passed(chunk.partition, chunk.next);
    else this.#backlog.push(chunk);
    place.fetched = chunk.next;
  }

  /** There is nothing to read in `partition` from what was fetched to `next`. */
  passed(partition: number, next: string): void {
    const place = this.#places.get(partition);
    if (!place?.settled) return;
    place.fetched = next;
    if (!this.#backlog.skip(partition, next)) place.position = next;
  }

  /** Up to `max` events, null when none waits. */
  read(max: number): TopicBatch<T> | null {
    const chunks = this.#backlog.take(max);
    if (chunks.length === 0) return null;
    for (const { partition, next } of chunks) {
      const place = this.#places.get(partition);
      if (place !== undefined) place.position = next;
    }
    const settled = [...this.#places].filter(([, place]) => place.settled);
    return {
      events: chunks.length === 1 ? chunks[0]!.events : chunks.flatMap((chunk) => chunk.events),
      positions: new Map(settled.map(([partition, { position }]) => [partition, position])),
    };
  }

  /**
   * What of `positions` is to be committed: all but what is committed already. The number of a partition instead when
   * that has gone to another reader, or was read again since.
   */
  uncommitted(positions: Positions): ReadonlyMap<number, string> | number {
    const wanted = new Map<number, string>();
    for (const [partition, offset] of positions) {
      const known = this.#known.get(partition);
      if (known !== undefined && BigInt(offset) <= BigInt(known)) continue;
      const place = this.#places.get(partition);
      if (!place?.settled || BigInt(offset) > BigInt(place.position)) return partition;
      wanted.set(partition, offset);
    }
    return wanted;
  }

  committed(positions: Positions): void {
    for (const [partition, offset] of positions) {
      this.#known.set(partition, offset);
      const place = this.#places.get(partition);
      if (place === undefined) continue;
      place.committed = offset;
      place.kept = offset;
      this.#backlog.commit(partition, offset);
    }
  }

  /** Back to `positions`, to the committed ones where it has none; the result says where to fetch again. */
  rewind(positions: Positions | undefined): readonly Seek[] {
    const seeks: Seek[] = [];
    const back = new Set<number>();
    for (const [partition, place] of this.#places) {
      if (!place.settled) continue;
      const target = positions?.get(partition) ?? place.committed;
      place.position = target;
      if (target === place.kept) {
        back.add(partition);
      } else {
        this.#backlog.forget(partition);
        place.kept = target;
        place.fetched = target;
        seeks.push([partition, target]);
      }
    }
    this.#backlog.giveBack(back);
    return seeks;
  }
}

function at(offset: string, end: string): Place {
  return { settled: false, committed: offset, kept: offset, position: offset, fetched: offset, end };
}
