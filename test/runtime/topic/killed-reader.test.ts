import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { groupPositions } from "../../../runtime/topic/admin.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { eventually } from "../../support/eventually.ts";
import { start } from "../../support/process.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

const KILLS = sampleSize(3, 100);
const RECORDS = KILLS * 2000;

describe("a reader of an embedded topic that is killed", () => {
  const folder = tempFolders();

  it(`loses nothing, and is given again only what is behind its written positions, seed ${firstSeed}`, async function () {
    this.timeout(60_000 + KILLS * 20_000);
    const dataDir = folder();
    const topic = embedded<string>({}, { name: "words", place: "w.flow:1:7", element: t.string });
    const bodies = Array.from({ length: RECORDS }, (_, index) => String(index));
    await topic.open(testContext({ dataDir }));
    await topic.append(bodies.map((body) => event(body)));
    await topic.close();
    const script = fileURLToPath(new URL("reading-process.ts", import.meta.url));
    const run = () => start(process.execPath, ["--import", "tsx", script, dataDir, "words"]);
    const written = async () => (await groupPositions(dataDir, "words", "g")).get(0) ?? 0;

    const seen = new Set<string>();
    let random = firstSeed;
    for (let kill = 0; ; kill++) {
      const from = await written();
      const reading = run();
      const own = () => reading.stdout().split("\n").slice(0, -1);
      const isLast = kill === KILLS;
      random = (random * 48271) % 2147483647;
      const beyond = from + (random % 500);
      const isFarEnough = async () =>
        isLast ? own().at(-1) === String(RECORDS - 1) : (await written()) > beyond && own().length > 0;
      await eventually("enough is read", isFarEnough, 60_000);
      await reading.stop("SIGKILL");
      const read = own();
      assert.equal(read[0], String(from), "begins at the written position");
      for (const body of read) seen.add(body);
      assert.ok((await written()) <= Math.max(...read.map(Number)) + 1, "is never ahead of what was read");
      if (isLast) break;
    }
    assert.deepEqual([...seen], bodies);
  });
});
