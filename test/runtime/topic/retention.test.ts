import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { eventually } from "../../support/eventually.ts";
import { start } from "../../support/process.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

describe("the retention of an embedded topic", () => {
  const folder = tempFolders();

  it("takes files away under a reader of another process, which resumes at what is kept and counts what is not", async function () {
    this.timeout(120_000);
    const dataDir = folder();
    // A file for each 10 records, of which 3 are kept.
    const options = { segmentBytes: 1000, retentionBytes: 3000 };
    const topic = embedded<string>(options, { name: "words", place: "w.flow:1:7", element: t.string });
    await topic.open(testContext({ dataDir }));
    const body = (n: number) => `${n} ${"x".repeat(80)}`;
    let appended = 0;
    const append = async (count: number) => {
      for (const end = appended + count; appended < end; appended++) await topic.append([event(body(appended))]);
    };
    await append(25);
    const script = fileURLToPath(new URL("paced-reading-process.ts", import.meta.url));
    const reading = start(process.execPath, ["--import", "tsx", script, dataDir, "words"]);
    const lines = () => reading.stdout().split("\n").slice(0, -1);
    const next = async (): Promise<{ n: number; gone: number }> => {
      const before = lines().length;
      reading.child.stdin.write("\n");
      await eventually("a record", () => lines().length > before, 60_000);
      const [, n, gone] = /^(\d+) x+ gone=(\d+)$/.exec(lines()[before]!)!;
      return { n: Number(n), gone: Number(gone) };
    };
    const first = await next();
    assert.deepEqual(first, { n: 0, gone: 0 });

    let last = first.n;
    let gone = 0;
    const readOn = async () => {
      const now = await next();
      gone += now.n - last - 1;
      assert.equal(now.gone, gone, `at ${now.n}`);
      last = now.n;
    };
    // It is too slow: the files that it is in and comes to are gone, while later ones that it knows are there.
    while (appended < 200) {
      await append(5);
      await readOn();
    }
    assert.ok(gone > 50, `${gone} are gone`);
    // While it rests, all that it knows of goes.
    await append(500);
    while (last < appended - 1) await readOn();
    assert.ok(gone > 500, `${gone} are gone`);
    reading.child.stdin.end();
    assert.equal((await reading.ended).status, 0, reading.stderr());
    await topic.close();
  });
});
