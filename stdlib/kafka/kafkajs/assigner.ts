import kafkajs from "kafkajs";

/** A member as its leader sees it. */
interface Member {
  readonly id: string;
  /** What it had before, by its own word. */
  readonly owned: readonly number[];
}

export interface StickyAssigner {
  /** What kafkajs takes in `partitionAssigners`. */
  readonly create: kafkajs.PartitionAssigner;
  /** The partitions of this member, told to the leader at the next join. */
  owned: readonly number[];
}

/**
 * Shares out a topic's partitions evenly and lets every member keep what it has as far as that allows, so that a
 * member that comes or goes disturbs the others least. Each member writes what it has into its subscription, as four
 * bytes a partition. `beforeJoin` is awaited before each join, `formerMember` is the first one's (see overrides.ts).
 */
export function stickyAssigner(
  topic: string,
  formerMember: string | null,
  beforeJoin: () => Promise<void>,
): StickyAssigner {
  const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
  const name = "sluice-sticky";
  const version = 0;
  const assigner: StickyAssigner = {
    owned: [],
    create: ({ cluster }) => ({
      name,
      version,
      beforeJoin,
      formerMember,
      protocol: ({ topics }) => ({
        name,
        metadata: MemberMetadata.encode({ version, topics, userData: toBytes(assigner.owned) }),
      }),
      async assign({ members }) {
        const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
        const known = members.map(({ memberId, memberMetadata }) => {
          const owned = fromBytes(MemberMetadata.decode(memberMetadata)?.userData);
          return { id: memberId, owned };
        });
        return [...shareOut(partitions, known)].map(([memberId, assigned]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({
            version,
            assignment: { [topic]: [...assigned] },
            userData: none,
          }),
        }));
      },
    }),
  };
  return assigner;
}

const none = Buffer.alloc(0);

/** The partitions of each member: sizes differ by one at most, and nobody loses one without need. */
export function shareOut(
  partitions: readonly number[],
  members: readonly Member[],
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

function toBytes(partitions: readonly number[]): Buffer {
  const bytes = Buffer.alloc(partitions.length * 4);
  partitions.forEach((partition, index) => {
    bytes.writeInt32BE(partition, index * 4);
  });
  return bytes;
}

function fromBytes(bytes: Buffer | null | undefined): number[] {
  const count = Math.floor((bytes?.length ?? 0) / 4);
  return Array.from({ length: count }, (_, index) => bytes!.readInt32BE(index * 4));
}
