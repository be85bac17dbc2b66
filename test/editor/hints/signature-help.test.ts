import assert from "node:assert/strict";
import { signatureHelp } from "../../../editor/server/hints/signature-help.ts";
import { marked } from "../../support/marked.ts";

/** The label with the active parameter between `‹` and `›`; null for no help. */
function shown(source: string): string | null {
  const { analysis, offset } = marked(source);
  const found = signatureHelp(analysis, offset);
  if (found === null) return null;
  const active = found.active === null ? undefined : found.parameters[found.active];
  if (active === undefined) return found.label;
  const { start, end } = active.span;
  return `${found.label.slice(0, start)}‹${found.label.slice(start, end)}›${found.label.slice(end)}`;
}

const cases: readonly (readonly [name: string, source: string, label: string])[] = [
  ["the first argument", 'fn f(a: int, b: string): int = a\nconst x = f(┆1, "")', "fn f(‹a: int›, b: string): int"],
  ["the second argument", 'fn f(a: int, b: string): int = a\nconst x = f(1, ┆"")', "fn f(a: int, ‹b: string›): int"],
  ["nothing behind the last", "fn f(a: int): int = a\nconst x = f(1, ┆2)", "fn f(a: int): int"],
  ["the inner of two calls", "fn f(a: int): int = a\nfn g(b: int): int = b\nconst x = f(g(┆1))", "fn g(‹b: int›): int"],
  [
    "the outer one behind the inner",
    "fn f(a: int, c: int): int = a\nfn g(b: int): int = b\nconst x = f(g(1), ┆2)",
    "fn f(a: int, ‹c: int›): int",
  ],
  ["a call that is not closed", "fn f(a: int, b: int): int = a\nconst x = f(1, ┆", "fn f(a: int, ‹b: int›): int"],
];

for (const [name, source, label] of cases) it(`is at ${name}`, () => assert.equal(shown(source), label));

it("knows options by their names, in any order", () => {
  const label = shown("agent a {\n  netcat(port: 1, bind: ┆) -> memory() -> discard()\n}") ?? "";
  assert.match(label, /^source netcat<G>\(/);
  assert.match(label, /‹bind: string = "localhost"›/);
});

it("shows an operator with what the stream is", () => {
  const label = shown('stream s every 1s {\n  lines("a").map(┆x => x) -> print()\n}') ?? "";
  assert.match(label, /^operator DStream<string>\.map/);
  assert.match(label, /‹[a-z]+: \(string\) => /);
});

it("shows nothing outside of brackets", () => {
  assert.equal(shown("fn f(a: int): int = a\nconst x = ┆f(1)"), null);
  assert.equal(shown("fn f(a: int): int = a\nconst x = f(1)┆"), null);
  assert.equal(shown("const x = nothing(┆1)"), null);
});
