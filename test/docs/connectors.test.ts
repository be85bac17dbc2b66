import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { root } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/**
 * `docs/connectors.md`, step by step, in an empty folder: blocks with a file's name are written, commands run, and what
 * stands behind them is what they print. Only the installation is stood in for, by links into this checkout.
 */
describe("docs/connectors.md", function () {
  // TypeScript, in both of its compilers, and npx time and again.
  this.timeout(600_000);
  const newFolder = tempFolders();

  it("does what it says", async () => {
    const folder = newFolder();
    install(folder);
    const page = readFileSync(join(root, "docs/connectors.md"), "utf8");
    const blocks = [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)];
    let commands = 0;
    for (const [index, [, kind = "", name = "", text = ""]] of blocks.entries()) {
      if (name.includes(".")) writeFileSync(join(folder, name), text);
      if (kind !== "sh") continue;
      const [, nextKind, nextName, expected = ""] = blocks[index + 1] ?? [];
      const { status, stdout, stderr } = await start("bash", ["-ec", text], {
        cwd: folder,
        env: { XDG_CACHE_HOME: join(folder, "cache"), NO_COLOR: "1", npm_config_update_notifier: "false" },
        input: "",
      }).ended;
      commands++;
      const fails = nextKind === "text" && nextName === "error";
      assert.equal(status, fails ? 1 : 0, `${text}${stdout}${stderr}`);
      if (fails) assert.ok(stderr.startsWith(expected), stderr);
      else assert.equal(stdout, nextKind === "text" && nextName === "" ? expected : "", text);
    }
    assert.equal(commands, 10);
  });
});

function install(folder: string): void {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync(root, join(modules, "sluice"));
  symlinkSync(join(root, "dist/cli/main.js"), join(modules, ".bin/sluice"));
  for (const name of ["typescript", "@types"]) symlinkSync(join(root, "node_modules", name), join(modules, name));
  symlinkSync(join(root, "node_modules/typescript/bin/tsc"), join(modules, ".bin/tsc"));
}
