import assert from "node:assert/strict";
import { referenceOf } from "../../../cli/sim/judge.ts";

describe("what a simulated program is compared with", () => {
  const outputs = (lines: Record<string, number>) => new Map([["out", new Map(Object.entries(lines))]]);
  const stable = (first: Record<string, number>, second: Record<string, number>, doubled: Record<string, number>) => [
    ...referenceOf([outputs(first), outputs(second)], outputs(doubled), new Map())
      .get("out")!
      .stable.keys(),
  ];

  it("is a line that comes out twice where it came in twice", () => {
    assert.deepEqual(stable({ a: 1, b: 3 }, { a: 1, b: 3 }, { a: 2, b: 6 }), ["a", "b"]);
  });

  it("is a line that the program makes by itself", () => {
    assert.deepEqual(stable({ a: 1 }, { a: 1 }, { a: 1 }), ["a"]);
  });

  it("is not all that may come out where a line that comes twice makes another one", () => {
    const once = outputs({ "a 1": 1 });
    const { most, mostRepeated } = referenceOf([once, once], outputs({ "a 1": 1, "a 2": 1 }), new Map()).get("out")!;
    assert.deepEqual([most, mostRepeated], [1, 2]);
  });

  it("is neither a line that depends on time nor a sum that a repeated record changes", () => {
    assert.deepEqual(stable({ a: 1, sum30: 15 }, { a: 2, sum30: 15 }, { a: 2, sum30: 1, sum60: 14 }), []);
  });
});
