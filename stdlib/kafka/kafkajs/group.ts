import kafkajs from "kafkajs";
import { type GroupHandler, type GroupMember, type GroupOptions, KafkaError } from "../port.ts";
import { stickyAssigner } from "./assigner.ts";
import { classify, orClassified } from "./classify.ts";
import type { Client } from "./client.ts";
import { fetchedBatch, offsetAfter } from "./fetched-batch.ts";

/** A broker answers a fetch at the latest after this, so a member is never longer without a heartbeat of its own. */
const FETCH_WAIT = 500;

/** How long the coordinator waits for members to come to a rebalance, in ms. */
const REBALANCE_TIMEOUT = 60_000;

/** Between looks at whether the group has been joined again, in ms. */
const REJOIN_PAUSE = 50;

/** Once in a while a consumer of kafkajs hangs for good (#1720, #1593): no join takes this long, in ms, so it has. */
const LONGEST_SILENCE = REBALANCE_TIMEOUT + 60_000;

const silent = new KafkaError("transient", `nothing was heard for ${LONGEST_SILENCE / 1000} s`);

/** kafkajs gives up within some seconds when a cluster is gone, and a new member is made then. */
const retry = { retries: 4, initialRetryTime: 300, maxRetryTime: 3_000, restartOnFailure: async () => false };

/**
 * A member of a group through kafkajs, which pushes batches: the handler holds a batch until it has room, and
 * heartbeats go on meanwhile. Resolves when the member is about to join; `handler.assigned` says when it has.
 */
export async function joinGroup(client: Client, options: GroupOptions, handler: GroupHandler): Promise<GroupMember> {
  const { topic, group, sessionTimeout, metadataMaxAge, exclusive, formerMember } = options;
  const heartbeatInterval = Math.floor(sessionTimeout / 3);
  /** From hearing of a rebalance to the new assignment: done when what was delivered is committed or given up. */
  let leaving: Promise<void> | null = Promise.resolve();
  let memberId: string | null = null;
  let commits = 0;
  const closed = new AbortController();
  const beforeJoin = () => {
    leaving ??= handler.leaving();
    return leaving;
  };
  const assigner = stickyAssigner({ topic, exclusive, formerMember, beforeJoin });
  const consumer = client.kafka.consumer({
    groupId: group,
    sessionTimeout,
    rebalanceTimeout: REBALANCE_TIMEOUT,
    heartbeatInterval,
    maxWaitTimeInMs: FETCH_WAIT,
    metadataMaxAge,
    allowAutoTopicCreation: false,
    partitionAssigners: [assigner.create, kafkajs.PartitionAssigners.roundRobin],
    retry,
  });

  consumer.on(consumer.events.COMMIT_OFFSETS, () => {
    commits++;
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    // A join that was under way cannot be called back: the member leaves when it is in.
    if (closed.signal.aborted) return void leaveLater();
    const partitions = payload.memberAssignment[topic] ?? [];
    const stayed = payload.memberId === memberId;
    memberId = payload.memberId;
    leaving = null;
    assigner.owned = partitions;
    handler.assigned(partitions, stayed, partitions.length < assigner.partitionCount());
  });
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    // Nothing but transaction markers or aborted records: kafkajs passes over it by itself.
    if (payload.batchSize === 0) handler.passed(payload.partition, offsetAfter(payload.lastOffset));
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => reportStop(payload.error));

  function reportStop(error: unknown): void {
    if (!closed.signal.aborted) handler.stopped(classify(error));
  }

  async function leaveLater(): Promise<void> {
    await client.clock.sleep(REJOIN_PAUSE);
    await consumer.disconnect().catch(() => {});
  }

  async function takeBatch(payload: kafkajs.EachBatchPayload): Promise<void> {
    if (leaving === null && !closed.signal.aborted) await offer(client, payload, handler, heartbeatInterval);
    else await client.clock.sleep(REJOIN_PAUSE);
  }

  try {
    await orClassified(consumer.connect());
    await orClassified(consumer.subscribe({ topics: [topic], fromBeginning: true }));
  } catch (error) {
    await consumer.disconnect().catch(() => {});
    throw error;
  }
  const running = consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: takeBatch });
  void running.catch(reportStop);
  void silence(client, consumer, closed.signal).then(() => reportStop(silent));

  return {
    get id() {
      return memberId;
    },
    seek: (partition, offset) => consumer.seek({ topic, partition, offset }),
    async commit(offsets) {
      const before = commits;
      await orClassified(
        consumer.commitOffsets([...offsets].map(([partition, offset]) => ({ topic, partition, offset }))),
      );
      // kafkajs answers "done" too when it is stopping and has done nothing.
      if (commits === before) throw new KafkaError("rebalance", "the reader is not in its group any more");
    },
    async commitFor(other, offsets, note) {
      const partitions = [...offsets].map(([partition, offset]) => ({ partition, offset, metadata: note }));
      await orClassified(assigner.commitOutside(other, [{ topic, partitions }]));
    },
    async close() {
      closed.abort();
      await orClassified(consumer.disconnect());
    },
  };
}

/** Offers a batch to the handler and sends heartbeats until that has decided; takes it back when one of them fails. */
async function offer(
  { clock }: Client,
  { batch, heartbeat, resolveOffset, isStale }: kafkajs.EachBatchPayload,
  handler: GroupHandler,
  heartbeatInterval: number,
): Promise<void> {
  const abandoned = new AbortController();
  const offered = handler.fetched(fetchedBatch(batch), isStale(), abandoned.signal);
  let failure: unknown = null;
  while (failure === null) {
    const pause = new AbortController();
    const beat = clock.sleep(heartbeatInterval, pause.signal).then(() => "beat" as const);
    const first = await Promise.race([offered, beat]);
    pause.abort();
    if (first !== "beat") break;
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

/** Resolves when nothing at all has been heard for too long, or at `closed`. */
async function silence({ clock }: Client, consumer: kafkajs.Consumer, closed: AbortSignal): Promise<void> {
  let heard = clock.now();
  const { FETCH_START, FETCH, HEARTBEAT, GROUP_JOIN } = consumer.events;
  for (const event of [FETCH_START, FETCH, HEARTBEAT, GROUP_JOIN]) {
    consumer.on(event, () => {
      heard = clock.now();
    });
  }
  while (!closed.aborted && clock.now() - heard < LONGEST_SILENCE) await clock.sleep(LONGEST_SILENCE / 4, closed);
}
