import assert from "node:assert/strict";
import { codeActions } from "../../editor/server/code-actions.ts";
import { marked } from "../support/marked.ts";

it("offers the fix of a diagnostic under the cursor", () => {
  const { analysis, span } = marked("agent a {\n  net┆catt(port: 1) -> memory() -> logger()\n}");
  const [action, ...more] = codeActions(analysis, span);
  assert.deepEqual(more, []);
  assert.equal(action?.fix.title, "Write `netcat`");
  assert.equal(action?.diagnostic.span.start, 12);
});

it("offers the fixes of all that is selected", () => {
  const { analysis, span } = marked(
    "agent a {\n  source r = ┆netcatt(port: 1)\n  channel c = memry()┆\n  r -> c -> loger()\n}",
  );
  assert.deepEqual(
    codeActions(analysis, span).map(({ fix }) => fix.title),
    ["Write `netcat`", "Write `memory`"],
  );
});

it("offers nothing where nothing is wrong", () => {
  const { analysis, span } = marked("agent a {\n  netcatt(port: 1) -> mem┆ory() -> logger()\n}");
  assert.deepEqual(codeActions(analysis, span), []);
});

it("offers fixes in another file", () => {
  const others = { "/lib.flow": "fn one(): int = 1\n" };
  const { analysis, span } = marked('import { o┆ne } from "./lib.flow"\nconst x = one()', others);
  const [action] = codeActions(analysis, span);
  assert.equal(action?.fix.edits[0]?.file, "/lib.flow");
});
