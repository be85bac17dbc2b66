import assert from "node:assert/strict";
import { shapeOf } from "../../../cli/picture/shape-of.ts";
import type { Type } from "../../../compiler/model/types/type.ts";

const record = (fields: Readonly<Record<string, Type>>): Type => ({
  kind: "record",
  fields: Object.entries(fields).map(([name, type]) => ({ name, type })),
});

describe("the shape of what the page shows", () => {
  it("masks secrets, and fields by their names, wherever they are", () => {
    const order = record({
      id: { kind: "int" },
      owner: record({ name: { kind: "string" } }),
      token: { kind: "secret" },
    });
    const list: Type = { kind: "array", element: order };
    assert.deepEqual(shapeOf(list, new Set()), { list: { record: { token: "masked" } } });
    assert.deepEqual(shapeOf(list, new Set(["owner"])), { list: { record: { owner: "masked", token: "masked" } } });
    assert.equal(shapeOf(record({ id: { kind: "int" } }), new Set(["owner"])), "plain");
  });
});
