import assert from "node:assert/strict";
import { filter, mapValues, remove } from "../../stdlib/map/map.ts";

describe("functions of maps", () => {
  it("leave the map as it is, and its order", () => {
    const map = new Map([
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]);
    assert.deepEqual(
      [...remove(map, "a")],
      [
        ["b", 1],
        ["c", 3],
      ],
    );
    assert.deepEqual([...remove(map, "x").keys()], ["b", "a", "c"]);
    assert.deepEqual([...filter(map, (key, n) => key > "a" && n > 1)], [["c", 3]]);
    assert.deepEqual(
      [...mapValues(map, (n) => n * 10)],
      [
        ["b", 10],
        ["a", 20],
        ["c", 30],
      ],
    );
    assert.equal(map.size, 3);
  });
});
