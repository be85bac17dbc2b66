import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { KafkaError, type NewRecord } from "../../../stdlib/kafka/port.ts";
import { RecordRefused, SendQueues } from "../../../stdlib/kafka/send-queues.ts";

const record = (value: string): NewRecord => ({ key: null, value, headers: [] });
const records = (...values: string[]) => values.map(record);

/** Requests as they leave; each ends when the test says so. */
function broker() {
  const requests: { partition: number; values: unknown[]; acknowledge(): void; refuse(error: Error): void }[] = [];
  const send = (partition: number, sent: readonly NewRecord[]) =>
    new Promise<void>((resolve, reject) => {
      requests.push({ partition, values: sent.map(({ value }) => value), acknowledge: resolve, refuse: reject });
    });
  return { requests, send };
}

describe("SendQueues", () => {
  it("has one request of a partition in the air, and those of others beside it", async () => {
    const { requests, send } = broker();
    const queues = new SendQueues(send, 2);
    const all = Promise.all([queues.append(0, records("a", "b", "c")), queues.append(1, records("x"))]);
    await nextTurn();
    assert.deepEqual(
      requests.map(({ partition, values }) => [partition, values]),
      [
        [0, ["a", "b"]],
        [1, ["x"]],
      ],
    );
    requests[0]?.acknowledge();
    await nextTurn();
    assert.deepEqual(requests[2]?.values, ["c"]);
    requests[1]?.acknowledge();
    requests[2]?.acknowledge();
    await all;
  });

  it("sends together what gathered meanwhile", async () => {
    const { requests, send } = broker();
    const queues = new SendQueues(send, 10);
    const first = queues.append(0, records("a"));
    await nextTurn();
    const rest = Promise.all([queues.append(0, records("b")), queues.append(0, records("c"))]);
    requests[0]?.acknowledge();
    await first;
    await nextTurn();
    assert.deepEqual(requests[1]?.values, ["b", "c"]);
    requests[1]?.acknowledge();
    await rest;
  });

  it("rejects what waits behind a failure, so that nothing overtakes it", async () => {
    const { requests, send } = broker();
    const queues = new SendQueues(send, 1);
    const first = queues.append(0, records("a", "b"));
    const second = queues.append(0, records("c"));
    await nextTurn();
    requests[0]?.refuse(new Error("gone"));
    await assert.rejects(first, /gone/);
    await assert.rejects(second, /gone/);
    assert.equal(requests.length, 1);
    const again = queues.append(0, records("a"));
    await nextTurn();
    requests[1]?.acknowledge();
    await again;
  });

  it("keeps a request below what a broker takes", async () => {
    const sizes: number[] = [];
    const queues = new SendQueues(async (_, sent) => {
      sizes.push(sent.reduce((sum, { value }) => sum + (value?.length ?? 0), 0));
    }, 1000);
    await queues.append(0, records(...Array.from({ length: 30 }, () => "x".repeat(100_000))));
    assert.equal(
      sizes.reduce((a, b) => a + b, 0),
      3_000_000,
    );
    assert.ok(Math.max(...sizes) < 1_000_000);
  });

  it("sends a record alone that is larger than any request should be", async () => {
    const counts: number[] = [];
    const queues = new SendQueues(async (_, sent) => {
      counts.push(sent.length);
    }, 1000);
    await queues.append(0, records("a", "x".repeat(2_000_000), "b"));
    assert.deepEqual(counts, [1, 1, 1]);
  });

  /** Sends what has no `x` in it, and no more than so many records at once; keeps what was asked and what was taken. */
  function picky(most = Number.POSITIVE_INFINITY) {
    const asked: number[] = [];
    const taken: unknown[] = [];
    const send = async (_partition: number, sent: readonly NewRecord[]) => {
      asked.push(sent.length);
      if (sent.length > most) throw new KafkaError("refused", "too large", "MESSAGE_TOO_LARGE");
      if (sent.some(({ value }) => String(value).includes("x")))
        throw new KafkaError("refused", "no x", "INVALID_RECORD");
      taken.push(...sent.map(({ value }) => value));
    };
    return { send, asked, taken };
  }

  it("finds the one record that the cluster refuses, and sends what stands before it", async () => {
    const { send, taken } = picky();
    const queues = new SendQueues(send, 100);
    const refused = queues.append(0, records("a", "b", "c", "x", "d", "e"));
    await assert.rejects(refused, (error) => error instanceof RecordRefused && error.written === 3);
    assert.deepEqual(taken, ["a", "b", "c"]);
  });

  it("counts what was written in earlier requests of the append", async () => {
    const { send, taken } = picky();
    const queues = new SendQueues(send, 2);
    const refused = queues.append(0, records("a", "b", "c", "d", "e", "x", "f", "g"));
    await assert.rejects(refused, (error) => error instanceof RecordRefused && error.written === 5);
    assert.deepEqual(taken, ["a", "b", "c", "d", "e"]);
  });

  it("lets other appends go on behind a refused record", async () => {
    const { send, taken } = picky();
    const queues = new SendQueues(send, 100);
    const one = queues.append(0, records("a", "x", "b"));
    const two = queues.append(0, records("c", "d"));
    await assert.rejects(one, (error) => error instanceof RecordRefused && error.written === 1);
    await two;
    assert.deepEqual(taken, ["a", "c", "d"]);
  });

  it("splits a request that is too large as a whole, and sends smaller ones from then on", async () => {
    const { send, asked, taken } = picky(10);
    const queues = new SendQueues(send, 500);
    const lines = (from: number) => records(...Array.from({ length: 100 }, (_, n) => String(1000 + from + n)));
    await queues.append(0, lines(0));
    const before = asked.length;
    await queues.append(0, lines(100));
    assert.deepEqual(
      taken,
      [...lines(0), ...lines(100)].map(({ value }) => value),
    );
    assert.ok(
      asked.slice(before).every((count) => count <= 10),
      asked.join(),
    );
  });
});
