import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import {
  createTopic,
  deleteGroup,
  deleteTopic,
  describeTopic,
  groupPositions,
  listGroups,
  listTopics,
  resetGroup,
} from "../../../runtime/topic/admin.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

const now = AbortSignal.abort();

describe("the console of embedded topics", () => {
  const folder = tempFolders();

  it("creates, lists, describes and deletes topics, with any name", async () => {
    const dataDir = folder();
    assert.deepEqual(await listTopics(dataDir), []);
    await createTopic(dataDir, "orders/eu", 3);
    await createTopic(dataDir, "..", 1);
    assert.deepEqual(await listTopics(dataDir), ["..", "orders/eu"]);
    await assert.rejects(createTopic(dataDir, "..", 1), /there already/);
    const empty = { start: 0, end: 0, bytes: 0 };
    assert.deepEqual(await describeTopic(dataDir, "orders/eu"), {
      name: "orders/eu",
      partitions: [0, 1, 2].map((partition) => ({ partition, ...empty })),
    });
    await deleteTopic(dataDir, "..");
    assert.deepEqual(await listTopics(dataDir), ["orders/eu"]);
    assert.equal(await describeTopic(dataDir, ".."), null);
    await assert.rejects(deleteTopic(dataDir, ".."), /there is no topic \.\./);
  });

  it("shows what a program has written and read, and moves its groups while it does not run", async () => {
    const dataDir = folder();
    const context = testContext({ dataDir });
    const topic = embedded<string>({ commitInterval: 0 }, { name: "words", place: "w.flow:1:7", element: t.string });
    await topic.open(context);
    await topic.append([event("a"), event("b"), event("c")]);
    const reader = topic.reader("g", "earliest");
    await reader.open(context);
    const batch = await reader.read(2, now);
    await reader.commit(batch!.positions);
    assert.equal((await describeTopic(dataDir, "words"))!.partitions[0]!.end, 3);
    assert.deepEqual(await listGroups(dataDir, "words"), ["g"]);
    assert.deepEqual([...(await groupPositions(dataDir, "words", "g"))], [[0, 2]]);
    await assert.rejects(resetGroup(dataDir, "words", "g", "earliest"), /in use by process/);
    await assert.rejects(deleteTopic(dataDir, "words"), /in use by process/);
    await reader.close();
    await topic.close();
    await resetGroup(dataDir, "words", "g", "earliest");
    assert.deepEqual([...(await groupPositions(dataDir, "words", "g"))], [[0, 0]]);
    await resetGroup(dataDir, "words", "g", "latest");
    assert.deepEqual([...(await groupPositions(dataDir, "words", "g"))], [[0, 3]]);
    await deleteGroup(dataDir, "words", "g");
    assert.deepEqual(await listGroups(dataDir, "words"), []);
  });
});
