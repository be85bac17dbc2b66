import assert from "node:assert/strict";
import { codeLenses } from "../../../editor/server/structure/code-lenses.ts";
import { marked } from "../../support/marked.ts";

it("offers to run agents, streams and tests, and to show the graph above the first of them", () => {
  const source = [
    "fn f(a: int): int = a",
    'agent in { lines("a") -> memory() -> discard() }',
    'stream out every 1s { lines("a") -> print() }',
    'test "f" { expect f(1) == 1 }',
  ].join("\n");
  assert.deepEqual(
    codeLenses(marked(`┆${source}`).analysis.checked.entry).map(({ title, command, name }) => [title, command, name]),
    [
      ["Run", "sluice.run", "in"],
      ["Run", "sluice.run", "out"],
      ["Run test", "sluice.test", "f"],
      ["Show graph", "sluice.graph", null],
    ],
  );
});

it("offers nothing in a file of functions", () => {
  assert.deepEqual(codeLenses(marked("┆fn f(a: int): int = a").analysis.checked.entry), []);
});
