/** A member of a group as its leader sees it. */
export interface Member {
  readonly id: string;
  /** What it subscribes to. */
  readonly topics: readonly string[];
  /** The partitions that it has, by its own word. */
  readonly owned: readonly number[];
  /** How many partitions its topic has, by its own word. */
  readonly partitions: number;
  /** It reads its topic alone, or not at all. */
  readonly exclusive: boolean;
}

/**
 * The partitions of each member, by topic: those of a topic go to the members that subscribe to it. `partitionsOf` says
 * how many a topic has as far as the leader knows; a member may know better.
 */
export function shareOut(
  members: readonly Member[],
  partitionsOf: (topic: string) => number,
): ReadonlyMap<string, Record<string, number[]>> {
  const assignments = new Map(members.map(({ id }): [string, Record<string, number[]>] => [id, {}]));
  for (const topic of new Set(members.flatMap(({ topics }) => topics))) {
    const subscribers = members.filter(({ topics }) => topics.includes(topic));
    const count = Math.max(partitionsOf(topic), ...subscribers.map(({ partitions }) => partitions));
    const partitions = Array.from({ length: count }, (_, partition) => partition);
    const sharers = subscribers.some(({ exclusive }) => exclusive) ? [senior(subscribers)] : subscribers;
    for (const [id, share] of sharesOf(partitions, sharers)) assignments.get(id)![topic] = [...share];
  }
  return assignments;
}

/** Who has most already keeps it all. */
function senior(members: readonly Member[]): Member {
  return members.reduce((first, next) => (next.owned.length > first.owned.length ? next : first));
}

/** The partitions of each member: sizes differ by one at most, and nobody loses one without need. */
export function sharesOf(
  partitions: readonly number[],
  members: readonly Pick<Member, "id" | "owned">[],
): ReadonlyMap<string, readonly number[]> {
  const order = [...members].sort((a, b) => b.owned.length - a.owned.length || (a.id < b.id ? -1 : 1));
  const least = Math.floor(partitions.length / order.length);
  let larger = partitions.length % order.length;
  const free = new Set(partitions);
  const shares = new Map<string, number[]>();
  for (const { id, owned } of order) {
    const kept: number[] = [];
    const most = least + (larger > 0 ? 1 : 0);
    for (const partition of owned) {
      if (kept.length < most && free.delete(partition)) kept.push(partition);
    }
    if (kept.length > least) larger--;
    shares.set(id, kept);
  }
  const left = [...free].sort((a, b) => a - b);
  for (const share of shares.values()) {
    while (share.length < least) share.push(left.shift()!);
  }
  for (const share of shares.values()) {
    if (left.length > 0 && share.length === least) share.push(left.shift()!);
  }
  return shares;
}
