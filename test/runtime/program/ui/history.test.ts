import assert from "node:assert/strict";
import { History } from "../../../../runtime/program/ui/history.ts";
import type { PartNow } from "../../../../runtime/program/ui/messages.ts";

const idle: PartNow = {
  in: null,
  out: null,
  fill: null,
  events: null,
  behind: null,
  lag: null,
  errors: 0,
  busy: null,
  took: null,
};

const now = (given: Partial<PartNow>) => new Map([["a.r", { ...idle, ...given }]]);

describe("the figures of the last hour", () => {
  it("keep one value an interval, oldest first, and leave out what is not known", () => {
    const history = new History(["a.r"]);
    assert.equal(history.every, 5000);
    const start = 1_800_000_000_000;
    history.add(start, now({ out: 1 }));
    assert.equal(history.isDue(start + 4999), false);
    assert.equal(history.isDue(start + 5000), true);
    history.add(start + 5000, now({ out: 2.34567 }));
    // Two intervals passed in which nobody looked.
    history.add(start + 20_000, now({ out: 3 }));
    const { columns, until, every } = history.of("a.r")!;
    assert.equal(every, 5000);
    assert.equal(until, start + 20_000);
    assert.deepEqual(Object.keys(columns), ["out", "errors"]);
    assert.equal(columns["out"]?.length, 720);
    assert.deepEqual(columns["out"]?.slice(-6), [null, 1, 2.346, null, null, 3]);
    assert.equal(history.of("a.k"), null);
  });

  it("forget what is older than an hour, and all of it where the clock was put", () => {
    const history = new History(["a.r"]);
    const start = 1_800_000_000_000;
    for (let time = start; time <= start + 3_600_000; time += 5000) history.add(time, now({ in: time - start }));
    const kept = history.of("a.r")!.columns["in"]!;
    assert.equal(kept.length, 720);
    assert.ok(kept.every((value) => value !== null));
    assert.equal(kept[0], 5000);
    history.add(start - 7_200_000, now({ in: 7 }));
    assert.deepEqual(
      history.of("a.r")!.columns["in"]!.filter((value) => value !== null),
      [7],
    );
  });

  it("take no more room in a program with many parts, but have fewer values", () => {
    const history = new History(
      Array.from({ length: 1000 }, (_, index) => `a.o${index}`),
      800_000,
    );
    assert.equal(history.every, 36_000);
    history.add(0, new Map([["a.o7", { ...idle, in: 1 }]]));
    assert.equal(history.of("a.o7")?.columns["in"]?.length, 100);
  });
});
