import assert from "node:assert/strict";
import fc from "fast-check";
import { event } from "../../../runtime/contract/event.ts";
import { Backlog, type Chunk } from "../../../stdlib/kafka/backlog.ts";

/** Records `from` to `to` (exclusive) of a partition; their bodies are their offsets. */
function chunk(partition: number, from: number, to: number, next = to): Chunk<number> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  return {
    partition,
    events: numbers.map((n) => event(n)),
    offsets: numbers.map(String),
    next: String(next),
    bytes: 10 * (to - from),
  };
}

function bodies(chunks: readonly Chunk<number>[]): readonly number[] {
  return chunks.flatMap(({ events }) => events.map(({ body }) => body));
}

describe("Backlog", () => {
  it("gives as many as are asked for and says where that leaves the partition", () => {
    const backlog = new Backlog<number>();
    backlog.push(chunk(0, 0, 3));
    backlog.push(chunk(1, 10, 12, 20));
    const first = backlog.take(4);
    assert.deepEqual(bodies(first), [0, 1, 2, 10]);
    assert.deepEqual(
      first.map(({ partition, next }) => [partition, next]),
      [
        [0, "3"],
        [1, "11"],
      ],
    );
    assert.equal(backlog.size, 1);
    assert.deepEqual(
      backlog.take(4).map(({ next }) => next),
      ["20"],
    );
    assert.deepEqual(backlog.take(4), []);
  });

  it("gives no more of a partition than it may, and what is behind it", () => {
    const backlog = new Backlog<number>();
    backlog.push(chunk(0, 0, 5));
    backlog.push(chunk(1, 10, 13));
    backlog.push(chunk(0, 5, 8));
    backlog.take(1);
    const most = new Map([
      [0, 2],
      [1, 9],
    ]);
    const taken = backlog.takeWithin(100, most);
    assert.deepEqual(bodies(taken), [1, 2, 10, 11, 12]);
    assert.equal(backlog.size, 5);
    assert.deepEqual(bodies(backlog.takeWithin(3, most)), [3, 4]);
    assert.deepEqual(bodies(backlog.takeWithin(3, new Map([[0, 0]]))), []);
    backlog.commit(0, "2");
    backlog.giveBack(new Set([0]));
    assert.deepEqual(bodies(backlog.take(100)), [2, 3, 4, 5, 6, 7]);
  });

  it("gives back what was read and not committed, first and in order", () => {
    const backlog = new Backlog<number>();
    backlog.push(chunk(0, 0, 10));
    backlog.take(3);
    backlog.take(3);
    backlog.commit(0, "2");
    backlog.giveBack(new Set([0]));
    assert.deepEqual(bodies(backlog.take(100)), [2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(backlog.hasUncommitted, true);
    backlog.commit(0, "10");
    assert.equal(backlog.hasUncommitted, false);
  });

  it("drops a partition without touching the others", () => {
    const backlog = new Backlog<number>();
    backlog.push(chunk(0, 0, 2));
    backlog.push(chunk(1, 0, 5));
    backlog.take(3);
    backlog.forget(0);
    backlog.giveBack(new Set([1]));
    assert.equal(backlog.size, 5);
    assert.deepEqual(bodies(backlog.take(9)), [0, 1, 2, 3, 4]);
  });

  it("is full by events or by bytes, whatever becomes of them", () => {
    const backlog = new Backlog<number>();
    const large = { ...chunk(0, 0, 4), bytes: 40_000_000 };
    backlog.push(large);
    assert.equal(backlog.isFull, true);
    backlog.take(1);
    assert.equal(backlog.isFull, false);
    backlog.giveBack(new Set([0]));
    assert.equal(backlog.isFull, true);
    backlog.forget(0);
    assert.equal(backlog.isFull, false);
    backlog.push(chunk(1, 0, 10_000));
    assert.equal(backlog.isFull, true);
  });

  it("moves the place of a partition over records without events", () => {
    const backlog = new Backlog<number>();
    assert.equal(backlog.skip(0, "9"), false);
    backlog.push(chunk(0, 0, 2));
    backlog.take(1);
    assert.equal(backlog.skip(0, "9"), true);
    assert.deepEqual(backlog.take(5), [{ ...chunk(0, 1, 2), next: "9" }]);
  });

  it("loses and repeats nothing, whatever is read, given back and committed", () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 7 }) }),
      fc.constant("giveBack" as const),
      fc.constant("commit" as const),
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }), fc.array(step), (sizes, steps) => {
        const backlog = new Backlog<number>();
        let end = 0;
        for (const size of sizes) {
          backlog.push(chunk(0, end, end + size));
          end += size;
        }
        let committed = 0;
        let position = 0;
        for (const step of steps) {
          if (step === "giveBack") {
            backlog.giveBack(new Set([0]));
            position = committed;
          } else if (step === "commit") {
            backlog.commit(0, String(position));
            committed = position;
          } else {
            const got = bodies(backlog.take(step.take));
            const expected = Math.min(step.take, end - position);
            assert.deepEqual(
              got,
              Array.from({ length: expected }, (_, index) => position + index),
            );
            position += expected;
          }
          assert.equal(backlog.size, end - position);
        }
      }),
    );
  });
});
