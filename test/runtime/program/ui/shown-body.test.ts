import assert from "node:assert/strict";
import { Failure } from "../../../../runtime/contract/failure.ts";
import { secret } from "../../../../runtime/contract/secret.ts";
import { maskedReason } from "../../../../runtime/program/inspect/masks.ts";
import { shownBody, shownEvent } from "../../../../runtime/program/ui/shown-body.ts";
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

  it("are masked by the names of fields, in JSON, headers and reasons too", () => {
    const masked = new Set(["owner"]);
    const json = '{"id":1,"owner":"ann"}';
    const hidden = '{"id":1,"owner":"***"}';
    assert.equal(shownBody(json, "plain", masked), hidden);
    assert.equal(
      shownBody({ text: json, raw: new Json(json) }, "plain", masked),
      JSON.stringify({ text: hidden, raw: JSON.parse(hidden) }),
    );
    assert.equal(
      shownBody(new Failure('"ann" is not a number'), "plain", masked),
      '{"failure":"\\"***\\" is not a number"}',
    );
    const headers = new Map([
      ["owner", "ann"],
      ["host", "web1"],
      ["reason", 'a.flow:1:1: "ann\\"s" is not a number'],
    ]);
    assert.deepEqual(shownEvent({ body: 1, headers }, { shape: undefined, masked, time: 7 }), {
      time: 7,
      body: "1",
      headers: { owner: "***", host: "web1", reason: 'a.flow:1:1: "***" is not a number' },
    });
    const open = shownEvent({ body: 1, headers }, { shape: undefined, masked: new Set(), time: 7 });
    assert.deepEqual(open.headers, Object.fromEntries(headers));
  });

  it("masks quoted values of a reason, with their escapes and where one is cut off", () => {
    const masked = new Set(["owner"]);
    assert.equal(maskedReason('"a\\"b" is not "c\\\\", nor `d`', masked), '"***" is not "***", nor `d`');
    assert.equal(maskedReason('not a number: "12 an', masked), 'not a number: "***"');
    assert.equal(maskedReason('"a" stays', new Set()), '"a" stays');
  });
});
