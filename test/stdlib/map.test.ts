import assert from "node:assert/strict";
import { inspect } from "node:util";
import { Json } from "../../runtime/value/json.ts";
import { equal } from "../../stdlib/array/equal.ts";
import { KeysByContent } from "../../stdlib/array/key-in.ts";
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

describe("keys of a map that is made", () => {
  it("are the same exactly where values are equal", () => {
    const json = (text: string) => new Json(text);
    const values: unknown[] = [
      ...[0, -0, 1, NaN, null, true, "1", "", "null", "[1]", Infinity],
      ...[[1], ["1"], [[1]], [1, 2], [], [null], ["a,b"], ["a", "b"], ['a"', "b"]],
      ...[{ a: 1 }, { a: "1" }, { a: 1, b: 2 }, { b: 2, a: 1 }, { a: { b: 1 } }, { "a:1": 1 }],
      ...[new Map([[1, 2]]), new Map([["1", 2]]), new Map(), Uint8Array.of(1, 3), Uint8Array.of(13)],
      ...[
        new Map([
          [[1], 1],
          [[2], 2],
        ] as const),
        new Map([
          [[2], 2],
          [[1], 1],
        ] as const),
      ],
      ...[json('{"a":1}'), json('{ "a": 1 }'), json("[1]"), json('"1"')],
    ];
    for (const one of values) {
      for (const other of values) {
        const keys = new KeysByContent([[one]]);
        const wanted = [other];
        assert.equal(keys.of(wanted) !== wanted, equal(one, other), `${inspect(one)} and ${inspect(other)}`);
      }
    }
  });
});
