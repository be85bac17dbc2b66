import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { event } from "../../runtime/contract/event.ts";
import { t } from "../../runtime/contract/schema.ts";
import { embedded } from "../../stdlib/embedded/embedded.ts";
import { env } from "../../stdlib/env/env.ts";
import { file } from "../../stdlib/file/file.ts";
import { memory } from "../../stdlib/memory/memory.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { contextFor } from "./support/context.ts";
import { declared } from "./support/one-agent.ts";

const now = AbortSignal.abort();

/** How these work is tested with the runtime, where they are; here, that the declared options reach it. */
describe("channels and topics of the standard library", () => {
  const tempFolder = tempFolders();

  it("memory has the capacities of its declaration", async () => {
    const channel = memory<string>({}, declared("c1"));
    assert.deepEqual([channel.capacity, channel.transactionCapacity], [100, 100]);
    const small = memory<string>({ capacity: 2, transactionCapacity: 1, keepAlive: 0 }, declared("c1"));
    await small.open(contextFor({}));
    await (await small.put([event("a"), event("b")])).commit();
    await assert.rejects(small.put([event("c")]), { name: "ChannelFullError" });
    assert.equal((await small.take(1, now))?.events[0]?.body, "a");
  });

  it("file keeps what was put", async () => {
    const dataDir = tempFolder();
    const directory = join(dataDir, "spool");
    const first = file<string>({ directory }, declared("c1"));
    assert.deepEqual([first.capacity, first.transactionCapacity], [1_000_000, 10_000]);
    await first.open(contextFor({ dataDir }));
    await (await first.put([event("a")])).commit();
    await first.close();
    assert.ok(existsSync(directory));
    const second = file<string>({ directory }, declared("c1"));
    await second.open(contextFor({ dataDir }));
    assert.deepEqual(
      (await second.take(10, now))?.events.map(({ body }) => body),
      ["a"],
    );
    await second.close();
  });

  it("embedded puts equal keys into one partition", async () => {
    const topic = embedded<string>(
      { partitions: 3, key: (word) => word.slice(0, 1), brokers: "unused:9092", replicationFactor: 2 },
      { name: "words", place: "test.flow:1:1", element: t.string },
    );
    const context = contextFor({ dataDir: tempFolder() });
    await topic.open(context);
    await topic.claim?.();
    await topic.append(["a1", "b1", "a2", "b2", "c1"].map((word) => event(word)));
    const reader = topic.reader("test", "earliest");
    await reader.open(context);
    const batch = await reader.read(10, now);
    const partitionOf = new Map(batch?.events.map(({ body, headers }) => [body, headers.get("partition")]));
    assert.equal(partitionOf.size, 5);
    assert.equal(partitionOf.get("a1"), partitionOf.get("a2"));
    assert.equal(partitionOf.get("b1"), partitionOf.get("b2"));
    await reader.close();
    await topic.close();
  });

  it("env gives variables of the environment, or null", () => {
    assert.equal(typeof env("PATH"), "string");
    assert.equal(env("SLUICE_SURELY_NOT_SET"), null);
  });
});
