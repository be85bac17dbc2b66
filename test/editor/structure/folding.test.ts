import assert from "node:assert/strict";
import { folds } from "../../../editor/server/structure/folding.ts";
import { marked } from "../../support/marked.ts";

/** `first-last`, with the kind where it is not code. */
function found(source: string): string[] {
  const list = folds(marked(`┆${source}`).analysis.checked.entry);
  return list.map(({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === "region" ? "" : ` ${kind}`}`);
}

it("folds declarations and what stands in them, and leaves their last bracket in sight", () => {
  const source = [
    "agent a {",
    "  source r = netcat(",
    "    port: 1,",
    "  )",
    "  r -> route e => e.body {",
    '    "x" => memory(),',
    "    else => drop",
    "  }",
    "}",
  ].join("\n");
  assert.deepEqual(found(source), ["1-8", "2-3", "5-7"]);
});

it("folds chains over several lines", () => {
  const source = 'stream s every 1s {\n  let a = lines("a")\n    .map(x => x)\n    .count()\n  a -> print()\n}';
  assert.deepEqual(found(source), ["1-5", "2-4"]);
});

it("folds imports, and comments that belong together", () => {
  const source =
    '// one\n// two\n\nimport { a } from "./a.flow"\nimport { b } from "./b.flow"\n\n/* three\n   four */\n// alone\n\n// apart';
  assert.deepEqual(found(source), ["1-2 comment", "4-5 imports", "7-9 comment"]);
});

it("folds nothing that stands on one line", () => {
  assert.deepEqual(found('fn f(a: int): int = a\n// c\nagent b { lines("a") -> memory() -> discard() }'), []);
});
