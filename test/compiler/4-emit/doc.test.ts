import assert from "node:assert/strict";
import {
  braced,
  brokenObject,
  flat,
  group,
  HARD_LINE,
  indented,
  joined,
  LINE,
  listed,
  print,
} from "../../../compiler/4-emit/doc.ts";

describe("emit: layout", () => {
  it("keeps a group on one line where it fits, and breaks it at all of its lines where not", () => {
    const list = listed("[", ["aaaa", "bbbb", "cccc"], "]");
    assert.equal(print(list, 20), "[aaaa, bbbb, cccc]");
    assert.equal(print(list, 17), "[\n  aaaa,\n  bbbb,\n  cccc,\n]");
  });

  it("breaks the outer group first", () => {
    const doc = listed("f(", [listed("{", ["a: 1", "b: 2"], "}", " "), "third"], ")");
    assert.equal(print(doc, 18), "f(\n  { a: 1, b: 2 },\n  third,\n)");
  });

  it("counts what follows a group up to the next line end", () => {
    const doc = [group("a(", indented(LINE, "b")), ");;;;;;;;"];
    assert.equal(print(doc, 12), "a(\n  b);;;;;;;;");
    assert.equal(print([group("a(", indented(LINE, "b")), HARD_LINE, ");;;;;;;;"], 12), "a( b\n);;;;;;;;");
  });

  it("breaks every group around a line end that must be", () => {
    assert.equal(print(group("a", LINE, braced(["b;"]))), "a\n{\n  b;\n}");
    assert.equal(print(brokenObject(["a: 1"])), "{\n  a: 1,\n}");
  });

  it("never breaks what is flat", () => {
    assert.equal(print(flat("`", listed("f(", ["aaaa", "bbbb"], ")"), "`"), 5), "`f(aaaa, bbbb)`");
  });

  it("gives marks no width and leaves no blanks at line ends", () => {
    assert.equal(print(group("\u{f0001}abc", LINE, "\u{f0002}d"), 5), "\u{f0001}abc \u{f0002}d");
    assert.equal(print(["a ", HARD_LINE, "b"]), "a\nb");
  });

  it("writes empty lists and blocks shortly", () => {
    assert.equal(print([listed("(", [], ")"), braced([]), brokenObject([]), joined([], ",")]), "(){}{}");
  });
});
