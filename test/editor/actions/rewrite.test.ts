import assert from "node:assert/strict";
import { rewrites } from "../../../editor/server/actions/rewrite.ts";
import { applyEdits } from "../../../grammar/apply-edits.ts";
import { marked } from "../../support/marked.ts";

/** The text in its other form, which compiles; null where none is offered. */
function rewritten(source: string): string | null {
  const { analysis, span, text } = marked(source);
  const [found] = rewrites(analysis, span);
  if (found === undefined) return null;
  const after = applyEdits(text, found.edits);
  assert.deepEqual(marked(`${after}┆`).analysis.diagnostics, []);
  return after;
}

const stream = (steps: string) => `stream s every 1s {\n  lines("x")${steps} -> print()\n}\n`;

it("leaves out null where it arises, in a stream and on a wire", () => {
  assert.equal(
    rewritten(stream('.map(l => l.split(" ").first()).fil┆ter(w => w != null)')),
    stream('.map(l => l.split(" ").first() else drop)'),
  );
  assert.equal(
    rewritten(stream('.map(l => l == "" ? null : l).fil┆ter(w => w != null)')),
    stream('.map(l => (l == "" ? null : l) else drop)'),
  );
  const wire = (steps: string) => `agent a {\n  netcat(port: 1)${steps} -> memory() -> logger()\n}\n`;
  assert.equal(
    rewritten(wire(".map(e => e.body.words().first()).filter(e => e.bo┆dy != null)")),
    wire(".map(e => e.body.words().first() else drop)"),
  );
});

it("leaves other steps alone", () => {
  assert.equal(rewritten(stream(".map(l => l.length).fil┆ter(n => n != 1)")), null);
  assert.equal(rewritten(stream('.fil┆ter(l => l != "")')), null);
  assert.equal(
    rewritten("fn f(xs: string[]): string?[] = xs.map(x => x.words().first()).fil┆ter(w => w != null)"),
    null,
  );
});
