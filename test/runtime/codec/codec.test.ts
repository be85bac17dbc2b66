import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonCodec } from "../../../runtime/codec/json.ts";
import { hasPlainText, textCodec } from "../../../runtime/codec/text.ts";
import { durationText, parseDuration, parseSignedDuration, parseSize } from "../../../runtime/codec/units.ts";
import { Failure } from "../../../runtime/contract/failure.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";

/** A schema with values of its type. */
interface Typed {
  readonly schema: Schema;
  readonly value: fc.Arbitrary<unknown>;
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "__proto__", "constructor", "\u2028\ud83d\ude00", "\ud800"),
);
const float = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
);
const plain: readonly Typed[] = [
  { schema: t.bool, value: fc.boolean() },
  { schema: t.int, value: fc.maxSafeInteger() },
  { schema: t.float, value: float },
  { schema: t.timestamp, value: fc.integer({ min: -8.64e15, max: 8.64e15 }) },
  { schema: t.duration, value: fc.nat() },
  { schema: t.size, value: fc.nat() },
  { schema: t.literal("debug", "info"), value: fc.constantFrom("debug", "info") },
];
const leaves: readonly Typed[] = [
  ...plain,
  { schema: t.string, value: text },
  { schema: t.bytes, value: fc.uint8Array() },
  { schema: t.null, value: fc.constant(null) },
];

const typed: fc.Arbitrary<Typed> = fc.letrec<{ any: Typed; leaf: Typed }>((tie) => ({
  leaf: fc.constantFrom(...leaves),
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    tie("any").map(({ schema, value }) => ({ schema: t.array(schema), value: fc.array(value, { maxLength: 4 }) })),
    fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((parts) => ({
      schema: t.tuple(...parts.map(({ schema }) => schema)),
      value: fc.tuple(...parts.map(({ value }) => value)),
    })),
    fc.dictionary(text, tie("any"), { maxKeys: 4 }).map(record),
    fc.tuple(fc.constantFrom(...plain, ...leaves), tie("any")).map(([key, { schema, value }]) => ({
      schema: t.map(key.schema, schema),
      value: fc.array(fc.tuple(key.value, value), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    })),
    tie("any").map(({ schema, value }) => ({ schema: t.nullable(schema), value: fc.option(value) })),
  ),
})).any;

function record(fields: Readonly<Record<string, Typed>>): Typed {
  const entries = Object.entries(fields);
  return {
    schema: { kind: "record", fields: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])) },
    value: fc.tuple(...entries.map(([, { value }]) => value)).map((values) => {
      return Object.fromEntries(entries.map(([name], index) => [name, values[index]]));
    }),
  };
}

describe("the codec json", () => {
  it("gives back every value of every type", () => {
    const pairs = typed.chain(({ schema, value }) => value.map((value) => ({ schema, value })));
    fc.assert(
      fc.property(pairs, ({ schema, value }) => {
        const codec = jsonCodec<unknown>(schema);
        const encoded = codec.encode(value);
        JSON.parse(encoded);
        assert.deepStrictEqual(codec.decode(encoded), value);
      }),
      { numRuns: 500 },
    );
  });

  it("never throws on what it is given, and its failures say something", () => {
    const json = fc.oneof(fc.json(), fc.string());
    fc.assert(
      fc.property(typed, json, ({ schema }, text) => {
        const value = jsonCodec<unknown>(schema).decode(text);
        if (value instanceof Failure) assert.ok(value.reason.length > 5);
      }),
      { numRuns: 300 },
    );
  });

  const access = t.record({
    ip: t.string,
    at: t.timestamp,
    status: t.int,
    bytes: t.nullable(t.int),
    tags: t.array(t.string),
  });
  const good = { ip: "::1", at: 1_767_225_600_000, status: 200, bytes: null, tags: ["a"] };
  const line = '{"ip":"::1","at":"2026-01-01T00:00:00.000Z","status":200,"bytes":null,"tags":["a"]}';

  it("writes timestamps as ISO text, bytes as base64 and Maps as objects", () => {
    assert.equal(jsonCodec(access).encode(good), line);
    assert.equal(jsonCodec(t.bytes).encode(new Uint8Array([255, 0])), '"/wA="');
    assert.equal(jsonCodec(t.map(t.int, t.bool)).encode(new Map([[7, true]])), '{"7":true}');
    assert.equal(jsonCodec(t.map(t.tuple(t.int), t.bool)).encode(new Map([[[7], true]])), "[[[7],true]]");
  });

  it("ignores fields that it does not know, and takes a missing nullable one as null", () => {
    const text = line.replace('"bytes":null', '"extra":{"deep":[1]}');
    assert.deepEqual(jsonCodec(access).decode(text), good);
  });

  const misfits: readonly (readonly [string, RegExp])[] = [
    [line.replace("200", '"200"'), /^expected an int, found "200" at \.status$/],
    [line.replace("200", "2.5"), /^expected an int, found 2\.5 at \.status$/],
    [line.replace('"status":200,', ""), /^expected an int, found nothing at \.status$/],
    [line.replace('["a"]', '["a",null]'), /^expected a string, found null at \.tags\[1\]$/],
    [
      line.replace("2026-01-01", "2026-13-01"),
      /^expected a timestamp such as .*, found "2026-13-01T00:00:00\.000Z" at \.at$/,
    ],
    ["[]", /^expected an object, found \[\]$/],
    [line.slice(0, -1), /^not JSON: /],
  ];
  for (const [text, reason] of misfits) {
    it(`refuses ${text}`, () => {
      const failure = jsonCodec(access).decode(text);
      assert.ok(failure instanceof Failure);
      assert.match(failure.reason, reason);
    });
  }

  it("throws on a value that is not of its type: that is a fault of the program", () => {
    assert.throws(() => jsonCodec(access).encode({ ...good, ip: 7 }), /expected a string, found number/);
    assert.throws(() => jsonCodec<unknown>(t.int).encode(Number.NaN), TypeError);
  });
});

