/**
 * Methods of kafkajs 2.2.4 replaced. The package is pinned to that very version and a test checks the pin; what
 * can be checked while running is that the methods are there.
 */
import kafkajs from "kafkajs";
import ConsumerGroup from "kafkajs/src/consumer/consumerGroup.js";
import OffsetManager from "kafkajs/src/consumer/offsetManager/index.js";
import RequestQueue from "kafkajs/src/network/requestQueue/index.js";
import fetchResponse from "kafkajs/src/protocol/requests/fetch/v11/response.js";
import { systemClock } from "../../../runtime/system/clock.ts";
import { codecOf, compressionTypes } from "../codecs.ts";
import { decodeFetchAnswer } from "./fetch-response.ts";

let done = false;

/** Replaces the methods, the first time it is called. Throws when this is not the kafkajs that it was written for. */
export function overrideKafkajs(): void {
  if (done) return;
  stopIdleTimers();
  restartAtEarliest();
  joinWithCare();
  decodeFaster();
  compressWithAll();
  done = true;
}

/**
 * kafkajs arms a timer with a negative delay again and again on every connection, about 5200 a second for an idle
 * consumer (tulios/kafkajs#1556, #1704). The timer is of use only while requests wait or the broker throttles.
 */
function stopIdleTimers(): void {
  const original = method(RequestQueue.prototype, "scheduleCheckPendingRequests");
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length > 0 || this.throttledUntil > systemClock.now()) original.call(this);
  };
}

/**
 * When the offset to read from does not exist any more, kafkajs commits the literal offset -1 and goes on at the end
 * of the partition (or -2 and its start), without a word (#1119). Here it goes on with the earliest record that is
 * left and commits nothing; the reader sees the jump and says so.
 */
function restartAtEarliest(): void {
  method(OffsetManager.prototype, "setDefaultOffset");
  OffsetManager.prototype.setDefaultOffset = async function ({ topic, partition }) {
    const found = await this.cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }]);
    const earliest = found[0]?.partitions[0]?.offset;
    const resolved = this.resolvedOffsets[topic];
    if (earliest !== undefined && resolved !== undefined) resolved[partition] = earliest;
  };
}

/**
 * A member rejoins the moment it hears of a rebalance, while records that it delivered are still being worked on, and
 * their commit comes too late. An assigner may have a `beforeJoin` that holds the join until they are committed.
 *
 * A member that is made anew after trouble joins as a stranger, and the group waits for the one that it was until its
 * session is over. An assigner may know the `formerMember` that it then is again; where the group has forgotten that
 * one, kafkajs goes on as a stranger by itself.
 */
function joinWithCare(): void {
  const original = method(ConsumerGroup.prototype, "joinAndSync");
  ConsumerGroup.prototype.joinAndSync = async function () {
    await Promise.all(this.assigners.map((assigner) => assigner.beforeJoin?.()));
    const former = this.assigners.find(({ formerMember }) => typeof formerMember === "string")?.formerMember;
    if (this.generationId === null && former !== undefined) this.memberId ??= former;
    await original.call(this);
  };
}

/** See fetch-response.ts. What that does not know is left to kafkajs. */
function decodeFaster(): void {
  const original = method(fetchResponse, "decode");
  fetchResponse.decode = async (raw) => (await decodeFetchAnswer(raw)) ?? (await original(raw));
}

/** kafkajs has gzip alone. */
function compressWithAll(): void {
  for (const type of Object.values(compressionTypes)) {
    if (type === compressionTypes.none) continue;
    const codecs: Record<number, () => unknown> = kafkajs.CompressionCodecs;
    codecs[type] = () => ({
      compress: async ({ buffer }: { readonly buffer: Buffer }) => (await codecOf(type))!.compress(buffer),
      decompress: async (bytes: Buffer) => (await codecOf(type))!.decompress(bytes),
    });
  }
}

function method<T extends object, K extends keyof T>(prototype: T, name: K): T[K] {
  if (typeof prototype[name] !== "function") {
    throw new Error(`kafkajs is not version 2.2.4, which this was written for: it lacks ${String(name)}`);
  }
  return prototype[name];
}
