import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { type Part, Reads } from "../../../stdlib/kafka/channel/reads.ts";

const events = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => event(from + n));
const bodies = (parts: readonly Part<number>[] | null) =>
  parts?.flatMap((part) => part.events.map(({ body }) => body)) ?? null;
const at = (offset: number) => new Map([[0, String(offset)]]);
/** A read of the numbers from `from` to, but without, `to`, which are offsets of partition 0, too. */
const given = (from: number, to: number, bytes: number) => ({
  events: events(from, to),
  places: events(from, to).map(({ body }) => ({ partition: 0, offset: String(body) })),
  positions: at(to),
  bytes,
});

describe("what a channel has read of its topic", () => {
  it("is taken in order, across reads", () => {
    const reads = new Reads<number>();
    reads.add(given(0, 3, 30));
    reads.add(given(3, 8, 50));
    assert.deepEqual(bodies(reads.take(2)), [0, 1]);
    assert.deepEqual(bodies(reads.take(4)), [2, 3, 4, 5]);
    assert.deepEqual(bodies(reads.take(9)), [6, 7]);
    assert.equal(reads.take(9), null);
    assert.equal(reads.size, 8);
  });

  it("goes back where it was", () => {
    const reads = new Reads<number>();
    reads.add(given(0, 4, 40));
    reads.add(given(4, 6, 20));
    const [first, second, third] = [reads.take(2)!, reads.take(3)!, reads.take(1)!];
    reads.giveBack(third);
    reads.giveBack(first);
    reads.giveBack(second);
    assert.deepEqual(bodies(reads.take(9)), [0, 1, 2, 3, 4, 5]);
  });

  it("gives a position once all before it is done", () => {
    const reads = new Reads<number>();
    reads.add(given(0, 2, 20));
    reads.add(given(2, 4, 20));
    const [first, second, third] = [reads.take(1)!, reads.take(1)!, reads.take(2)!];
    assert.equal(reads.done(third), null);
    assert.deepEqual(reads.done(first), at(1), "of a read that is not done yet, as far as it is");
    assert.deepEqual([reads.size, reads.bytes], [1, 40]);
    assert.deepEqual(reads.done(second), at(4));
    assert.deepEqual([reads.size, reads.bytes], [0, 0]);
    assert.deepEqual(
      reads.add({ events: [], places: [], positions: at(5), bytes: 7 }),
      at(5),
      "a read of which nothing decodes",
    );
  });

  it("gives a position in the middle of a read, by partition", () => {
    const reads = new Reads<number>();
    const places = [
      { partition: 0, offset: "7" },
      { partition: 1, offset: "3" },
      { partition: 0, offset: "9" },
    ];
    const positions = new Map([
      [0, "12"],
      [1, "4"],
    ]);
    reads.add({ events: events(0, 3), places, positions, bytes: 30 });
    const [first, second, third] = [reads.take(1)!, reads.take(1)!, reads.take(1)!];
    assert.deepEqual(reads.done(first), at(8));
    assert.equal(reads.done(third), null);
    assert.deepEqual(reads.done(second), positions);
  });

  it("knows nothing of what is read again", () => {
    const reads = new Reads<number>();
    reads.add(given(0, 4, 40));
    const [first, second] = [reads.take(2)!, reads.take(1)!];
    reads.forget();
    reads.giveBack(first);
    assert.equal(reads.take(9), null);
    reads.add(given(0, 4, 40));
    assert.equal(reads.done(second), null, "its position is that of the new read");
    assert.deepEqual(bodies(reads.take(9)), [0, 1, 2, 3]);
  });
});
