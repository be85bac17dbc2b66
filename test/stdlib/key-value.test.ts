import assert from "node:assert/strict";
import fc from "fast-check";
import { parseKeyValue, toKeyValue } from "../../stdlib/key-value/key-value.ts";

const pairs = (...args: Parameters<typeof parseKeyValue>) => Object.fromEntries(parseKeyValue(...args));

describe("functions of key-value text", () => {
  it("read pairs, with quotes where a value needs them", () => {
    assert.deepEqual(pairs('level=info  msg="it \\"works\\" = well" took=3ms'), {
      level: "info",
      msg: 'it "works" = well',
      took: "3ms",
    });
    assert.deepEqual(pairs('path="C:\\\\temp" n=1'), { path: "C:\\temp", n: "1" });
    assert.deepEqual(pairs('a="" b=2'), { a: "", b: "2" });
  });

  it("read other separators, and blanks around them", () => {
    assert.deepEqual(pairs('a: 1; b: "x; y" ;c:3', ";", ":"), { a: "1", b: "x; y", c: "3" });
    assert.deepEqual(pairs("a=>1||b=>2", "||", "=>"), { a: "1", b: "2" });
    assert.deepEqual(pairs("session=abc==; theme=dark", ";"), { session: "abc==", theme: "dark" });
  });

  it("read escapes in quotes, and another backslash as one", () => {
    const text = String.raw`a="two\nlines\ttab\r" b="caf\u00e9 \"x\" \\n" c="C:\Users\q" d=C:\new e="\u12"`;
    assert.deepEqual(pairs(text), {
      a: "two\nlines\ttab\r",
      b: 'café "x" \\n',
      c: "C:\\Users\\q",
      d: "C:\\new",
      e: "\\u12",
    });
  });

  it("read tabs, line breaks and several blanks between pairs", () => {
    assert.deepEqual(pairs('a=1\tb="x\ty"\t\tc=3 \t d=4\r\n'), { a: "1", b: "x\ty", c: "3", d: "4" });
    // Where the tab is the separator, blanks belong to the values.
    assert.deepEqual(pairs("a=x y\tb=2", "\t"), { a: "x y", b: "2" });
  });

  it("read what a FortiGate and writers of logfmt write", () => {
    const forti = `date=2019-05-13 time=11:45:03 devname="FG 1" srcip=10.1.1.1 srcintf="port12" policyname="a=b c" sentbyte=0 msg=""`;
    assert.deepEqual(pairs(forti), {
      date: "2019-05-13",
      time: "11:45:03",
      devname: "FG 1",
      srcip: "10.1.1.1",
      srcintf: "port12",
      policyname: "a=b c",
      sentbyte: "0",
      msg: "",
    });
    const logfmt = `ts=2026-01-01T00:00:00Z level=error err="open /x: no such file" took=1.5s url=/a?b=c ok`;
    assert.deepEqual(pairs(logfmt), {
      ts: "2026-01-01T00:00:00Z",
      level: "error",
      err: "open /x: no such file",
      took: "1.5s",
      url: "/a?b=c",
      ok: "",
    });
  });

  it("take what is not quite a pair", () => {
    assert.deepEqual(pairs("debug a=1"), { debug: "", a: "1" });
    assert.deepEqual(pairs("a=1 a=2"), { a: "2" });
    assert.deepEqual(pairs('a="open b=1'), { a: "open b=1" });
    assert.deepEqual(pairs('a="open\\'), { a: "open\\" });
    assert.deepEqual(pairs('a="1"x b=2'), { a: "1", b: "2" });
    assert.deepEqual(pairs("=1 a=2 "), { a: "2" });
    assert.deepEqual(pairs(""), {});
  });

  it("keep a key that an object would not", () => {
    assert.deepEqual(
      [...parseKeyValue("__proto__=1 constructor=2")],
      [
        ["__proto__", "1"],
        ["constructor", "2"],
      ],
    );
  });

  it("refuse an empty separator", () => {
    assert.throws(() => parseKeyValue("a", "", "="), /not empty/);
    assert.throws(() => parseKeyValue("a", " ", ""), /not empty/);
  });

  it("write what they read", () => {
    const key = fc.stringMatching(/^[a-z.]+$/);
    const pairs = fc.array(fc.tuple(key, fc.string())).map((list) => new Map(list));
    fc.assert(fc.property(pairs, (map) => assert.deepEqual(parseKeyValue(toKeyValue(map)), map)));
    const lines = fc
      .array(fc.tuple(key, fc.string({ unit: fc.constantFrom(...'\n\r\t\\"u =a') })))
      .map((list) => new Map(list));
    fc.assert(
      fc.property(lines, (map) => {
        assert.deepEqual(parseKeyValue(toKeyValue(map)), map);
        assert.doesNotMatch(toKeyValue(map), /[\n\r\t]/);
      }),
    );
    assert.equal(
      toKeyValue(
        new Map([
          ["a", ""],
          ["b", 'x"y'],
          ["c", "\\"],
        ]),
      ),
      'a="" b="x\\"y" c="\\\\"',
    );
  });
});
