import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { PartitionPositions } from "../../../stdlib/kafka/partition-positions.ts";

/** These partitions, each ready to be read from 0 on. */
function ready(...partitions: number[]): PartitionPositions<number> {
  const positions = new PartitionPositions<number>();
  positions.assign(partitions, false);
  for (const partition of partitions) positions.begin(partition, "0", "0");
  positions.makeReady(partitions);
  return positions;
}

function fetch(positions: PartitionPositions<number>, partition: number, from: number, to: number): void {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const events = numbers.map((n) => event(n));
  positions.fetched({ partition, events, offsets: numbers.map(String), next: String(to), bytes: 1 }, String(to));
}

function offsets(...entries: [number, string][]) {
  return { kind: "offsets" as const, offsets: new Map(entries) };
}

describe("PartitionPositions", () => {
  it("names every partition's position with each batch", () => {
    const positions = ready(0, 1);
    fetch(positions, 1, 0, 3);
    const batch = positions.read(2);
    assert.deepEqual(
      batch?.positions,
      new Map([
        [0, "0"],
        [1, "2"],
      ]),
    );
    assert.deepEqual(positions.uncommitted(batch!.positions), offsets([1, "2"]));
  });

  it("does not let a partition be committed that has gone", () => {
    const positions = ready(0, 1);
    fetch(positions, 0, 0, 2);
    fetch(positions, 1, 0, 2);
    const read = positions.read(4)!.positions;
    positions.assign([1], true);
    assert.deepEqual(positions.uncommitted(read), { kind: "lost", partition: 0 });
  });

  it("asks nothing of a partition that has gone with everything committed", () => {
    const positions = ready(0, 1);
    fetch(positions, 0, 0, 2);
    positions.committed(new Map([[0, "2"]]));
    fetch(positions, 1, 0, 2);
    const read = positions.read(4)!.positions;
    positions.committed(new Map([[0, "2"]]));
    positions.assign([1], true);
    assert.deepEqual(positions.uncommitted(read), offsets([1, "2"]));
  });

  it("keeps its place in a partition that stays", () => {
    const positions = ready(0, 1);
    fetch(positions, 0, 0, 4);
    const read = positions.read(3)!.positions;
    assert.deepEqual(positions.assign([0], true), [[0, "4"]]);
    assert.deepEqual(positions.uncommitted(read), offsets([0, "3"]));
    assert.deepEqual(
      positions.read(9)?.events.map(({ body }) => body),
      [3],
    );
  });

  it("does not take an old batch's position for one that it has again, before it is read again", () => {
    const positions = ready(0);
    fetch(positions, 0, 0, 4);
    const read = positions.read(4)!.positions;
    positions.assign([], true);
    positions.assign([0], true);
    positions.begin(0, "0", "0");
    positions.makeReady([0]);
    assert.deepEqual(positions.uncommitted(read), { kind: "lost", partition: 0 });
  });

  it("gives what was read again after a rewind, from memory", () => {
    const positions = ready(0);
    fetch(positions, 0, 0, 4);
    const first = positions.read(2)!;
    assert.deepEqual(positions.rewind(undefined), []);
    assert.deepEqual(positions.read(2), first);
    positions.committed(first.positions);
    assert.deepEqual(
      positions.read(2)?.events.map(({ body }) => body),
      [2, 3],
    );
  });

  it("keeps the order between partitions in a rewind", () => {
    const positions = ready(0, 1);
    fetch(positions, 1, 0, 2);
    fetch(positions, 0, 0, 2);
    fetch(positions, 1, 2, 4);
    const first = [positions.read(3), positions.read(3)];
    positions.rewind(undefined);
    assert.deepEqual([positions.read(3), positions.read(3)], first);
  });

  it("fetches again for a rewind to elsewhere", () => {
    const positions = ready(0);
    fetch(positions, 0, 0, 9);
    positions.read(9);
    assert.deepEqual(positions.rewind(new Map([[0, "5"]])), [[0, "5"]]);
    assert.deepEqual(positions.expected(0), { kind: "offset", offset: "5" });
    fetch(positions, 0, 5, 9);
    positions.read(2);
    assert.deepEqual(positions.rewind(undefined), [[0, "0"]]);
  });

  it("knows whether there was more", () => {
    const positions = ready(0);
    assert.equal(positions.expectsMore, false);
    positions.fetched({ partition: 0, events: [event(0)], offsets: ["0"], next: "1", bytes: 1 }, "5");
    assert.equal(positions.expectsMore, true);
    positions.begin(0, "1", "5");
    assert.equal(positions.expectsMore, true);
  });

  it("tells a partition whose position is not known from one that others have, and whose fetches have gone past it", () => {
    const positions = new PartitionPositions<number>();
    positions.assign([0, 1], false);
    assert.deepEqual(positions.expected(0), { kind: "not ready" });
    assert.deepEqual(positions.expected(2), { kind: "not ours" });
    positions.passed(0, "7");
    positions.begin(0, "3", "9");
    positions.begin(1, "3", "9");
    assert.deepEqual([positions.isAstray(0), positions.isAstray(1)], [true, false]);
    assert.equal(positions.areReady, false);
    positions.makeReady([0, 1]);
    assert.equal(positions.areReady, true);
    assert.deepEqual(positions.expected(0), { kind: "offset", offset: "3" });
    positions.assign([0], false);
    assert.equal(positions.isAstray(0), false);
  });

  it("never commits backwards", () => {
    const positions = ready(0);
    fetch(positions, 0, 0, 9);
    const first = positions.read(2)!.positions;
    positions.committed(positions.read(2)!.positions);
    assert.deepEqual(positions.uncommitted(first), offsets());
  });
});
