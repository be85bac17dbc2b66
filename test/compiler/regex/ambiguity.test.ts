import assert from "node:assert/strict";
import { ambiguityOf } from "../../../compiler/regex/ambiguity.ts";
import { rewriteRegex } from "../../../compiler/regex/rewrite.ts";

const exponential = Number.POSITIVE_INFINITY;

/** Expressions, with the power of the length that their time grows with: 1 for linear time. */
const cases: readonly (readonly [RegExp, number])[] = [
  [/^(a+)+$/, exponential],
  [/^(a*)*$/, exponential],
  [/^(a|a)*$/, exponential],
  [/^(a|ab|b)*c/, exponential],
  [/^(\w+\s?)*$/, exponential],
  [/^([a-z]+\d*)+$/i, exponential],
  [/(x+x+)+y/, exponential],
  [/^(a+)+$|^.*$/, exponential],
  [/^(.*),(.*),(.*);$/, 3],
  [/^\s*(.*?)\s*$/, 3],
  [/\s+$/, 2],
  [/\w+=/, 2],
  [/\d+\.\d+/, 2],
  [/"(?:[^"\\]|\\.)*"/, 2],
  [/^(?:\w+x|\w)*/, 2],
  [/^(?:.+?bb|[^b])+\w+/, 2],
  [/^(\S+) "(\S+)[^"]*" (\d+)/, 2],
  [/^(a+)+/, 1],
  [/^(.+)+$/s, 1],
  [/\b\w+=/, 1],
  [/^\s+$/, 1],
  [/^(?:[^"\\]|\\.)*"$/, 1],
  [/^(\d{1,3}\.){3}\d{1,3}$/, 1],
  [/^(?=.*\d)(?=.*[a-z]).{8,}$/, 1],
  [/^[\w.+-]+@[\w-]+\.[\w.-]+$/, 1],
  [/^\p{L}+$/u, 1],
  [/^\S+ \S+ \[[^\]]+\] "[^" ]+ [^" ]+(?: [^"]*)?" \d+ (\d+|-)/, 1],
];

describe("the time of expressions", () => {
  for (const [regex, degree] of cases) {
    it(`of ${regex} is ${degree === exponential ? "exponential" : `of degree ${degree}`}`, () => {
      assert.equal(ambiguityOf(regex.source, regex.flags)?.degree ?? 1, degree);
    });
  }

  it("is unknown for an expression that is too large to look at", () => {
    assert.equal(ambiguityOf("(?:ab|cd){9}".repeat(60), "")?.degree, null);
  });

  it("is shown by a text, with all that it repeats", () => {
    assert.deepEqual(ambiguityOf("^(\\w+\\s?)*$", "")?.text, [{ before: "a", repeated: "a" }]);
    assert.equal(ambiguityOf("^a*(?:b*b*)c", "")?.text.length, 1);
  });
});

describe("rewriteRegex", () => {
  it("takes away the inner of two repetitions", () => {
    assert.deepEqual(rewriteRegex("^(?:\\w+\\s?)*$", ""), { pattern: "^(?:\\w\\s?)*$", capturesSame: true });
  });

  it("says when a group may capture something else", () => {
    assert.deepEqual(rewriteRegex("^(a+)+$", ""), { pattern: "^(a)+$", capturesSame: false });
  });

  it("begins at the word where that matches the same", () => {
    assert.equal(rewriteRegex("\\w+=", "")?.pattern, "\\b\\w+=");
    assert.equal(rewriteRegex("\\d+\\.\\d+", ""), null);
  });
});
