import assert from "node:assert/strict";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDamage } from "../../../runtime/contract/damaged-data-error.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { readPositions, topicFiles, topicMetaOf } from "../../../runtime/topic/topic-files.ts";
import { flipsOf } from "../../support/flips.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

const now = AbortSignal.abort();

describe("what an embedded topic keeps", () => {
  const folder = tempFolders();

  async function opened(context: TestContext) {
    const topic = embedded<string>({}, { name: "words", place: "t.flow:1:1", element: t.string });
    await topic.open(context);
    const reader = topic.reader("group", "earliest");
    await reader.open(context);
    const read = async () => (await reader.read(1000, now))?.events.map(({ body }) => body) ?? [];
    const close = async () => {
      await reader.close();
      await topic.close();
    };
    return { topic, reader, read, close };
  }

  /** A topic whose group has read `words` of it. */
  async function filled(words: number): Promise<string> {
    const dataDir = folder();
    const { topic, reader, close } = await opened(testContext({ dataDir }));
    for (let word = 0; word < words; word++) await topic.append([event(`w${word}`)]);
    const batch = await reader.read(1000, now);
    await reader.commit(batch!.positions);
    await close();
    return dataDir;
  }

  for (const text of ["null", "", "{", "[]", '{"format":1}', '{"format":1,"partitions":0}', '{"partitions":"1"}']) {
    it(`is refused where topic.json is ${text || "empty"}, which is named`, async () => {
      const dataDir = await filled(1);
      const file = join(dataDir, "topics/words/topic.json");
      writeFileSync(file, text);
      await assert.rejects(opened(testContext({ dataDir })), (error: Error) => {
        assert.ok(isDamage(error));
        assert.ok(error.message.startsWith(`${file} is damaged`), error.message);
        assert.match(error.message, /run `sluice data repair .*topics\/words`/);
        return true;
      });
    });
  }

  it("is refused with any bit of topic.json flipped", async () => {
    const { meta } = topicFiles(await filled(1), "words");
    for (const flipped of flipsOf(readFileSync(meta))) {
      assert.throws(() => topicMetaOf(meta, flipped), /topic\.json/, flipped);
    }
  });

  it("is read where an early version has written it, without a checksum", async () => {
    const dataDir = await filled(1);
    writeFileSync(topicFiles(dataDir, "words").meta, '{"format":1,"partitions":1}\n');
    const { close } = await opened(testContext({ dataDir }));
    await close();
  });

  it("is refused where a later version has written it, and is not called damaged", async () => {
    const dataDir = await filled(1);
    writeFileSync(join(dataDir, "topics/words/topic.json"), '{"format":99,"partitions":1}');
    await assert.rejects(opened(testContext({ dataDir })), (error: Error) => {
      assert.ok(!isDamage(error));
      assert.match(error.message, /has format 99, which this version of Sluice does not know/);
      return true;
    });
  });

  it("has positions of which no byte can change or go unseen", async () => {
    const dataDir = await filled(12);
    const file = join(dataDir, "topics/words/groups/group.json");
    const whole = readFileSync(file);
    assert.deepEqual(await readPositions(file), new Map([[0, 12]]));
    const text = whole.toString().trimEnd();
    for (let at = 0; at < text.length; at++) {
      for (const bit of [1, 4, 16]) {
        const flipped = Buffer.from(whole);
        flipped[at]! ^= bit;
        writeFileSync(file, flipped);
        await assert.rejects(readPositions(file), isDamage, `byte ${at} of ${text}, bit ${bit}`);
      }
      writeFileSync(file, text.slice(0, at));
      await assert.rejects(readPositions(file), isDamage, `the first ${at} bytes of ${text}`);
    }
    // As early versions wrote them.
    writeFileSync(file, '{"0":"7"}\n');
    assert.deepEqual(await readPositions(file), new Map([[0, 7]]));
  });

  it("is read from its end on where that is before what a group has read, by later starts as well", async () => {
    const dataDir = await filled(50);
    const log = join(dataDir, "topics/words/0/0000000000000000.log");
    truncateSync(log, Math.floor(readFileSync(log).length / 2));
    const context = testContext({ dataDir });
    const first = await opened(context);
    const [told] = context.logged.filter(({ level }) => level === "error");
    assert.match(told?.message ?? "", /the end of a partition is gone/);
    await first.topic.append([event("new")]);
    // It ends without a commit.
    await first.close();
    const second = await opened(testContext({ dataDir }));
    assert.deepEqual(await second.read(), ["new"]);
    await second.close();
  });

  it("says so where the folder of a partition is gone", async () => {
    const dataDir = await filled(5);
    rmSync(join(dataDir, "topics/words/0"), { recursive: true });
    const context = testContext({ dataDir });
    const { topic, read, close } = await opened(context);
    assert.match(context.logged.map(({ message }) => message).join(), /the end of a partition is gone/);
    await topic.append([event("new")]);
    assert.deepEqual(await read(), ["new"]);
    await close();
  });
});
