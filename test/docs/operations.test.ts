import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/sluice.ts";

describe("docs/operations.md", () => {
  /** Names in calls such as `count("written")`, outside of what only tests of programs use. */
  function counters(): Set<string> {
    const found = new Set<string>();
    for (const folder of ["runtime", "stdlib"]) {
      for (const path of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
        if (!path.endsWith(".ts") || path.startsWith("testing") || path.endsWith("contract/context.ts")) continue;
        const text = readFileSync(join(root, folder, path), "utf8");
        for (const [, name] of text.matchAll(/\bcount\((?:operator, |[^()]*\), )?"(\w+)"/g)) found.add(name!);
      }
    }
    return found;
  }

  /** Those of components, which their pages list: `test/stdlib/counts.test.ts` sees to it that none is missing. */
  const declared = new Set(
    readdirSync(join(root, "docs/reference")).flatMap((page) => {
      const text = readFileSync(join(root, "docs/reference", page), "utf8");
      return [...text.matchAll(/^- Counts `(\w+)`: /gm)].map(([, name]) => name!);
    }),
  );

  it("names every counter that a component has not declared", () => {
    const text = readFileSync(join(root, "docs/operations.md"), "utf8");
    const names = [...counters()];
    assert.ok(names.length > 15, names.join());
    assert.deepEqual(
      names.filter((name) => !text.includes(`\`${name}\``) && !declared.has(name)),
      [],
    );
  });
});
