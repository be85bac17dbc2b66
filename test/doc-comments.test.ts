import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./support/sluice.ts";

/** Whoever uses an export reads what it takes and gives in its own doc comment, and need not read its code. */
describe("doc comments", () => {
  const files = ["grammar", "compiler", "runtime", "stdlib", "cli", "editor", "page"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.ts$/.test(name) && !/\.(generated|options)\.ts$|(^|[/\\])node_modules[/\\]/.test(name))
      .map((name) => join(folder, name)),
  );

  it("stand above every export", () => {
    let exports = 0;
    const missing = files.flatMap((path) => {
      const lines = readFileSync(join(root, path), "utf8").split("\n");
      return lines.flatMap((line, index) => {
        const name = /^export (?:abstract |async )*(?:function\*?|const|class|interface|type|enum) (\w+)/.exec(
          line,
        )?.[1];
        if (name === undefined) return [];
        exports += 1;
        const above = lines.slice(0, index).findLast((one) => !one.startsWith("// biome-ignore "));
        return above?.endsWith("*/") === true ? [] : [`${path}:${index + 1} ${name}`];
      });
    });
    assert.ok(exports > 1_500, `only ${exports} exports were found`);
    assert.deepEqual(missing, []);
  });
});
