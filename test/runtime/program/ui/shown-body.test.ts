import assert from "node:assert/strict";
import { Failure } from "../../../../runtime/contract/failure.ts";
import { secret } from "../../../../runtime/contract/secret.ts";
import { shownBody } from "../../../../runtime/program/ui/shown-body.ts";
import { Json } from "../../../../runtime/value/json.ts";

describe("a body on the page", () => {
  it("is text as it is, and everything else JSON", () => {
    assert.equal(shownBody("a b"), "a b");
    assert.equal(shownBody(null), "null");
    assert.equal(shownBody(3), "3");
    assert.equal(shownBody({ a: [1, null], m: new Map([["x", 1]]) }), '{"a":[1,null],"m":{"x":1}}');
    assert.equal(shownBody(new Json('{"b":1e3}')), '{"b":1000}');
    assert.equal(shownBody(new Failure("no number")), '{"failure":"no number"}');
    assert.equal(shownBody(Buffer.from("gr\u00fc\u00dfe")), "gr\u00fc\u00dfe");
    assert.equal(shownBody(Uint8Array.of(255, 0, 1)), "3 bytes: ff0001");
  });

  it("has times as texts, and masks what is to be masked", () => {
    const shape = {
      record: {
        at: "time",
        token: "masked",
        all: { list: "masked" },
        by: { map: "time" },
        two: { tuple: ["plain", "time"] },
      },
    } as const;
    const body = {
      at: 0,
      token: "abc",
      all: ["x"],
      by: new Map([["k", 1000]]),
      two: [5, 0],
      other: secret("key", "a.flow:1:1", () => "hidden"),
    };
    assert.deepEqual(JSON.parse(shownBody(body, shape)), {
      at: "1970-01-01T00:00:00.000Z",
      token: "***",
      all: ["***"],
      by: { k: "1970-01-01T00:00:01.000Z" },
      two: [5, "1970-01-01T00:00:00.000Z"],
      other: "***",
    });
    assert.equal(shownBody(null, "masked"), "null");
  });

  it("is cut, however large and deep it is", () => {
    let deep: unknown = "x";
    for (let level = 0; level < 10_000; level++) deep = [deep];
    assert.ok(shownBody(deep).length < 100);
    assert.equal(shownBody("y".repeat(100_000)).length, 2001);
    assert.ok(shownBody(Array.from({ length: 10_000 }, () => "z".repeat(50))).length <= 2001);
  });
});
