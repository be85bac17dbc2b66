import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { start } from "../support/process.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("the command of exec", () => {
  const folder = tempFolders();

  /** Whether a process of that number runs; one that has ended and that nobody has asked for does not. */
  async function runs(pid: number): Promise<boolean> {
    const { stdout } = await start("ps", ["-o", "stat=", "-p", String(pid)]).ended;
    return stdout.trim() !== "" && !stdout.startsWith("Z");
  }

  it("ends with a program that was killed, and what it has started in turn with it", async () => {
    const cwd = folder();
    writeFileSync(
      join(cwd, "a.flow"),
      `agent a {
  exec("sleep 600 & echo $$ $!; exec sleep 601", shell: "/bin/sh -c", batchTimeout: 10ms) -> memory() -> print()
}
`,
    );
    const program = startSluice(["run", "a.flow"], { cwd });
    const [, ...pids] = await program.sees(/^(\d+) (\d+)$/m);
    for (const pid of pids) assert.equal(await runs(Number(pid)), true);
    program.child.kill("SIGKILL");
    await program.ended;
    for (const pid of pids) await eventually("it has ended", async () => !(await runs(Number(pid))));
  });

  it("is told of in the log when it fails, and by check when it wants a shell", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), 'agent a {\n  exec("cat a | grep b") -> memory() -> print()\n}\n');
    const checked = await sluice(["check", "a.flow"], { cwd });
    assert.equal(checked.status, 0);
    assert.match(checked.stderr, /warning\[FLOW4062\]: `\|` is shell syntax/);
    const { stderr } = await sluice(["run", "a.flow"], { cwd });
    assert.match(stderr, /WARN a\.exec the command says: cat: a: No such file or directory/);
    assert.match(stderr, /WARN a\.exec the command ended with status 1/);
  });
});
