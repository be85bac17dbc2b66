import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonCodec } from "../../../runtime/codec/json.ts";
import { decoderOf, Misfit } from "../../../runtime/codec/json-decode.ts";
import { jsonReader } from "../../../runtime/codec/json-reader.ts";
import { shapeOf } from "../../../runtime/codec/json-shape.ts";
import { Failure } from "../../../runtime/contract/failure.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";

const fields = {
  id: t.string,
  at: t.timestamp,
  n: t.int,
  ratio: t.float,
  ok: t.bool,
  level: t.literal("info", "wa/rn", 3, true),
  user: t.nullable(t.string),
  bytes: t.nullable(t.int),
  wait: t.duration,
};
const schema = t.record(fields);
const names = Object.keys(fields);

/** What JSON.parse and the schema say: the value with `wanted` of its fields only, or the reason. */
function expected(text: string, type: Schema, wanted: readonly string[]): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `not JSON: ${(error as Error).message}`;
  }
  const value = decoderOf(type)(json);
  if (value instanceof Misfit) return value.reason();
  return Object.fromEntries(wanted.map((name) => [name, (value as Record<string, unknown>)[name]]));
}

const said = (value: unknown) => (value instanceof Failure ? value.reason : value);

/** What was asked for: of a text of a new form a reader may give more. */
const only = (wanted: readonly string[], value: unknown) =>
  value instanceof Failure
    ? value.reason
    : Object.fromEntries(wanted.map((name) => [name, (value as Record<string, unknown>)[name]]));

/** Texts of values, right and wrong, by field. */
const values: Readonly<Record<string, readonly string[]>> = {
  id: ['"a"', '""', '"é\\u00e9\\n\\"\\\\ \\/"', '"\ud800"', '"\\ud83d\\ude00"', '"a\tb"', '"\\x41"', '"\\u12g4"', "1"],
  at: [
    '"2026-01-31T23:59:59.999Z"',
    '"2026-02-28T00:00+02:00"',
    '"2024-02-29T00:00:00Z"',
    '"2026-01-01"',
    '"2026-02-30T00:00:00Z"',
    '"2026-13-01T00:00:00Z"',
    '"2026-01-01T24:00:00Z"',
    '"2026-01-01T00:00:60Z"',
    '"0000-01-01T00:00:00.123456789123456789Z"',
    '"2026-01-01T00:00:00"',
    '"2026-01-01T00:00:00-23:59"',
    "1767225600000",
  ],
  n: ["0", "-0", "42", "-7", "9007199254740991", "9007199254740993", "1.0", "1e3", "1.5", "01", "+1", "0x1", '"1"'],
  ratio: ["0", "-0", "0.5", "-1.25e-3", "1E400", "1e+2", ".5", "1.", "1e", '"NaN"', "NaN", "null"],
  ok: ["true", "false", "null", "True", '"true"'],
  level: ['"info"', '"wa/rn"', '"wa\\/rn"', "3", "3.0", "true", '"warn"', "null"],
  user: ['"eve"', "null", "1"],
  bytes: ["null", "17", "-0", '"x"'],
  wait: ["0", "1.5", "1e400", "1e2", "123456789012345.123456789012345", "-3"],
  extra: ["1", '"x"', "null", "[1,[2]]", '{"a":{}}', "[", "tru"],
  ["__proto__"]: ["1", "{}"],
  "a b\\n": ["1"],
};

const blank = fc.constantFrom("", "", "", " ", "\n\t\r ", "\u00a0");

interface Form {
  readonly keys: readonly string[];
  readonly blanks: readonly [edge: string, colon: string, comma: string];
}

/** Members in some order, now and then one too many, too few or twice. */
const forms: fc.Arbitrary<Form> = fc.record({
  keys: fc
    .tuple(
      fc.shuffledSubarray(Object.keys(values), { minLength: names.length }),
      fc.option(fc.constantFrom(...names), { freq: 8 }),
    )
    .map(([some, again]) => (again === null ? some : [...some, again])),
  blanks: fc.tuple(blank, blank, blank),
});

function written({ keys, blanks: [edge, colon, comma] }: Form, textOf: (name: string) => string): string {
  const body = keys.map((name) => `"${name}"${colon}:${colon}${textOf(name)}`).join(`${comma},${comma}`);
  return `${edge}{${edge}${body}${edge}}${edge}`;
}

const rightly = (form: Form): string => written(form, (name) => values[name]![0]!);

/** The same form with some other values, and perhaps one character gone, changed, or too many. */
const variants = (form: Form): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...form.keys), { maxLength: 2 }),
      fc.nat(),
      fc.option(fc.tuple(fc.nat(), fc.constantFrom("", "x", '"', "\\", ",", "0", "}", "\u0000", "\n", "]"), fc.nat(1))),
    )
    .map(([changed, choice, damage]) => {
      const text = written(form, (name) => values[name]![changed.includes(name) ? choice % values[name]!.length : 0]!);
      if (damage === null) return text;
      const at = damage[0] % text.length;
      return text.slice(0, at) + damage[1] + text.slice(at + damage[2]);
    });

