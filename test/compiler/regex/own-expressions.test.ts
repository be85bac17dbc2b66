/** Text from outside reaches the expressions of the standard library and the runtime, so they keep to linear time, too. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Project, SyntaxKind } from "ts-morph";
import { ambiguityOf } from "../../../compiler/regex/ambiguity.ts";
import { root } from "../../support/sluice.ts";

/** These read what the program itself wrote, a few hundred characters. */
const readNoData = ["runtime/log/place.ts", "stdlib/text/nameless.ts"];

describe("expressions of runtime and standard library", () => {
  const project = new Project({ useInMemoryFileSystem: true });

  for (const folder of ["runtime", "stdlib"]) {
    it(`take linear time in ${folder}/`, () => {
      const slow = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
        .map((name) => `${folder}/${name}`)
        .filter((path) => !readNoData.includes(path))
        .flatMap(slowIn);
      assert.deepEqual(slow, []);
    });
  }

  function slowIn(path: string): string[] {
    const file = project.createSourceFile(path, readFileSync(join(root, path), "utf8"));
    return file
      .getDescendantsOfKind(SyntaxKind.RegularExpressionLiteral)
      .map((literal) => literal.getText())
      .filter((text) => {
        const end = text.lastIndexOf("/");
        return ambiguityOf(text.slice(1, end), text.slice(end + 1)) !== null;
      })
      .map((text) => `${path}: ${text}`);
  }
});
