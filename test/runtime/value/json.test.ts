import assert from "node:assert/strict";
import fc from "fast-check";
import { jsonCodec } from "../../../runtime/codec/json.ts";
import { Failure, type Fallible } from "../../../runtime/contract/failure.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import { Json } from "../../../runtime/value/json.ts";
import { equal } from "../../../stdlib/array/equal.ts";

function good<T>(value: Fallible<T>): T {
  if (value instanceof Failure) assert.fail(value.reason);
  return value;
}

const json = (text: string) => good(Json.parse(text));
const read = <T>(schema: Schema, text: string) => jsonCodec<T>(schema).decode(text);
const reasonOf = (value: unknown) => (value instanceof Failure ? value.reason : assert.fail("it is no failure"));

/** JSON of any shape, with blanks around its parts. */
const spaced = fc.json({ maxDepth: 4, noUnicodeString: false }).chain((text) =>
  fc.constantFrom("", " ", "\t", "\r\n  ").map((blank) => {
    return JSON.stringify(JSON.parse(text), null, blank) ?? "null";
  }),
);

describe("Json", () => {
  it("is written as the text that it was read from, without blanks between its parts", () => {
    const texts = {
      '{"b":1,"a":2,"b":3}': '{ "b" : 1,\n "a":2 , "b":3 }',
      "[12345678901234567890,1.0,1e400,-0]": " [ 12345678901234567890, 1.0, 1e400, -0 ] ",
      '"\\u0041\\/\\ud800 {,}[ ]\\\\"': '"\\u0041\\/\\ud800 {,}[ ]\\\\"',
      '{"\\"":"a\\\\\\""}': '{"\\"": "a\\\\\\""}',
      "[]": "[ ]",
      null: "null ",
    };
    for (const [compact, text] of Object.entries(texts)) assert.equal(jsonCodec(t.json).encode(json(text)), compact);
  });

  it("gives what JSON.parse gives, for any JSON", () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const plain = JSON.parse(text) as unknown;
        const value = json(text);
        assert.equal(value.text, JSON.stringify(plain));
        assert.deepEqual(value.toJSON(), plain);
        if (Array.isArray(plain)) {
          assert.deepEqual(
            value.items().map((item) => item.toJSON()),
            plain,
          );
          assert.deepEqual(value.keys(), []);
        } else if (typeof plain === "object" && plain !== null) {
          // An object of JavaScript has names that are numbers first.
          assert.deepEqual(value.keys().sort(), Object.keys(plain).sort());
          for (const [name, part] of value.entries()) {
            assert.deepEqual(part.toJSON(), (plain as Record<string, unknown>)[name]);
            assert.equal(value.at(name).text, part.text);
          }
        } else assert.equal(value.size, 0);
      }),
    );
  });

  it("gives null where there is nothing", () => {
    const value = json('{"a":{"b":[1,{"c":2}]},"constructor":1,"__proto__":2}');
    assert.equal(value.at("a").at("b").at(1).at("c").text, "2");
    for (const nothing of [value.at("x"), value.at("x").at("y").at(0), value.at(0), value.at("a").at("b").at(-1)]) {
      assert.equal(nothing.isNull, true);
    }
    assert.equal(value.at("constructor").text, "1");
    assert.equal(value.at("__proto__").text, "2");
    assert.equal(json("{}").at("constructor").isNull, true);
    assert.deepEqual([value.has("a"), value.has("toString")], [true, false]);
  });

  it("has of a name that comes twice the last value", () => {
    const value = json('{"a":1,"b":2,"a":3}');
    assert.deepEqual(value.keys(), ["a", "b"]);
    assert.equal(value.at("a").text, "3");
    assert.equal(value.size, 2);
  });

  it("says what it is", () => {
    const kinds = {
      null: "null",
      true: "bool",
      false: "bool",
      "-1.5e3": "number",
      '""': "string",
      "[]": "array",
      "{}": "object",
    };
    for (const [text, kind] of Object.entries(kinds)) assert.equal(json(text).kind, kind);
  });

  it("equals what has the same value, however it is written", () => {
    const same = [
      ['{"a":1,"b":[2]}', '{ "b":[2.0], "a":1e0 }'],
      ['{"a":0,"a":1}', '{"a":1}'],
      ['"A\\/"', '"\\u0041/"'],
      ["-0.0", "0"],
      ["12345678901234567890", "1.2345678901234567890e19"],
      ["1e99999999999999999999", "10e99999999999999999998"],
      ["0.00001200", "12e-6"],
    ];
    for (const [a = "", b = ""] of same) {
      assert.ok(equal(json(a), json(b)), `${a} and ${b}`);
      assert.equal(json(a).canonical, json(b).canonical);
    }
    const other = [
      ["9007199254740993", "9007199254740992"],
      ["1", '"1"'],
      ["1e400", "1e401"],
      ["-1", "1"],
      ["[]", "{}"],
      ["null", "{}"],
      ['{"a":1}', '{"a":1,"b":null}'],
    ];
    for (const [a = "", b = ""] of other) assert.ok(!equal(json(a), json(b)), `${a} and ${b}`);
    assert.ok(!equal(json("1"), 1));
  });

  it("has a canonical text that is JSON of the same value", () => {
    fc.assert(
      fc.property(spaced, (text) => {
        assert.ok(equal(JSON.parse(json(text).canonical), JSON.parse(JSON.stringify(JSON.parse(text)))));
        assert.equal(json(json(text).canonical).canonical, json(text).canonical);
      }),
    );
  });

  it("of any depth overflows no stack", () => {
    const depth = 20_000;
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const value = json(`${open.repeat(depth)}0${close.repeat(depth)}`);
      assert.equal(value.canonical, value.text);
      assert.ok(equal(value, json(value.text)));
      assert.equal(value.at(open === "[" ? 0 : "a").text.length, value.text.length - open.length - 1);
      const record = read<{ a: Json }>(t.record({ a: t.json }), `{"a":${value.text}}`);
      assert.equal(good(record).a.text, value.text);
      assert.match(
        reasonOf(read(t.record({ a: t.json, b: t.int }), `{"a":1,"b":${value.text}}`)),
        /^expected an int, found .* at \.b$/,
      );
    }
  });

  it("is a part of values of any type, and what they do not name is kept in it", () => {
    const schema = t.record({
      id: t.int,
      extra: t.json,
      maybe: t.nullable(t.json),
      list: t.array(t.json),
      pair: t.tuple(t.string, t.json),
      byName: t.map(t.string, t.json),
      byTime: t.map(t.tuple(t.int, t.int), t.json),
    });
    const text =
      '{"id":1,"extra":{"b":1.0,"a":12345678901234567890},"maybe":null,"list":[1,{"x":[]}],"pair":["p",null],"byName":{"2":true,"1":"\\u0041"},"byTime":[[[1,2],{}]]}';
    const codec = jsonCodec<{ id: number; extra: Json; maybe: null; list: Json[]; byName: Map<string, Json> }>(schema);
    const value = good(codec.decode(text.replaceAll(",", " ,\n ").replaceAll(":", " : ")));
    assert.equal(value.id, 1);
    assert.equal(value.maybe, null);
    assert.equal(value.list[1]?.at("x").kind, "array");
    assert.deepEqual([...value.byName.keys()], ["2", "1"]);
    assert.equal(codec.encode(value), text);
  });

  it("is null where a field of its type is missing", () => {
    const value = good(read<{ a: Json; b: null }>(t.record({ a: t.json, b: t.nullable(t.json) }), "{}"));
    assert.deepEqual([value.a.isNull, value.b], [true, null]);
  });

  it("beside other fields leaves their failures as they are", () => {
    const schema = t.record({ a: t.json, b: t.array(t.int), c: t.record({ d: t.json, e: t.int }) });
    assert.equal(reasonOf(read(schema, "[]")), "expected an object, found []");
    assert.equal(reasonOf(read(schema, '{"b":[1,"x"]}')), 'expected an int, found "x" at .b[1]');
    assert.equal(reasonOf(read(schema, '{"b":[],"c":{"e":null}}')), "expected an int, found null at .c.e");
    assert.equal(reasonOf(read(schema, '{"b":[]}')), "expected an object, found nothing at .c");
    assert.equal(reasonOf(read(t.array(t.json), "{}")), "expected an array, found {}");
    assert.equal(reasonOf(read(t.tuple(t.json, t.json), "[1]")), "expected an array of 2, found [1]");
    assert.match(reasonOf(read(t.json, '{"a":')), /^not JSON: /);
  });
});
