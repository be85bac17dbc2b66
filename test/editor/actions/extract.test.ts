import assert from "node:assert/strict";
import { extractions } from "../../../editor/server/actions/extract.ts";
import { applyEdits } from "../../../grammar/apply-edits.ts";
import { marked } from "../../support/marked.ts";

/** What is selected by the one way there is to name it, in a program that compiles before and after. */
function extracted(source: string): string {
  const { analysis, span } = marked(source);
  const [found, ...more] = extractions(analysis, span);
  assert.ok(found !== undefined, "nothing is offered");
  assert.deepEqual(more, []);
  const text = applyEdits(analysis.checked.entry.text, found.edits);
  assert.deepEqual(marked(`${text}┆`).analysis.diagnostics, []);
  return text;
}

describe("what is selected gets a name", () => {
  it("as a function of the names around it", () => {
    assert.equal(
      extracted(
        '/// Counts.\nstream s every 1s {\n  lines("x").map(l => (l, ┆l.length * 2 + l.split(" ").length┆)) -> print()\n}\n',
      ),
      'fn extracted(l: string): int = l.length * 2 + l.split(" ").length\n\n/// Counts.\nstream s every 1s {\n  lines("x").map(l => (l, extracted(l))) -> print()\n}\n',
    );
  });

  it("as a function without parameters, under a name that nothing has", () => {
    assert.equal(
      extracted("const extracted = 1\nfn f(a: int): int = a + ┆2 * 3┆\n"),
      "const extracted = 1\nfn extracted2(): int = 2 * 3\n\nfn f(a: int): int = a + extracted2()\n",
    );
  });

  it("as a function that can fail, where it does", () => {
    assert.equal(
      extracted('stream s every 1s {\n  lines("x").map(l => ┆l.trim().toInt()┆ else drop) -> print()\n}\n'),
      'fn extracted(l: string): int! = l.trim().toInt()\n\nstream s every 1s {\n  lines("x").map(l => extracted(l) else drop) -> print()\n}\n',
    );
  });

  it("as a let, where it is a stream", () => {
    assert.equal(
      extracted('stream s every 1s {\n  ┆lines("x").map(l => l.length)┆.filter(n => n > 1) -> print()\n}\n'),
      'stream s every 1s {\n  let extracted = lines("x").map(l => l.length)\n  extracted.filter(n => n > 1) -> print()\n}\n',
    );
  });

  it("with blanks around it", () => {
    assert.match(extracted("fn f(a: int): int = a +┆ a * 3 ┆\n"), /= a \+ extracted\(a\)/);
  });

  for (const [why, source] of [
    ["a part of an expression", "fn f(a: int): int = a ┆+ a * 3┆"],
    ["a name", "fn f(a: int): int = ┆a┆"],
    ["what leaves the element", 'stream s every 1s {\n  lines("x").map(l => ┆l.toInt() else drop┆) -> print()\n}'],
    ["what is of no type", "fn f(a: int): int = ┆b.c()┆"],
    ["nothing", "fn f(a: int): int = ┆a"],
  ] as const) {
    it(`but not ${why}`, () => {
      const { analysis, span } = marked(source);
      assert.deepEqual(extractions(analysis, span), []);
    });
  }
});
