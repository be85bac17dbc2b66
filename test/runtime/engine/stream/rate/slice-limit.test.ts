import assert from "node:assert/strict";
import { eventsOf, shareOut } from "../../../../../runtime/engine/stream/rate/slice-limit.ts";

describe("how much a batch may take", () => {
  const none = Number.POSITIVE_INFINITY;

  it("is a whole number of events, and at least one", () => {
    assert.equal(eventsOf({ events: 7.9, perPartition: none }), 7);
    assert.equal(eventsOf({ events: 9, perPartition: 3.5 }), 3);
    assert.equal(eventsOf({ events: 0.2, perPartition: none }), 1);
  });

  it("is shared out by what each partition has unread, with a bound for each", () => {
    const lag = new Map([
      [0, 600],
      [1, 200],
      [2, 0],
    ]);
    assert.deepEqual([...shareOut({ events: 80, perPartition: none }, lag)!.values()], [60, 20, 1]);
    assert.deepEqual([...shareOut({ events: 80, perPartition: 30.5 }, lag)!.values()], [30, 20, 1]);
    assert.deepEqual([...shareOut({ events: none, perPartition: 10 }, lag)!.values()], [10, 10, 10]);
  });

  it("is one bound for all where nobody knows what is unread", () => {
    assert.equal(shareOut({ events: 80, perPartition: none }, null), null);
  });
});
