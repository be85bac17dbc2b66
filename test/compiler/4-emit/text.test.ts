import assert from "node:assert/strict";
import fc from "fast-check";
import { commentLines, grouped, quoted, regex, templated } from "../../../compiler/4-emit/text.ts";

/** What JavaScript makes of an expression. */
function value(expression: string): unknown {
  return new Function(`"use strict"; return ${expression};`)();
}

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("\\", '"', "`", "$", "{", "}", "\n", "\r", "\u2028", "\ud83d", "\ude42", "\u{f0000}", "a"),
  }),
);

describe("emit: texts", () => {
  it("writes any text as a string literal", () => {
    fc.assert(fc.property(anyText, (text) => assert.equal(value(quoted(text)), text)));
  });

  it("writes any text into a template literal", () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) =>
        assert.equal(value(`\`${templated(a)}\${1}${templated(b)}\``), `${a}1${b}`),
      ),
    );
  });

  it("writes a pattern so that it means the same", () => {
    for (const [pattern, flags] of [
      ["a/b", ""],
      ["[/]", "g"],
      ["\\/", ""],
      ["", "i"],
      ["\n", ""],
      ["(?<a>\\\\)", "u"],
      ["\u{f0000}", "u"],
      ["\u2028", ""],
    ] as const) {
      const made = value(regex(pattern, flags)) as RegExp;
      assert.equal(made.flags, flags);
      const text = pattern === "(?<a>\\\\)" ? "\\" : pattern.replace(/[[\]]|\\(?=\/)/g, "");
      assert.ok(made.test(text), `${made} on ${JSON.stringify(text)}`);
    }
  });

  it("writes nothing that looks like a comment", () => {
    for (const text of ["/*", "a/*b*/", "//*", "/\\*"]) {
      assert.doesNotMatch(quoted(text), /\/\*/);
      assert.equal(value(quoted(text)), text);
    }
    for (const [pattern, flags, text] of [
      ["^a/*b$", "", "a//b"],
      ["^a\\/*?b$", "u", "ab"],
      ["^[/*]{2}$", "u", "/*"],
      ["^[a\\/*]{2}$", "", "*/"],
    ] as const) {
      const written = regex(pattern, flags);
      assert.doesNotMatch(written.slice(1), /\/\*/);
      assert.ok((value(written) as RegExp).test(text), written);
    }
  });

  it("leaves no mark and no end of comment in a comment", () => {
    assert.deepEqual(commentLines([" a */ b ", "\u{f0001}"]), ["a *\\/ b", " "]);
  });

  it("groups the digits of long numbers", () => {
    assert.deepEqual([1000, 10_000, -1_234_567, 1.5, 1e21].map(grouped), [
      "1000",
      "10_000",
      "-1_234_567",
      "1.5",
      "1e+21",
    ]);
  });
});
