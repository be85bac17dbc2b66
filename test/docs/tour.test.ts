import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCache } from "../../compiler/compile.ts";
import { format } from "../../grammar/format.ts";
import { parse } from "../../grammar/parse.ts";
import { framesOf, readPages } from "../support/executed-page.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** The tour, step by step in one program: a declaration of the same name takes the place of the old one. */
describe("docs/tour", function () {
  this.timeout(60_000);
  const folder = tempFolders();
  const cache = createCache();
  const [page] = readPages("docs/tour/README.md");
  const steps = page?.blocks.filter(({ kind }) => kind === "flow") ?? [];
  const program = new Map<string, string>();
  const text = () => [...program.values()].join("\n\n");

  for (const [index, step] of steps.entries()) {
    it(`step ${index + 1} compiles`, () => {
      assert.deepEqual(format(step.text), { text: step.text });
      let start = 0;
      for (const decl of parse(step.text, "").tree.declarations) {
        const name = decl.kind === "ImportDecl" ? "" : decl.name.text;
        program.set(`${decl.kind} ${name}`, step.text.slice(start, decl.span.end).trim());
        start = decl.span.end;
      }
      const frames = framesOf(new Map([["tour.flow", text()]]), "tour.flow", cache);
      // What a later step uses is not used yet.
      assert.doesNotMatch(frames, /^error|^warning\[(?!FLOW2012)/m, frames);
    });
  }

  it("has twenty steps, and ends with a program that passes its tests", async () => {
    assert.equal(steps.length, 20);
    const cwd = folder();
    writeFileSync(join(cwd, "tour.flow"), text());
    const { status, stdout, stderr } = await sluice(["test", "tour.flow"], { cwd });
    assert.equal(`${status}${stderr}`, "0", stdout);
    assert.match(stdout, /2 passed, 0 failed/);
  });
});
