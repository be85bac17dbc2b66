import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "../../grammar/parse.ts";
import { walk } from "../../grammar/walk.ts";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** The sample without one of its operators: `hits.top(…)` becomes `hits`. */
interface Mutant {
  readonly without: string;
  readonly text: string;
}

describe("tests of the sample access-log", () => {
  const tempFolder = tempFolders();

  it("fail when any operator of it is deleted", async function () {
    this.timeout(60_000);
    const mutants = withoutEachOperator(readFileSync(join(root, "samples/access-log/access-log.flow"), "utf8"));
    assert.equal(mutants.length, 7);
    const folder = tempFolder();
    const failed: string[] = [];
    for (const { without, text } of mutants) {
      const file = join(folder, "access-log.flow");
      writeFileSync(file, text);
      // One that does not even compile is noticed before any test.
      if ((await sluice(["check", file])).status === 1) continue;
      const { status, stdout } = await sluice(["test", file]);
      assert.equal(status, 1, `without ${without} all tests pass`);
      assert.match(stdout, /[1-9]\d* failed$/m, without);
      failed.push(without);
    }
    assert.deepEqual(failed.sort(), ["filter", "reduceByKeyAndWindow", "top"]);
  });
});

function withoutEachOperator(text: string): Mutant[] {
  const mutants: Mutant[] = [];
  for (const decl of parse(text, "access-log.flow").tree.declarations) {
    if (decl.kind !== "AgentDecl" && decl.kind !== "StreamDecl") continue;
    walk(decl, (node) => {
      if (node.kind !== "CallExpr" || node.callee.kind !== "MemberExpr") return;
      const { object, name } = node.callee;
      // Functions of single values, in lambdas, are no operators.
      if (text.slice(object.span.start, object.span.end).startsWith("e.")) return;
      const kept = text.slice(object.span.start, object.span.end);
      mutants.push({ without: name.text, text: text.slice(0, node.span.start) + kept + text.slice(node.span.end) });
    });
  }
  return mutants;
}
