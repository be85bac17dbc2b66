import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonCodec } from "../../../runtime/codec/json.ts";
import { jsonExcerpt } from "../../../runtime/codec/json-excerpt.ts";
import { Failure } from "../../../runtime/contract/failure.ts";
import { t } from "../../../runtime/contract/schema.ts";

/** Far deeper than JSON.stringify, and any other recursion, goes. */
const DEEP = 200_000;
const deepArray = "[".repeat(DEEP) + "]".repeat(DEEP);
const deepObject = `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`;

describe("an excerpt of JSON", () => {
  it("is the beginning of what JSON.stringify gives", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.integer({ min: 1, max: 80 }), (value, most) => {
        const json = JSON.stringify(value);
        assert.equal(jsonExcerpt(value, most), json.length > most ? `${json.slice(0, most)}…` : json);
      }),
    );
  });

  it("is short for a value of any depth", () => {
    assert.equal(jsonExcerpt(JSON.parse(deepArray), 5), "[[[[[…");
    assert.equal(jsonExcerpt(JSON.parse(deepObject), 5), '{"a":…');
  });
});

describe("a codec that meets JSON deeper than the stack", () => {
  const schemas = [
    t.string,
    t.bool,
    t.int,
    t.float,
    t.timestamp,
    t.duration,
    t.bytes,
    t.null,
    t.literal("a"),
    t.nullable(t.int),
    t.array(t.int),
    t.tuple(t.int),
    t.record({ a: t.int }),
    t.map(t.string, t.int),
    t.map(t.record({ a: t.int }), t.int),
  ];

  it("gives a failure that says what was expected", () => {
    for (const schema of schemas) {
      for (const text of [deepArray, deepObject]) {
        const value = jsonCodec(schema).decode(text);
        assert.ok(value instanceof Failure, schema.kind);
        assert.match(value.reason, /^expected .{1,100}$/, schema.kind);
      }
    }
  });

  it("reads the fields that it knows beside one", () => {
    const value = jsonCodec(t.record({ n: t.int })).decode(`{"n":1,"other":${deepArray}}`);
    assert.deepEqual(value, { n: 1 });
  });
});
