import assert from "node:assert/strict";
import { type LeftFigure, WorkLeft } from "../../../../cli/inspect/live/work-left.ts";

describe("what a program has left to do", () => {
  const figure = (name: string, value: number | ReadonlyMap<number, number>): LeftFigure => ({
    name,
    read: () => value,
  });

  it("is bytes of files and records of topics, and the time that they take at the pace of the last looks", () => {
    const work = new WorkLeft();
    const look = (second: number, bytes: number, records: number) =>
      work.look(second * 1000, [
        figure("leftBytes", bytes),
        figure(
          "lagRecords",
          new Map([
            [0, records],
            [1, records],
          ]),
        ),
        figure("oldestSeconds", 7),
      ]);
    assert.equal(look(0, 3 * 1024 * 1024, 60_000), "read 0% of a file (3.0 MiB); 120,000 records behind");
    assert.equal(
      look(1, 2 * 1024 * 1024, 59_000),
      "read 33% of a file (3.0 MiB), 2s to go; 118,000 records behind, 59s to go",
    );
    assert.equal(look(2, 0, 58_000), "116,000 records behind, 58s to go");
    assert.equal(look(3, 0, 0), null);
  });

  it("is of several files together, and says no time where nothing gets less", () => {
    const work = new WorkLeft();
    const look = (second: number) =>
      work.look(second * 1000, [figure("leftBytes", 500), figure("leftBytes", 100), figure("leftBytes", Number.NaN)]);
    assert.equal(look(0), "read 0% of 2 files (600 B)");
    assert.equal(look(1), "read 0% of 2 files (600 B)");
  });

  it("takes minutes and hours", () => {
    const work = new WorkLeft();
    assert.equal(work.look(0, [figure("lagRecords", 7300)]), "7,300 records behind");
    assert.equal(work.look(1000, [figure("lagRecords", 7200)]), "7,200 records behind, 1m 12s to go");
    assert.equal(work.look(101_000, [figure("lagRecords", 7199)]), "7,199 records behind, 1h 59m to go");
  });
});
