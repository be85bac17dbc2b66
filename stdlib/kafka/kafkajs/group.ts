import kafkajs from "kafkajs";
import { type GroupHandler, type GroupMember, type GroupOptions, KafkaError } from "../port.ts";
import { stickyAssigner } from "./assigner.ts";
import { classify, orClassified } from "./classify.ts";
import type { Client } from "./client.ts";
import { fetchedBatch, offsetAfter } from "./fetched-batch.ts";

/** A broker answers a fetch at the latest after this, so a member is never longer without a heartbeat of its own. */
const FETCH_WAIT = 500;

/** How long the coordinator waits for members to come to a rebalance, in ms: Kafka's own consumer's word for a poll. */
const REBALANCE_TIMEOUT = 60_000;

/** Between looks at whether the group has been joined again, in ms. */
const REJOIN_PAUSE = 50;

/** kafkajs gives up within some seconds when a cluster is gone, and we make a new member then. */
const retry = { retries: 4, initialRetryTime: 300, maxRetryTime: 3_000, restartOnFailure: async () => false };

/**
 * A member of a group through kafkajs, which pushes batches: the handler holds a batch until it has room, and
 * heartbeats go on meanwhile. Resolves once the member asks to join; `handler.assigned` says when it has.
 */
export async function joinGroup(client: Client, options: GroupOptions, handler: GroupHandler): Promise<GroupMember> {
  const { topic, group, sessionTimeout } = options;
  const heartbeatInterval = Math.floor(sessionTimeout / 3);
  /** From hearing of a rebalance to the new assignment: done when what was delivered is committed or given up. */
  let leaving: Promise<void> | null = Promise.resolve();
  let memberId: string | null = null;
  let commits = 0;
  const assigner = stickyAssigner(topic, () => {
    leaving ??= handler.leaving();
    return leaving;
  });
  const consumer = client.kafka.consumer({
    groupId: group,
    sessionTimeout,
    rebalanceTimeout: REBALANCE_TIMEOUT,
    heartbeatInterval,
    maxWaitTimeInMs: FETCH_WAIT,
    allowAutoTopicCreation: false,
    partitionAssigners: [assigner.create, kafkajs.PartitionAssigners.roundRobin],
    retry,
  });

  consumer.on(consumer.events.COMMIT_OFFSETS, () => {
    commits++;
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const partitions = payload.memberAssignment[topic] ?? [];
    const stayed = payload.memberId === memberId;
    memberId = payload.memberId;
    leaving = null;
    assigner.owned = partitions;
    handler.assigned(partitions, stayed);
  });
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    // Nothing but transaction markers or aborted records: kafkajs passes over it by itself.
    if (payload.batchSize === 0) handler.passed(payload.partition, offsetAfter(payload.lastOffset));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => handler.stopped(classify(payload.error)));

  async function eachBatch({ batch, heartbeat, resolveOffset, isStale }: kafkajs.EachBatchPayload): Promise<void> {
    if (leaving !== null) return await client.clock.sleep(REJOIN_PAUSE);
    const abandoned = new AbortController();
    const offered = handler.fetched(fetchedBatch(batch), isStale(), abandoned.signal);
    let failure: unknown = null;
    while (failure === null) {
      const pause = new AbortController();
      const taken = await Promise.race([
        offered,
        client.clock.sleep(heartbeatInterval, pause.signal).then(() => undefined),
      ]).finally(() => pause.abort());
      if (taken !== undefined) break;
      try {
        await heartbeat();
      } catch (error) {
        failure = error;
        abandoned.abort();
      }
    }
    if (await offered) resolveOffset(batch.lastOffset());
    if (failure !== null) throw failure;
  }

  try {
    await orClassified(consumer.connect());
    await orClassified(consumer.subscribe({ topics: [topic], fromBeginning: true }));
    await orClassified(consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch }));
  } catch (error) {
    await consumer.disconnect().catch(() => {});
    throw error;
  }

  return {
    seek: (partition, offset) => consumer.seek({ topic, partition, offset }),
    async commit(offsets) {
      const before = commits;
      await orClassified(
        consumer.commitOffsets([...offsets].map(([partition, offset]) => ({ topic, partition, offset }))),
      );
      // kafkajs answers "done" too when it is stopping and has done nothing.
      if (commits === before) throw new KafkaError("rebalance", "the reader is not in its group any more");
    },
    close: () => orClassified(consumer.disconnect()),
  };
}
