import assert from "node:assert/strict";
import { t } from "../../../runtime/contract/schema.ts";
import { jsonParam, param } from "../../../runtime/program/param.ts";

describe("a param", () => {
  const { argv } = process;
  afterEach(() => {
    process.argv = argv;
  });

  it("is given as plain text, as JSON where its type has none, and as null where it may be null", () => {
    const given = ["port=5000", 'tags=["a","b"]', "host=a", "nobody=null", "codes=[1]", "none=null"];
    process.argv = [...argv.slice(0, 2), ...given.flatMap((pair) => ["--set", pair])];
    assert.equal(param("port", t.int, "a.flow:1:7"), 5000);
    assert.deepEqual(jsonParam("tags", t.array(t.string), "a.flow:2:7"), ["a", "b"]);
    assert.equal(param("host", t.nullable(t.string), "a.flow:3:7"), "a");
    assert.equal(param("nobody", t.nullable(t.string), "a.flow:4:7"), null);
    assert.deepEqual(jsonParam("codes", t.nullable(t.array(t.int)), "a.flow:5:7"), [1]);
    assert.equal(jsonParam("none", t.nullable(t.array(t.int)), "a.flow:6:7"), null);
    assert.equal(
      param("other", t.int, "a.flow:7:7", () => 1),
      1,
    );
  });
});
