import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { t } from "../../runtime/contract/schema.ts";
import { parseJson, toJson } from "../../stdlib/json/json.ts";

const access = t.record({ path: t.string, status: t.int, at: t.timestamp, tags: t.array(t.record({ n: t.int })) });

const reasonOf = (value: unknown) =>
  value instanceof Failure ? value.reason : `no failure but ${JSON.stringify(value)}`;

describe("functions of JSON", () => {
  it("read what fits the type, and leave out what it does not name", () => {
    const text = '{"extra":1,"path":"/a","status":200,"at":"2026-01-01T00:00:00Z","tags":[{"n":1,"m":2}]}';
    assert.deepEqual(parseJson(text, access), {
      path: "/a",
      status: 200,
      at: Date.UTC(2026, 0, 1),
      tags: [{ n: 1 }],
    });
  });

  it("say what is wrong where", () => {
    const text = (status: string, n: string) =>
      `{"path":"/a","status":${status},"at":"2026-01-01T00:00:00Z","tags":[{"n":1},{"n":${n}}]}`;
    assert.equal(reasonOf(parseJson(text('"200"', "2"), access)), 'expected an int, found "200" at .status');
    assert.equal(reasonOf(parseJson(text("200", "null"), access)), "expected an int, found null at .tags[1].n");
    assert.equal(reasonOf(parseJson('{"path":"/a"}', access)), "expected an int, found nothing at .status");
    assert.match(reasonOf(parseJson('{"path":', access)), /^not JSON: /);
    assert.match(reasonOf(parseJson("", access)), /^not JSON: /);
    assert.match(reasonOf(parseJson("[]", access)), /^expected an object/);
  });

  it("write what they read", () => {
    const schema = t.record({
      text: t.string,
      at: t.timestamp,
      wait: t.duration,
      raw: t.bytes,
      maybe: t.nullable(t.float),
      pair: t.tuple(t.string, t.int),
      counts: t.map(t.string, t.int),
    });
    const values = fc.record(
      {
        text: fc.string(),
        at: fc.integer({ min: 0, max: 4e12 }),
        wait: fc.nat(),
        raw: fc.uint8Array(),
        maybe: fc.option(fc.double({ noNaN: true }), { nil: null }),
        pair: fc.tuple(fc.string(), fc.integer()),
        counts: fc.array(fc.tuple(fc.string(), fc.integer())).map((pairs) => new Map(pairs)),
      },
      { noNullPrototype: true },
    );
    fc.assert(fc.property(values, (value) => assert.deepEqual(parseJson(toJson(value, schema), schema), value)));
  });
});
