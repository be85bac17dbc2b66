import assert from "node:assert/strict";
import { type InlayHintKinds, inlayHints } from "../../../editor/server/hints/inlay-hints.ts";
import { marked } from "../../support/marked.ts";

/** The text with the hints put in between `‹` and `›`. */
function shown(source: string, kinds: InlayHintKinds = { types: true, guarantees: true }): string {
  const { analysis, text, span } = marked(source.includes("┆") ? source : `┆${source}┆`);
  return inlayHints(analysis, span, kinds).reduceRight(
    (before, { at, text: hint }) => `${before.slice(0, at)}‹${hint}›${before.slice(at)}`,
    text,
  );
}

it("shows types that are inferred, and none that are written", () => {
  assert.equal(
    shown(
      'stream s guarantees atMostOnce every 1s {\n  let a = lines("a")\n  a -> print()\n}\nconst c: int = 1\nconst d = "x"',
    ),
    'stream s guarantees atMostOnce every 1s {\n  let a‹: DStream<string>› = lines("a")\n  a -> print()\n}\nconst c: int = 1\nconst d = "x"',
  );
  assert.equal(shown("fn f(a: int) = a + 1"), "fn f(a: int)‹: int› = a + 1");
  assert.equal(
    shown("const sum = [1].reduce((a, b) => a + b, 0)\nconst all = [1].map(n => n)"),
    "const sum‹: int› = [1].reduce((a‹: int›, b‹: int›) => a + b, 0)\nconst all‹: int[]› = [1].map(n => n)",
  );
});

it("shows the weakest guarantee of what claims none", () => {
  const agent = 'agent a {\n  lines("a") -> memory() -> discard()\n}';
  assert.equal(shown(agent), agent.replace("agent a", "agent a‹ guarantees atMostOnce›"));
  assert.equal(shown(agent, { types: true, guarantees: false }), agent);
});

it("can do without types", () => {
  assert.equal(shown("const a = 1", { types: false, guarantees: true }), "const a = 1");
});

it("shows what is asked for alone", () => {
  assert.equal(shown("const a = 1\n┆const b = 2┆\nconst c = 3"), "const a = 1\nconst b‹: int› = 2\nconst c = 3");
});
