import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { root } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/**
 * How to add an operator, as `docs/architecture.md` says: the files that it shows are written into a copy of the
 * checkout, what is derived is generated, and the program that it shows is run.
 */
describe("docs/architecture.md", function () {
  this.timeout(240_000);
  const newFolder = tempFolders();

  it("adds a blocking operator of two inputs with two new files and a generated one", async () => {
    const copy = newFolder();
    const parts = ["bench", "biome.json", "cli", "compiler", "docs", "editor", "grammar", "package.json", "page"];
    for (const part of [...parts, "runtime", "samples", "scripts", "stdlib", "tsconfig.json"]) {
      cpSync(join(root, part), join(copy, part), {
        recursive: true,
        filter: (path) => !/\/(node_modules|out|tmp)$/.test(path),
      });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const files = [...page.matchAll(/^ {3}```\w+ (\S+)\n([\s\S]*?)^ {3}```$/gm)].map(([, name = "", text = ""]) => {
      assert.ok(!existsSync(join(copy, name)), `${name} is there already`);
      writeFileSync(join(copy, name), text.replaceAll(/^ {3}/gm, ""));
      return name;
    });
    assert.deepEqual(files, ["stdlib/stream/zip.flow", "compiler/4-emit/stream/operators/batch/zip.ts", "zipped.flow"]);

    const generated = await run(copy, ["scripts/generate.ts"]);
    assert.deepEqual(generated.split("\n").filter(Boolean).sort(), [
      "compiler/4-emit/stream/operators.generated.ts",
      "docs/from-spark.md",
      "docs/reference/README.md",
      "docs/reference/stream.md",
    ]);
    assert.match(await run(copy, ["cli/main.ts", "test", "zipped.flow"]), /1 passed/);
  });
});

/** What `node --import tsx ARGS…` prints in `folder`; it has to end well. */
async function run(folder: string, args: readonly string[]): Promise<string> {
  const env = { XDG_CACHE_HOME: join(folder, "cache"), NO_COLOR: "1" };
  const { status, stdout, stderr } = await start(process.execPath, ["--import", "tsx", ...args], {
    cwd: folder,
    env,
    input: "",
  }).ended;
  assert.equal(status, 0, `${args.join(" ")}\n${stdout}${stderr}`);
  return stdout;
}
