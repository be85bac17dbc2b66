import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { expectSchema } from "../support/json-schema.ts";
import { needs } from "../support/needs.ts";
import { root, sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `agent a {
  source r = generate(rate: 200)
  channel c = memory(capacity: 1000)
  r.map(e => e.body.length) -> c -> discard()
}
`;

describe("sluice top", function () {
  this.timeout(300_000);
  const folder = tempFolders();

  async function started(cwd: string) {
    writeFileSync(join(cwd, "a.flow"), program);
    const running = startSluice(["run", "a.flow", "--metrics", "0"], { cwd });
    const [, url = ""] = await running.sees(/serves metrics url=(\S+)/, "stderr");
    await eventually("it can be inspected", () => existsSync(join(cwd, ".sluice/run")) && isNoted(cwd), 60_000);
    return { running, url };
  }
  const isNoted = (cwd: string) => readdirSync(join(cwd, ".sluice/run")).some((file) => file.endsWith(".json"));

  it("prints what each part does where nobody looks at a terminal, by file, process and address", async () => {
    const cwd = folder();
    const { running, url } = await started(cwd);
    for (const what of ["a.flow", url, ...(existsSync("/proc/self/cwd") ? [String(running.child.pid)] : [])]) {
      const { status, stdout, stderr } = await sluice(["top", what, "--sort", "rate"], { cwd });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^id +type +in\/s +out\/s +fill +behind +lag +errors\n/);
      for (const id of ["a.r ", "a.c ", "a.r.map ", "a.discard "])
        assert.match(stdout, new RegExp(`^${id}.*[1-9]`, "m"), what);
    }
    const json = await sluice(["top", "a.flow", "--json", "--filter", "a.c"], { cwd });
    expectSchema("top", json.stdout);
    assert.equal((JSON.parse(json.stdout) as unknown[]).length, 1);
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 0);
    const gone = await sluice(["top", "a.flow"], { cwd });
    assert.equal(gone.status, 1);
    assert.match(gone.stderr, /no running program a\.flow can be looked into.*--tap/);
  });

  it("is a screen in a terminal, with keys that sort and filter; tap prints there", async function () {
    needs(this, "tmux");
    const cwd = folder();
    const { running } = await started(cwd);
    const server = `sluice-test-${process.pid}`;
    const tmux = (...args: string[]) => spawnSync("tmux", ["-L", server, ...args], { cwd, encoding: "utf8" });
    const shows = (what: RegExp) =>
      eventually(String(what), () => what.test(tmux("capture-pane", "-p").stdout), 60_000);
    const run = (args: string) => `'${process.execPath}' '${join(root, "dist/cli/main.js")}' ${args}`;
    try {
      tmux(
        "new-session",
        "-d",
        "-x",
        "100",
        "-y",
        "20",
        `${run("top a.flow")}; ${run("tap a.flow a.c --limit 3")}; sleep 100`,
      );
      await shows(/a\.c +memory +\d+ +\d+ +\d+%/);
      await shows(/s sort: program/);
      tmux("send-keys", "s");
      await shows(/s sort: rate/);
      tmux("send-keys", "/");
      await shows(/filter: _/);
      tmux("send-keys", "disc");
      tmux("send-keys", "Enter");
      await shows(/filter: disc {3}q quit/);
      await eventually("the others are gone", () => !/a\.c /.test(tmux("capture-pane", "-p").stdout), 60_000);
      tmux("send-keys", "q");
      await shows(/(\d\d:\d\d:\d\d\.\d{3} \d+\s+){3}/);
    } finally {
      tmux("kill-server");
    }
    running.child.kill("SIGINT");
    assert.equal((await running.ended).status, 0);
  });
});
