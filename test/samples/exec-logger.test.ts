import assert from "node:assert/strict";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sample, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sample exec-logger", () => {
  const folder = tempFolders();

  it("shows the lines of a growing log, and leaves no tail behind", async () => {
    const cwd = folder();
    const log = join(cwd, "access.log");
    writeFileSync(log, "there before\n");
    const program = startSluice(["run", sample("exec-logger"), "--set", `log=${log}`], { cwd });
    await program.sees(/ there before }/);
    appendFileSync(log, "GET /products/1\nGET /products/2\n");
    await program.sees(/ GET \/products\/2 }/);
    assert.match(program.stdout(), / GET \/products\/1 }\n/);

    const { status } = await program.stop("SIGINT");
    assert.equal(status, 0);
    assert.deepEqual(commandsWith(log), []);
  });
});

/** Command lines of running processes that name `path`; none where the system does not list them as files. */
function commandsWith(path: string): readonly string[] {
  let ids: readonly string[];
  try {
    ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
      return command.includes(path) ? [command] : [];
    } catch {
      return [];
    }
  });
}
