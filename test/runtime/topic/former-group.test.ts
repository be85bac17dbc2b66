import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { readerOf } from "../../../runtime/engine/topic/reading.ts";
import { groupPositions } from "../../../runtime/topic/admin.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

describe("a group of an embedded topic", () => {
  const folder = tempFolders();

  it("carries the program's name, and begins once where the one of earlier versions stands", async () => {
    const context = testContext({ dataDir: folder() });
    const topic = embedded<string>({}, { name: "hits", place: "a.flow:1:1", element: t.string });
    await topic.open(context);
    await topic.append(["a", "b", "c"].map((body) => event(body)));
    const before = topic.reader("collect", "earliest");
    await before.open(context);
    const batch = await before.read(2, AbortSignal.abort());
    await before.commit(batch!.positions);
    await before.close();

    const read = async (program: string) => {
      const reader = readerOf(topic, { reader: "collect", startAt: "latest" }, { program });
      await reader.open(context);
      const found = await reader.read(10, AbortSignal.abort());
      await reader.close();
      return found?.events.map(({ body }) => body) ?? [];
    };
    assert.deepEqual(await read("one"), ["c"]);
    const told = context.logged.filter(({ level }) => level === "warn").map(({ message }) => message);
    assert.deepEqual(told, [
      "group one.collect takes over from group collect, its name in earlier versions: partition 0 at 2",
    ]);
    assert.deepEqual(await groupPositions(context.dataDir, "hits", "one.collect"), new Map([[0, 2]]));
    assert.deepEqual(await groupPositions(context.dataDir, "hits", "collect"), new Map());
    // Another program whose agent has the same name is new.
    assert.deepEqual(await read("two"), []);
    await topic.close();
  });
});
