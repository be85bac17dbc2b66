import assert from "node:assert/strict";
import { loaded } from "./loaded.ts";

describe("emit: a call behind `?.` that fails", () => {
  it("is caught by an else, as null is", async () => {
    const program = await loaded(`
      topic lines: string = embedded()
      stream s every 1s {
        let words = lines.map(line => line.split(" "))
        words.map(all => all[1]?.toInt() else -1) -> print()
        words.map(all => all[1]?.toInt() else drop) -> print()
      }`);
    const [batch] = program.batches("s", [{ lines: ["a 3", "a x", "a"] }]);
    assert.deepEqual(batch![0], { print: [3, -1, -1], print2: [3] });
    assert.equal(batch![1].dropped.length, 2);
  });
});