describe("the codec text", () => {
  it("gives back every value that has a plain text", () => {
    const pairs = fc
      .constantFrom(...plain, { schema: t.string, value: fc.string() })
      .chain(({ schema, value }) => value.map((value) => ({ schema, value })));
    fc.assert(
      fc.property(pairs, ({ schema, value }) => {
        const codec = textCodec<unknown>(schema);
        assert.deepStrictEqual(codec.decode(codec.encode(value)), value);
      }),
    );
  });

  it("writes what a person would", () => {
    assert.equal(textCodec(t.timestamp).encode(0), "1970-01-01T00:00:00.000Z");
    assert.equal(textCodec(t.duration).encode(90_000), "90s");
    assert.equal(textCodec(t.size).encode(512), "512B");
  });

  it("says what it expected", () => {
    const failure = textCodec(t.literal("debug", "info")).decode("warn");
    assert.ok(failure instanceof Failure);
    assert.equal(failure.reason, 'expected "debug" or "info", found "warn"');
    for (const [schema, bad] of [
      [t.int, "1.5"],
      [t.int, "9007199254740993"],
      [t.float, ""],
      [t.bool, "yes"],
      [t.duration, "5"],
      [t.size, "1MB"],
    ] as const) {
      assert.ok(textCodec(schema).decode(bad) instanceof Failure, `${schema.kind} ${bad}`);
    }
  });

  it("is for types that have one", () => {
    assert.equal(hasPlainText(t.record({})), false);
    assert.throws(() => textCodec(t.record({})), /a record has no plain text; use the codec json/);
  });
});

describe("durations and sizes", () => {
  it("are read as the language writes them", () => {
    assert.deepEqual(
      ["500ms", "15s", "2m", "1h", "7d", "1_000ms", "1.5s"].map(parseDuration),
      [500, 15_000, 120_000, 3_600_000, 604_800_000, 1000, 1500],
    );
    assert.deepEqual(["512B", "64KiB", "1MiB"].map(parseSize), [512, 65_536, 1_048_576]);
    assert.deepEqual(["", "5", "s", "-1s", "1 s", "1w"].map(parseDuration), [null, null, null, null, null, null]);
    // In whole milliseconds and bytes, and exact.
    assert.deepEqual(["1.1m", "0.29s", "99999999999d", "9007199254740991ms"].map(parseDuration), [
      66_000,
      290,
      null,
      Number.MAX_SAFE_INTEGER,
    ]);
    assert.deepEqual(["1.1KiB", "9000TiB"].map(parseSize), [1126, null]);
    assert.deepEqual(["-15s", "-0s", "--1s", "15s"].map(parseSignedDuration), [-15_000, 0, null, 15_000]);
    assert.deepEqual([0, 1, 1500, 15_000, 120_000, 86_400_000].map(durationText), [
      "0ms",
      "1ms",
      "1500ms",
      "15s",
      "2m",
      "1d",
    ]);
  });
});
