import assert from "node:assert/strict";
import { Failure } from "../../../runtime/contract/failure.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { showValue } from "../../../runtime/testing/show-value.ts";

describe("values in the report of a test", () => {
  const cases: readonly [Schema, unknown, string][] = [
    [t.string, 'a "b"\n', '"a \\"b\\"\\n"'],
    [t.float, 0.5, "0.5"],
    [t.literal("a", "b"), "a", '"a"'],
    [t.timestamp, Date.UTC(2026, 0, 1), "@2026-01-01T00:00:00Z"],
    [t.timestamp, Date.UTC(2026, 0, 1) + 5, "@2026-01-01T00:00:00.005Z"],
    [t.duration, 90_000, "90s"],
    [t.size, 1536, "1536B"],
    [t.size, 2 ** 21, "2MiB"],
    [t.nullable(t.int), null, "null"],
    [t.tuple(t.string, t.array(t.int)), ["a", [1, 2]], '("a", [1, 2])'],
    [t.record({ a: t.int, b: t.bool }), { b: true, a: 1 }, "{ a: 1, b: true }"],
    [t.map(t.string, t.int), new Map(Object.entries({ b: 2, a: 1 })), '[("a", 1), ("b", 2)].toMap()'],
    [t.bytes, Buffer.from("é"), '"é".toBytes()'],
    [t.bytes, Uint8Array.of(255, 0), '("ff00".fromHex() else "".toBytes())'],
    [t.int, new Failure("no number"), "a failure: no number"],
  ];
  for (const [schema, value, expected] of cases) {
    it(expected, () => assert.equal(showValue(schema, value), expected));
  }
});
