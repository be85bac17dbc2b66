import type { StartAt } from "../../runtime/contract/topic.ts";
import type { Admin, Kafka } from "./port.ts";

/** Whose standing it is. */
export interface GroupOnTopic {
  readonly topic: string;
  readonly group: string;
  /** What the group was called in earlier versions, null for one that a program has named. */
  readonly formerGroup: string | null;
  readonly startAt: StartAt;
}

/** Where a group stands in a topic. */
export interface Standing {
  readonly partitions: readonly number[];
  /** Where to begin in a partition. */
  from(partition: number): string;
  /** Where it ended when it was looked up. */
  end(partition: number): string;
  /**
   * Positions to commit at once, for all partitions, those of other members too: of a group that begins at the end, or
   * takes over from its former name. Null for one that has positions, or reads everything.
   *
   * With them what comes before its first commit is not skipped, and a partition without a position is one that was
   * added later: the group takes that from its earliest record, or it would lose what was written before it was found.
   */
  readonly begins: ReadonlyMap<number, string> | null;
  /** Whether it stands somewhere, be it under its former name. */
  readonly continues: boolean;
  /** Whether `begins` is where the group stood under its former name. */
  readonly takesOver: boolean;
}

/** Looks up where the group stands. */
export async function standingOf(kafka: Kafka, of: GroupOnTopic): Promise<Standing> {
  const { topic, group, startAt } = of;
  const admin = await kafka.admin();
  try {
    const [own, ends] = await Promise.all([admin.committed(group, topic), admin.ends(topic)]);
    const former = own.size > 0 ? none : await formerPositions(admin, of);
    const positions = own.size > 0 ? own : former;
    const takesOver = former.size > 0;
    const atEnd = positions.size === 0 && startAt === "latest";
    const latest = new Map([...ends].map(([partition, range]) => [partition, range.latest]));
    const rangeOf = (partition: number) => ends.get(partition) ?? { earliest: "0", latest: "0" };
    return {
      partitions: [...ends.keys()],
      from: (partition) => positions.get(partition) ?? rangeOf(partition)[atEnd ? "latest" : "earliest"],
      end: (partition) => rangeOf(partition).latest,
      begins: takesOver ? former : atEnd ? latest : null,
      continues: positions.size > 0,
      takesOver,
    };
  } finally {
    await admin.close().catch(() => {});
  }
}

/** How many records the group has not read in those of its partitions that `counts`, about. */
export function unreadIn({ partitions, from, end }: Standing, counts: (partition: number) => boolean): number {
  const unread = (one: number) => Math.max(0, Number(BigInt(end(one)) - BigInt(from(one))));
  return partitions.filter(counts).reduce((sum, one) => sum + unread(one), 0);
}

/** First and next offset of each partition. */
export async function endsOf(kafka: Kafka, topic: string): ReturnType<Admin["ends"]> {
  const admin = await kafka.admin();
  try {
    return await admin.ends(topic);
  } finally {
    await admin.close().catch(() => {});
  }
}

const none: ReadonlyMap<number, string> = new Map();

/** What stands beside the positions of a group that another has taken over. */
export function takenBy(group: string): string {
  return `taken over by ${group}`;
}

/** The positions of the group under its former name, unless that of another program has taken them over. */
async function formerPositions(admin: Admin, { topic, group, formerGroup }: GroupOnTopic) {
  if (formerGroup === null) return none;
  const [positions, notes] = await Promise.all([admin.committed(formerGroup, topic), admin.notes(formerGroup, topic)]);
  return notes.some((note) => note.startsWith(takenBy("")) && note !== takenBy(group)) ? none : positions;
}