describe("reader of JSON", () => {
  it("accepts, gives and refuses what JSON.parse and the schema do, whatever it has seen before", function () {
    this.timeout(60_000);
    const sets = [names, ["id", "at", "level", "user"], ["n", "ratio", "ok", "bytes", "wait"], []];
    const cases = forms.chain((form) =>
      fc.record({
        known: fc.constant(rightly(form)),
        wanted: fc.constantFrom(...sets),
        texts: fc.array(variants(form), { minLength: 4, maxLength: 8 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ known, wanted, texts }) => {
        const read = jsonReader(schema, wanted);
        for (const text of [known, ...texts]) {
          assert.deepEqual(only(wanted, read(text)), expected(text, schema, wanted), text);
          assert.deepEqual(only(wanted, read(text)), expected(text, schema, wanted), text);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("knows the form of a text that it has seen, with other values", () => {
    const text = (id: string, bytes: string) =>
      `{"id": "${id}", "n": 1, "extra": [], "bytes": ${bytes}, "at": "2026-01-01T00:00:00Z"}`.replace(
        '"extra": [], ',
        "",
      );
    const some = { id: t.string, n: t.int, bytes: t.nullable(t.int), at: t.timestamp, user: t.nullable(t.string) };
    const shape = shapeOf(text("a", "1"), JSON.parse(text("a", "1")), some, new Set(["bytes", "user", "id"]));
    const read = (one: string) => {
      const match = shape?.pattern.exec(one);
      return match ? shape?.make(match) : null;
    };
    assert.deepEqual(read(text("\\u00e9\\n", "null")), { id: "é\n", bytes: null, user: null });
    assert.deepEqual(read(text("b", "17")), { id: "b", bytes: 17, user: null });
    for (const other of [text("b", "x"), text("b", "1").replace("2026-01-01", "2026-02-29"), `${text("b", "1")},`]) {
      assert.equal(read(other), null, other);
    }
  });

  it("has no form for values with parts, names that are special, and fields that are there twice", () => {
    const of = (text: string, some: Readonly<Record<string, Schema>>) =>
      shapeOf(text, JSON.parse(text), some, new Set(Object.keys(some)));
    assert.equal(of('{"list":[1]}', { list: t.array(t.int) }), null);
    assert.equal(of('{"n":1,"more":{}}', { n: t.int }), null);
    assert.equal(of('{"toString":"x"}', { toString: t.string }), null);
    assert.equal(of('{"n":1,"n":2}', { n: t.int }), null);
    assert.deepEqual(
      said(jsonReader(t.record({ toString: t.string }))("{}")),
      "expected a string, found nothing at .toString",
    );
  });

  it("keeps the order of maps as their text has it, and as it was written", () => {
    const types: readonly [Schema, (map: string) => string, (value: unknown) => unknown][] = [
      [t.map(t.string, t.int), (map) => map, (value) => value],
      [t.nullable(t.array(t.map(t.string, t.int))), (map) => `[{}, ${map}]`, (value) => (value as unknown[])[1]],
      [
        t.record({ at: t.int, of: t.map(t.string, t.int) }),
        (map) => `{"of":${map},"at":1}`,
        (value) => (value as { of: unknown }).of,
      ],
      [
        t.map(t.string, t.tuple(t.string, t.map(t.string, t.int))),
        (map) => `{"b":["",{}],"1" : ["1",${map}]}`,
        (value) => (value as Map<string, unknown[]>).get("1")![1],
      ],
    ];
    const name = fc.oneof(
      fc.nat({ max: 12 }).map(String),
      fc.constantFrom("a", "01", "-1", "4294967295", "__proto__", '"'),
    );
    const entries = fc.uniqueArray(fc.tuple(name, fc.nat()), { selector: ([key]) => key });
    fc.assert(
      fc.property(fc.constantFrom(...types), entries, fc.boolean(), ([type, around, within], pairs, escapes) => {
        const nameOf = (key: string) =>
          JSON.stringify(key).replace(/\d/g, (digit) => (escapes ? `\\u003${digit}` : digit));
        const map = `{${pairs.map(([key, value]) => `${nameOf(key)}: ${value}`).join(", ")}}`;
        const read = jsonReader(type)(around(map));
        assert.deepEqual([...(within(read) as Map<string, number>)], pairs);
        const codec = jsonCodec(type);
        const again = codec.decode(codec.encode(read as never));
        assert.deepEqual([...(within(again) as Map<string, number>)], pairs);
      }),
    );
    assert.deepEqual(
      [...(jsonReader(t.map(t.int, t.int))('{"10": 1, "9": 2}') as Map<number, number>).keys()],
      [10, 9],
    );
  });

  it("goes on when forms change all the time, and with texts of any depth and length", () => {
    const read = jsonReader(t.record({ n: t.int }), ["n"]);
    for (let round = 0; round < 5000; round++) {
      assert.deepEqual(read(`{"x${round}":0,"n":${round}}`), { n: round });
    }
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    assert.deepEqual(read(`{"deep":${deep},"n":1}`), { n: 1 });
    for (const long of ["x".repeat(3_000_000), '\\"'.repeat(450_000), "\\u00e9".repeat(500_000)]) {
      assert.deepEqual(read(`{"long":"${long}","n":1}`), { n: 1 });
      assert.deepEqual(read(`{"long":"${long}","n":2}`), { n: 2 });
      assert.match(String(said(read(`{"long":"${long}","n":"2"}`))), /^expected an int/);
    }
  });
});
