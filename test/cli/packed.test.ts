import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { start } from "../support/process.ts";
import { root } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** The package as it is published, in a project of its own, where no entry of this checkout's `overrides` acts. */
describe("the packed package", function () {
  this.timeout(120_000);
  const folder = tempFolders();

  /** Unpacks what `npm pack` makes, with what it depends on beside it. */
  async function installed(): Promise<{ readonly project: string; readonly dependencies: readonly string[] }> {
    const project = folder();
    // What `npm pack` runs before, but for the build, which other tests use.
    const manifestOfClone = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const [program, ...scripted] = manifestOfClone.scripts.prepack.split(" ") as [string, ...string[]];
    const prepared = await start(program, scripted, { cwd: root }).ended;
    assert.equal(prepared.status, 0, prepared.stderr);
    const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", project];
    const packed = await start("npm", args, { cwd: root }).ended;
    assert.equal(packed.status, 0, packed.stderr);
    const home = join(project, "node_modules/sluice");
    mkdirSync(home, { recursive: true });
    const archive = join(project, packed.stdout.trim());
    const unpacked = await start("tar", ["-xzf", archive, "-C", home, "--strip-components=1"]).ended;
    assert.equal(unpacked.status, 0, unpacked.stderr);
    const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    const dependencies = Object.keys(manifest.dependencies);
    for (const name of dependencies) {
      mkdirSync(dirname(join(project, "node_modules", name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(project, "node_modules", name));
    }
    return { project, dependencies };
  }

  it("brings the client of HDFS and the extension along, and leaves no version of `request` to whoever installs it", async () => {
    const { project, dependencies } = await installed();
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.ok(existsSync(join(project, `node_modules/sluice/sluice-${version}.vsix`)));
    assert.ok(!dependencies.includes("webhdfs") && !dependencies.includes("request"), dependencies.join());
    const licences = readFileSync(
      join(project, "node_modules/sluice/dist/stdlib/hdfs/web/client.licences.txt"),
      "utf8",
    );
    assert.match(licences, /^@cypress\/request 3\./m);
    assert.doesNotMatch(licences, /^request \d/m);
    writeFileSync(join(project, "in.txt"), "a\n");
    writeFileSync(
      join(project, "a.flow"),
      'agent a1 { lines("in.txt") -> memory() -> hdfs("webhdfs://localhost:1/x") }\n',
    );
    const main = join(project, "node_modules/sluice/dist/cli/main.js");
    const env = { XDG_CACHE_HOME: join(project, "cache"), NODE_PATH: undefined };
    const ran = await start(process.execPath, [main, "run", "a.flow"], { cwd: project, env }).ended;
    assert.equal(ran.status, 1);
    assert.match(ran.stderr, /MKDIRS: no name node takes it: localhost:1: connect ECONNREFUSED/);
  });
});
