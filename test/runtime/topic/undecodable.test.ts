import assert from "node:assert/strict";
import type { Declared } from "../../../runtime/contract/context.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Topic, TopicReader } from "../../../runtime/contract/topic.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { keepingSink } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";

const place = "t.flow:1:7";
const now = AbortSignal.abort();

describe("records of a topic that do not decode", () => {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  // Behind the hook that closes what writes there.
  const folder = tempFolders();

  /** Texts into partitions 0, 1, 0, 1, …, of which only the whole numbers decode. */
  async function written(dataDir: string, texts: readonly string[]): Promise<void> {
    const topic = embedded<string>({ partitions: 2 }, { name: "numbers", place, element: t.string });
    await topic.open(testContext({ dataDir }));
    for (const text of texts)
      await topic.append([
        event(
          text,
          new Map([
            ["key", text],
            ["timestamp", "5"],
          ]),
        ),
      ]);
    await topic.close();
  }

  async function reading(dataDir: string, raw = keepingSink<Uint8Array>()) {
    const declared: Declared = { name: "numbers", place, element: t.int };
    const topic: Topic<number> = embedded<number>({ undecodable: raw }, declared);
    const context = testContext({ dataDir });
    await topic.open(context);
    closers.push(() => topic.close());
    const join = async (group: string): Promise<TopicReader<number>> => {
      const reader = topic.reader(group, "earliest");
      await reader.open(context);
      closers.push(() => reader.close());
      return reader;
    };
    return { raw, context, join };
  }

  const textsOf = (raw: { readonly bodies: readonly Uint8Array[] }) =>
    raw.bodies.map((body) => String(Buffer.from(body)));

  async function readAll(reader: TopicReader<number>): Promise<number[]> {
    const seen: number[] = [];
    for (let batch = await reader.read(100, now); batch !== null; batch = await reader.read(100, now)) {
      for (const { body } of batch.events) seen.push(body);
      await reader.commit(batch.positions);
    }
    return seen;
  }

  it("go as they are, with headers that say why and where from, before the position moves", async () => {
    const dataDir = folder();
    await written(dataDir, ["1", "x", "2", "y"]);
    const { raw, context, join } = await reading(dataDir);
    const seen = await readAll(await join("g"));
    assert.deepEqual(seen.sort(), [1, 2]);
    assert.deepEqual(textsOf(raw).sort(), ["x", "y"]);
    assert.equal(context.counted.get("undecodable"), 2);
    const headers = Object.fromEntries(
      raw.writes.flat().find(({ body }) => String(Buffer.from(body)) === "x")!.headers,
    );
    const { time, partition, offset, "from.partition": from, "from.offset": at, ...others } = headers;
    assert.match(time!, /^\d+$/);
    assert.deepEqual([from, at], [partition, offset]);
    assert.match(others["reason"]!, /^not JSON/);
    delete others["reason"];
    assert.deepEqual(others, {
      topic: "numbers",
      timestamp: "5",
      key: "x",
      place,
      edge: "numbers -> undecodable",
      tries: "1",
      "from.topic": "numbers",
      "from.timestamp": "5",
      "from.key": "x",
    });
  });

  it("are not read again, though nothing of their batch decodes", async () => {
    const dataDir = folder();
    await written(dataDir, ["x", "y", "z"]);
    const first = await reading(dataDir);
    assert.deepEqual(await readAll(await first.join("g")), []);
    for (const close of closers.splice(0).reverse()) await close();
    const second = await reading(dataDir);
    assert.deepEqual(await readAll(await second.join("g")), []);
    assert.deepEqual([textsOf(first.raw).sort(), textsOf(second.raw)], [["x", "y", "z"], []]);
  });

  it("hold their partition while nothing takes them, and no other", async () => {
    const dataDir = folder();
    await written(dataDir, ["1", "2", "3", "x", "5", "6", "7", "8"]);
    const { raw, context, join } = await reading(dataDir);
    raw.refuse(2);
    const reader = await join("g");
    const seen: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const batch = await reader.read(100, now).catch(() => null);
      for (const { body } of batch?.events ?? []) seen.push(body);
    }
    assert.deepEqual(seen.sort(), [1, 2, 3, 5, 6, 7, 8]);
    assert.deepEqual(textsOf(raw), ["x"]);
    assert.equal(context.counted.get("undecodable"), 1);
  });

  it("go once, however many groups read the topic", async () => {
    const dataDir = folder();
    await written(dataDir, ["1", "x", "2", "y"]);
    const { raw, context, join } = await reading(dataDir);
    const readers = [await join("a"), await join("b"), await join("c")];
    await Promise.all(readers.map((reader) => readAll(reader)));
    assert.deepEqual(textsOf(raw).sort(), ["x", "y"]);
    assert.equal(context.counted.get("undecodable"), 6);
  });
});
