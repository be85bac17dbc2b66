import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Lanes } from "../../../stdlib/kafka/lanes.ts";
import type { NewRecord } from "../../../stdlib/kafka/port.ts";

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

describe("Lanes", () => {
  it("has one request of a partition in the air, and those of others beside it", async () => {
    const { requests, send } = broker();
    const lanes = new Lanes(send, 2);
    const all = Promise.all([lanes.append(0, records("a", "b", "c")), lanes.append(1, records("x"))]);
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
    const lanes = new Lanes(send, 10);
    const first = lanes.append(0, records("a"));
    await nextTurn();
    const rest = Promise.all([lanes.append(0, records("b")), lanes.append(0, records("c"))]);
    requests[0]?.acknowledge();
    await first;
    await nextTurn();
    assert.deepEqual(requests[1]?.values, ["b", "c"]);
    requests[1]?.acknowledge();
    await rest;
  });

  it("rejects what waits behind a failure, so that nothing overtakes it", async () => {
    const { requests, send } = broker();
    const lanes = new Lanes(send, 1);
    const first = lanes.append(0, records("a", "b"));
    const second = lanes.append(0, records("c"));
    await nextTurn();
    requests[0]?.refuse(new Error("gone"));
    await assert.rejects(first, /gone/);
    await assert.rejects(second, /gone/);
    assert.equal(requests.length, 1);
    const again = lanes.append(0, records("a"));
    await nextTurn();
    requests[1]?.acknowledge();
    await again;
  });

  it("keeps a request below what a broker takes", async () => {
    const sizes: number[] = [];
    const lanes = new Lanes(async (_, sent) => {
      sizes.push(sent.reduce((sum, { value }) => sum + (value?.length ?? 0), 0));
    }, 1000);
    await lanes.append(0, records(...Array.from({ length: 30 }, () => "x".repeat(100_000))));
    assert.equal(
      sizes.reduce((a, b) => a + b, 0),
      3_000_000,
    );
    assert.ok(Math.max(...sizes) < 1_000_000);
  });

  it("sends a record alone that is larger than any request should be", async () => {
    const counts: number[] = [];
    const lanes = new Lanes(async (_, sent) => {
      counts.push(sent.length);
    }, 1000);
    await lanes.append(0, records("a", "x".repeat(2_000_000), "b"));
    assert.deepEqual(counts, [1, 1, 1]);
  });
});
