import assert from "node:assert/strict";
import { typeAtHand } from "../../../cli/inspect/at-hand.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";

const int: Type = { kind: "int" };
const hit: Type = {
  kind: "record",
  name: "Hit",
  fields: [
    { name: "a", type: int },
    { name: "b", type: int },
  ],
};

describe("the type of what is at hand", () => {
  it("is the type itself where nothing is missing", () => {
    assert.equal(typeAtHand(hit, { a: 1, b: 2 }), hit);
    const pair: Type = { kind: "tuple", elements: [hit, int] };
    assert.equal(typeAtHand(pair, [{ a: 1, b: 2 }, 3]), pair);
  });

  it("has the fields that are there, also within tuples and what may be null", () => {
    const pair: Type = { kind: "tuple", elements: [{ kind: "nullable", type: hit }, int] };
    assert.equal(show(typeAtHand(pair, [{ b: 2 }, 3])), "({ b: int }?, int)");
    assert.equal(show(typeAtHand(pair, [null, 3])), "(Hit?, int)");
    const outer: Type = { kind: "record", name: "Outer", fields: [{ name: "hit", type: hit }] };
    assert.equal(show(typeAtHand(outer, { hit: { a: 1 } })), "{ hit: { a: int } }");
  });
});
