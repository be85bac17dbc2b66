import kafkajs from "kafkajs";
import { type Member, shareOut } from "../share-out.ts";
import { decodeMember, encodeMember } from "./member-data.ts";

/** What the assigner of a member is made with. */
export interface StickyOptions {
  readonly topic: string;
  /** See GroupOptions. */
  readonly exclusive: boolean;
  /** Of this process's first member (see overrides.ts). */
  readonly formerMember: string | null;
  /** Awaited before each join (see overrides.ts). */
  readonly beforeJoin: () => Promise<void>;
}

/** An assigner that leaves partitions with those who had them, with what it has to be told between joins. */
export interface StickyAssigner {
  /** What kafkajs takes in `partitionAssigners`. */
  readonly create: kafkajs.PartitionAssigner;
  /** The partitions of this member, told to the leader at the next join. */
  owned: readonly number[];
  /** How many partitions the topic has, as far as this member knows. */
  partitionCount(): number;
  /** Commits as one who is in no group. */
  commitOutside(group: string, topics: readonly OffsetsOfTopic[]): Promise<void>;
}

interface OffsetsOfTopic {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string; readonly metadata: string }[];
}

/**
 * Shares out each topic's partitions evenly among the members that subscribe to it, and lets every member keep what it
 * has as far as that allows, so that a member that comes or goes disturbs the others least. Each member writes what it
 * has, and how many partitions its topic has, into its subscription: the leader need not know the topics of others.
 */
export function stickyAssigner({ topic, exclusive, formerMember, beforeJoin }: StickyOptions): StickyAssigner {
  const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
  const name = "sluice-sticky";
  const version = 0;
  let cluster: kafkajs.Cluster | undefined;
  const countOf = (each: string) => cluster?.findTopicPartitionMetadata(each).length ?? 0;
  const assigner: StickyAssigner = {
    owned: [],
    partitionCount: () => countOf(topic),
    async commitOutside(group, topics) {
      const coordinator = await cluster!.findGroupCoordinator({ groupId: group });
      const outside = { groupId: group, groupGenerationId: -1, memberId: "" };
      await coordinator.offsetCommit({ ...outside, topics: topics as readonly object[] as kafkajs.TopicOffsets[] });
    },
    create: (given) => {
      cluster = given.cluster;
      return {
        name,
        version,
        beforeJoin,
        formerMember,
        protocol({ topics }) {
          const userData = encodeMember({ owned: assigner.owned, partitions: countOf(topic), exclusive });
          return { name, metadata: MemberMetadata.encode({ version, topics, userData }) };
        },
        async assign({ members }) {
          const known = members.map(({ memberId, memberMetadata }): Member => {
            const decoded = MemberMetadata.decode(memberMetadata);
            return { id: memberId, topics: decoded?.topics ?? [], ...decodeMember(decoded?.userData) };
          });
          return [...shareOut(known, countOf)].map(([memberId, assignment]) => ({
            memberId,
            memberAssignment: MemberAssignment.encode({ version, assignment, userData: none }),
          }));
        },
      };
    },
  };
  return assigner;
}

const none = Buffer.alloc(0);
