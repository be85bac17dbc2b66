import assert from "node:assert/strict";
import fc from "fast-check";
import { type LineRules, LineSplitter } from "../../stdlib/support/framing/line-splitter.ts";

describe("LineSplitter", () => {
  function splitter(rules: Partial<LineRules> = {}) {
    const faults: Record<string, number> = {};
    const made = new LineSplitter({
      encoding: "utf-8",
      maxLength: 1_000_000,
      overlong: "cut",
      carriageReturn: "remove",
      onFault: (fault, times) => {
        faults[fault] = (faults[fault] ?? 0) + times;
      },
      ...rules,
    });
    return { splitter: made, faults };
  }

  function splitAll(chunks: readonly Buffer[], rules: Partial<LineRules> = {}) {
    const { splitter: own, faults } = splitter(rules);
    const lines = chunks.flatMap((chunk) => own.push(chunk));
    return { lines, tail: own.end(), faults, refused: own.refused };
  }

  /** `bytes` cut at the given places. */
  function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
    const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
    return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
  }

  it("gives the same lines however the bytes are cut into chunks", () => {
    const text = fc
      .array(fc.string({ unit: "grapheme" }).map((s) => s.replace(/[\r\n]/g, "")))
      .map((list) => list.join("\n"));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (all, places) => {
        const parts = all.split("\n");
        const tail = parts.pop()!;
        const result = splitAll(cut(Buffer.from(all), places));
        assert.deepEqual(result.lines, parts);
        assert.equal(result.tail ?? "", tail);
      }),
    );
  });

  it("splits text of more than one piece", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `${index} ž ${"x".repeat(index % 50)}`);
    const result = splitAll([Buffer.from(`${lines.join("\n")}\n`)]);
    assert.deepEqual(result.lines, lines);
    assert.equal(result.tail, null);
  });

  it("removes a carriage return that is split from its newline", () => {
    assert.deepEqual(splitAll([Buffer.from("a\r"), Buffer.from("\nb\r")]), {
      lines: ["a"],
      tail: "b\r",
      faults: {},
      refused: false,
    });
    assert.deepEqual(splitAll([Buffer.from("a\r\n")], { carriageReturn: "keep" }).lines, ["a\r"]);
  });

  it("cuts a long line into pieces, each once, and counts it once", () => {
    const { lines, tail, faults } = splitAll([Buffer.from("abcdef"), Buffer.from("ghij\nk\n")], { maxLength: 4 });
    assert.deepEqual(lines, ["abcd", "efgh", "ij", "k"]);
    assert.equal(tail, null);
    assert.deepEqual(faults, { longLines: 1 });
  });

  it("does not cut between the halves of a surrogate pair", () => {
    assert.deepEqual(splitAll([Buffer.from("a😀b\n")], { maxLength: 2 }).lines, ["a", "😀", "b"]);
  });

  it("refuses everything from a long line on where that is wanted", () => {
    const { lines, refused, faults } = splitAll([Buffer.from("ab\nabcd\nab\n")], { maxLength: 3, overlong: "refuse" });
    assert.deepEqual({ lines, refused, faults }, { lines: ["ab"], refused: true, faults: { longLines: 1 } });
    assert.equal(splitAll([Buffer.from("abcd")], { maxLength: 3, overlong: "refuse" }).refused, true);
    assert.equal(splitAll([Buffer.from("abc")], { maxLength: 3, overlong: "refuse" }).refused, false);
  });

  it("counts what is no text, also half a character at the end", () => {
    const { lines, tail, faults } = splitAll([Buffer.from([0x61, 0xff, 0x0a, 0xc5])]);
    assert.deepEqual({ lines, tail, faults }, { lines: ["a\uFFFD"], tail: "\uFFFD", faults: { invalidCharacters: 2 } });
  });

  it("takes a byte order mark off the first line, which says the encoding", () => {
    const marked = (encoding: "utf8" | "utf16le") => Buffer.from("\uFEFFa\n\uFEFFb\n", encoding);
    for (const bytes of [marked("utf8"), marked("utf16le"), marked("utf16le").swap16()]) {
      const chunks = Array.from(bytes, (byte) => Buffer.from([byte]));
      assert.deepEqual(splitAll(chunks).lines, ["a", "\uFEFFb"]);
      assert.deepEqual(splitAll([bytes]).lines, ["a", "\uFEFFb"]);
    }
    assert.deepEqual(splitAll([marked("utf8")], { mark: "keep" }).lines, ["\uFEFFa", "\uFEFFb"]);
    assert.equal(splitAll([Buffer.from([0xef])], { encoding: "latin1" }).tail, "ï");
  });

  it("refuses an encoding that does not exist", () => {
    assert.throws(() => splitter({ encoding: "klingon" }), /there is no character encoding "klingon"/);
  });
});
