import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice new", () => {
  const folder = tempFolders();

  it("makes a project that checks, runs and is formatted", async () => {
    const cwd = folder();
    const made = await sluice(["new", "shop"], { cwd });
    assert.equal(made.status, 0);
    assert.match(made.stdout, /^shop\/shop\.flow\n/);
    assert.match(made.stdout, /Run it: npx sluice run shop\/shop\.flow\n$/);
    assert.ok(existsSync(join(cwd, "shop/.vscode/settings.json")));
    assert.match(readFileSync(join(cwd, "shop/README.md"), "utf8"), /^npx sluice run shop\.flow /m);
    assert.match(readFileSync(join(cwd, "shop/shop.flow"), "utf8"), /^test "/m);
    assert.equal((await sluice(["check", "shop/shop.flow"], { cwd })).status, 0);
    assert.equal((await sluice(["fmt", "--check", "shop/shop.flow"], { cwd })).status, 0);
    const { stdout } = await sluice(["test", "shop/shop.flow", "--coverage"], { cwd });
    assert.match(stdout, /: 5 of 5 operators, 1 of 1 failure edges reached\n\n3 passed, 0 failed\n$/);
    const run = await sluice(["run", "shop.flow", "--batches", "2"], { cwd: join(cwd, "shop") });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^Time: \S+ \S+$/m);
  });

  it("sets up the editor for the language as the extension calls it", async () => {
    const cwd = folder();
    await sluice(["new", "shop"], { cwd });
    const settings = JSON.parse(readFileSync(join(cwd, "shop/.vscode/settings.json"), "utf8"));
    const extension = JSON.parse(readFileSync(join(root, "editor/vscode/package.json"), "utf8"));
    const [{ id }] = extension.contributes.languages;
    assert.equal(settings["files.associations"]["*.flow"], id);
    assert.ok(`[${id}]` in settings);
  });

  it("comes to an end where the system makes no folder, as below /proc of Linux", async function () {
    if (!existsSync("/proc/self")) this.skip();
    const { status, stderr } = await sluice(["new", "/proc/sluice/shop"]);
    assert.equal(stderr, "sluice: /proc/sluice: ENOENT: no such file or directory\n");
    assert.equal(status, 1);
  });

  it("leaves a folder alone that has something in it", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "shop"));
    writeFileSync(join(cwd, "shop/keep.txt"), "mine");
    const { status, stderr } = await sluice(["new", "shop"], { cwd });
    assert.equal(status, 1);
    assert.equal(stderr, "sluice: shop has files in it; name a new folder\n");
    assert.ok(!existsSync(join(cwd, "shop/shop.flow")));
  });
});
