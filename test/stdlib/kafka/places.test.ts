import assert from "node:assert/strict";
import { event } from "../../../runtime/event.ts";
import { Places } from "../../../stdlib/kafka/places.ts";

/** Places with these partitions, each settled at 0. */
function settled(...partitions: number[]): Places<number> {
  const places = new Places<number>();
  places.assign(partitions, false);
  for (const partition of partitions) places.begin(partition, "0", "0");
  places.settle(partitions);
  return places;
}

function fetch(places: Places<number>, partition: number, from: number, to: number): void {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  const events = numbers.map((n) => event(n));
  places.fetched({ partition, events, offsets: numbers.map(String), next: String(to), bytes: 1 }, String(to));
}

describe("Places", () => {
  it("names every partition's position with each batch", () => {
    const places = settled(0, 1);
    fetch(places, 1, 0, 3);
    const batch = places.read(2);
    assert.deepEqual(
      batch?.positions,
      new Map([
        [0, "0"],
        [1, "2"],
      ]),
    );
    assert.deepEqual(places.uncommitted(batch!.positions), new Map([[1, "2"]]));
  });

  it("does not let a partition be committed that has gone", () => {
    const places = settled(0, 1);
    fetch(places, 0, 0, 2);
    fetch(places, 1, 0, 2);
    const { positions } = places.read(4)!;
    places.assign([1], true);
    assert.equal(places.uncommitted(positions), 0);
  });

  it("asks nothing of a partition that has gone with everything committed", () => {
    const places = settled(0, 1);
    fetch(places, 0, 0, 2);
    places.committed(new Map([[0, "2"]]));
    fetch(places, 1, 0, 2);
    const { positions } = places.read(4)!;
    places.committed(new Map([[0, "2"]]));
    places.assign([1], true);
    assert.deepEqual(places.uncommitted(positions), new Map([[1, "2"]]));
  });

  it("keeps its place in a partition that stays", () => {
    const places = settled(0, 1);
    fetch(places, 0, 0, 4);
    const { positions } = places.read(3)!;
    assert.deepEqual(places.assign([0], true), [[0, "4"]]);
    assert.deepEqual(places.uncommitted(positions), new Map([[0, "3"]]));
    assert.deepEqual(
      places.read(9)?.events.map(({ body }) => body),
      [3],
    );
  });

  it("does not take an old batch's position for one that it has again, before it is read again", () => {
    const places = settled(0);
    fetch(places, 0, 0, 4);
    const { positions } = places.read(4)!;
    places.assign([], true);
    places.assign([0], true);
    places.begin(0, "0", "0");
    places.settle([0]);
    assert.equal(places.uncommitted(positions), 0);
  });

  it("gives what was read again after a rewind, from memory", () => {
    const places = settled(0);
    fetch(places, 0, 0, 4);
    const first = places.read(2)!;
    assert.deepEqual(places.rewind(undefined), []);
    assert.deepEqual(places.read(2), first);
    places.committed(first.positions);
    assert.deepEqual(
      places.read(2)?.events.map(({ body }) => body),
      [2, 3],
    );
  });

  it("keeps the order between partitions in a rewind", () => {
    const places = settled(0, 1);
    fetch(places, 1, 0, 2);
    fetch(places, 0, 0, 2);
    fetch(places, 1, 2, 4);
    const first = [places.read(3), places.read(3)];
    places.rewind(undefined);
    assert.deepEqual([places.read(3), places.read(3)], first);
  });

  it("fetches again for a rewind to elsewhere", () => {
    const places = settled(0);
    fetch(places, 0, 0, 9);
    places.read(9);
    assert.deepEqual(places.rewind(new Map([[0, "5"]])), [[0, "5"]]);
    assert.equal(places.expected(0), "5");
    fetch(places, 0, 5, 9);
    places.read(2);
    assert.deepEqual(places.rewind(undefined), [[0, "0"]]);
  });

  it("knows whether there was more", () => {
    const places = settled(0);
    assert.equal(places.expectsMore, false);
    places.fetched({ partition: 0, events: [event(0)], offsets: ["0"], next: "1", bytes: 1 }, "5");
    assert.equal(places.expectsMore, true);
    places.begin(0, "1", "5");
    assert.equal(places.expectsMore, true);
  });

  it("never commits backwards", () => {
    const places = settled(0);
    fetch(places, 0, 0, 9);
    const first = places.read(2)!.positions;
    places.committed(places.read(2)!.positions);
    assert.deepEqual(places.uncommitted(first), new Map());
  });
});
