import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { QuietWatch } from "../../../stdlib/taildir/quiet-watch.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { FollowedFolder } from "./followed-folder.ts";

describe("taildir, while nothing is written", () => {
  const tempFolder = tempFolders();

  /** A watch of one folder that has been quiet for long enough, and was looked at since. */
  async function watching(folder: string) {
    const clock = manualClock();
    const context = testContext({ clock });
    const watch = new QuietWatch(context);
    const look = async (isQuiet = true) => {
      const mayHave = watch.mayHaveChanged();
      if (mayHave) await watch.looked([folder], isQuiet);
      return mayHave;
    };
    assert.equal(await look(), true);
    await clock.advance(2999);
    assert.equal(await look(), true, "it has not been quiet for long");
    await clock.advance(1);
    assert.equal(await look(), true, "and now the kernel is asked");
    return { clock, context, watch, look };
  }

  it("does not look until it is told of a change, or some time has passed", async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, "a"), "1\n");
    const { clock, watch, look } = await watching(folder);
    assert.equal(await look(), true, "for what came before the kernel was asked");
    const changes = [
      () => appendFileSync(join(folder, "a"), "2\n"),
      () => truncateSync(join(folder, "a")),
      () => renameSync(join(folder, "a"), join(folder, "b")),
      () => writeFileSync(join(folder, "a"), ""),
      () => rmSync(join(folder, "b")),
    ];
    for (const change of changes) {
      // What is told late of the change before.
      await eventually("quiet", async () => !(await look()));
      change();
      await eventually(`the change of ${change}`, look);
    }
    await eventually("quiet", async () => !(await look()));
    for (const [turn, wait] of [15_000, 30_000, 60_000, 60_000].entries()) {
      await clock.advance(wait - 1);
      assert.equal(await look(), false, `${wait}`);
      await clock.advance(1);
      assert.equal(await look(turn < 3), true, `${wait}`);
    }
    await clock.advance(15_000);
    assert.equal(await look(), true, "what was found untold begins with short times again");
    watch.close();
    assert.equal(await look(), true);
  });

  it("goes on looking where the kernel does not tell, and says so once where that is a failure", async () => {
    const other = await watching("/proc/self");
    for (let turn = 0; turn < 3; turn++) assert.equal(await other.look(), true);
    assert.deepEqual(other.context.logged, []);
    const missing = await watching(join(tempFolder(), "missing"));
    for (let turn = 0; turn < 3; turn++) assert.equal(await missing.look(), true);
    assert.equal(missing.context.logged.length, 1);
    assert.match(missing.context.logged[0]!.message, /^cannot be told of changes to files, and goes on looking/);
  });

  it("reads on at once after a rest, whatever happens to the files", async () => {
    const folder = tempFolder();
    const at = (name: string) => join(folder, "logs", name);
    mkdirSync(at(""));
    writeFileSync(at("a.log"), "1\n");
    const followed = new FollowedFolder(folder, { files: [at("*.log")] });
    await followed.start();
    const changes: (() => void)[] = [
      () => appendFileSync(at("a.log"), "2\n"),
      () => {
        renameSync(at("a.log"), at("a.log.1"));
        writeFileSync(at("a.log"), "3\n");
        appendFileSync(at("a.log.1"), "4\n");
      },
      () => writeFileSync(at("a.log"), "5\n6\n"),
      () => {
        rmSync(at("a.log"));
        writeFileSync(at("a.log"), "7\n8\n9\n");
      },
      () => writeFileSync(at("b.log"), "10\n"),
    ];
    const wanted = [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8", "9"], ["10"]].flat().sort();
    for (const change of changes) {
      // Long enough for it to be watched, and not for the look that comes anyway.
      await followed.clock.advance(8000);
      change();
      for (let looks = 0; looks < 4; looks++) await followed.look();
    }
    assert.deepEqual([...followed.bodies()].sort(), wanted);
    await followed.stop();
  });
});
