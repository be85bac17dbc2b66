import type { Event } from "../../../contract/event.ts";
import type { TopicReader } from "../../../contract/topic.ts";
import { eventsOf, type SliceLimit, shareOut } from "./slice-limit.ts";

/** What is left of what one slice may have of a topic. */
export class TopicQuota {
  #left: number;
  readonly #byPartition: Map<number, number> | null;

  private constructor(left: number, byPartition: Map<number, number> | null) {
    this.#left = left;
    this.#byPartition = byPartition;
  }

  /** Each partition has its share of what is unread; a topic that does not count that has one bound for all. */
  static async of(limit: SliceLimit, reader: TopicReader<unknown>): Promise<TopicQuota> {
    await reader.lookAhead?.();
    const shares = shareOut(limit, reader.lag?.() ?? null);
    if (shares === null || shares.size === 0) return new TopicQuota(eventsOf(limit), null);
    let all = 0;
    for (const share of shares.values()) all += share;
    const atMost = Math.max(shares.size, Math.trunc(limit.events));
    return new TopicQuota(Math.min(all, atMost), new Map(shares));
  }

  /** How many events the slice may still have. */
  get left(): number {
    return this.#left;
  }

  /** The same by partition; undefined where they have no bounds of their own. */
  get byPartition(): ReadonlyMap<number, number> | undefined {
    return this.#byPartition ?? undefined;
  }

  /** Whether the slice has all that it may have. */
  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Whether a partition has all that it may have, so that more of it may be there. */
  get hasCut(): boolean {
    return [...(this.#byPartition?.values() ?? [])].some((left) => left <= 0);
  }

  /** The slice got these. */
  spend(events: readonly Event[]): void {
    this.#left -= events.length;
    if (this.#byPartition === null) return;
    for (const { headers } of events) {
      const partition = Number(headers.get("partition"));
      const left = this.#byPartition.get(partition);
      if (left !== undefined) this.#byPartition.set(partition, left - 1);
    }
  }
}
