import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { tempFolders } from "../support/temp-folder.ts";

const runtime = fileURLToPath(new URL("../../runtime", import.meta.url));

describe("the runtime in a bundle", () => {
  const folder = tempFolders();

  /** Bundles `source` beside a copy of the runtime, which no package.json calls free of side effects there. */
  async function bundle(source: string): Promise<string> {
    const directory = folder();
    cpSync(runtime, join(directory, "runtime"), { recursive: true });
    writeFileSync(join(directory, "main.ts"), source);
    const { outputFiles } = await build({
      entryPoints: [join(directory, "main.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      minify: true,
    });
    return outputFiles[0]!.text;
  }

  it("leaves nothing of an import that is not used", async () => {
    const text = await bundle('import "./runtime/index.ts";\n');
    // Only Node's own modules stay: a bundler cannot know that those do nothing.
    assert.equal(text.replaceAll(/import"node:[a-z/]+";|import"[a-z/]+";/g, "").trim(), "");
  });

  it("brings in only what is used", async () => {
    const text = await bundle(
      'import { KeyedBatch } from "./runtime/index.ts";\nconsole.log([...new KeyedBatch()]);\n',
    );
    assert.ok(text.length < 1500, `${text.length} bytes`);
    for (const other of ["murmur2", "segment", "SIGINT", "checkpoint"]) assert.ok(!text.includes(other), other);
  });
});
