import assert from "node:assert/strict";
import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { freshName, probe, textTopic } from "./probe.ts";

const HOUR = 3_600_000;

/** What a topic refuses: a record of more than 2000 bytes, and one from more than an hour ahead. */
const STRICT = ["max.message.bytes=2000", `message.timestamp.after.max.ms=${HOUR}`];

serverSuite("kafka", "what a kafka topic refuses", (server) => {
  const newFolder = tempFolders();

  async function create(name: string, partitions: number, settings = STRICT): Promise<void> {
    const { status, stderr } = await server().tool("kafka-topics", [
      ...["--create", "--topic", name, "--partitions", String(partitions)],
      ...settings.flatMap((setting) => ["--config", setting]),
    ]);
    assert.equal(status, 0, stderr);
  }

  /** Bodies of the first `count` events of a topic in the cluster. */
  async function bodiesOf(name: string, count: number): Promise<string[]> {
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(probe());
    const bodies: string[] = [];
    while (bodies.length < count) {
      const batch = await reader.read(1000, AbortSignal.timeout(20_000));
      assert.ok(batch !== null, `${bodies.length} of ${count}`);
      bodies.push(...batch.events.map(({ body }) => body));
    }
    await reader.close();
    await topic.close();
    return bodies;
  }

  it("splits a request that is too large as a whole", async () => {
    const name = freshName("split");
    await create(name, 1);
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const lines = Array.from({ length: 500 }, (_, n) => `line ${n}`);
    await topic.append(lines.map((line) => event(line)));
    assert.deepEqual(await bodiesOf(name, lines.length), lines);
    await topic.close();
  });

  it("says which events were refused, why, and what it has not written", async () => {
    const name = freshName("refused");
    await create(name, 1);
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const later = new Map([["timestamp", String(Date.now() + 2 * HOUR)]]);
    const large = topic.append([event("a"), event("x".repeat(5000)), event("b")]);
    await assert.rejects(large, (error) => {
      assert.ok(error instanceof RejectedEventError, String(error));
      assert.deepEqual([error.indexes, error.unwritten], [[1], [1, 2]]);
      assert.match(error.message, /larger than the max message size/);
      return true;
    });
    await assert.rejects(topic.append([event("c"), event("d"), event("e", later)]), (error) => {
      assert.ok(error instanceof RejectedEventError, String(error));
      assert.deepEqual([error.indexes, error.unwritten], [[2], [2]]);
      assert.match(error.message, /timestamp/);
      return true;
    });
    assert.deepEqual(await bodiesOf(name, 3), ["a", "c", "d"]);
    await topic.close();
  });

  it("says so, too, of an append of more bytes than are encoded at a time", async () => {
    const name = freshName("rounds");
    await create(name, 1, []);
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const bodies = Array.from({ length: 25 }, (_, n) => `${n} ${"x".repeat(n === 2 ? 3_000_000 : 900_000)}`);
    await assert.rejects(topic.append(bodies.map((body) => event(body))), (error) => {
      assert.ok(error instanceof RejectedEventError, String(error));
      assert.deepEqual(error.indexes, [2]);
      assert.deepEqual(error.unwritten, [...bodies.keys()].slice(2));
      return true;
    });
    await topic.append(bodies.slice(3).map((body) => event(body)));
    assert.deepEqual(await bodiesOf(name, 24), bodies.toSpliced(2, 1));
    await topic.close();
  });

  it("is passed over by produce with --ignore-error, which says of each line why", async () => {
    const name = freshName("produced");
    await create(name, 1);
    const folder = newFolder();
    const lines = ["a", "x".repeat(5000), "b", "y".repeat(5000), "c"];
    const arguments_ = ["produce", name, "--brokers", server().brokers, "--ignore-error"];
    const { status, stderr } = await sluice(arguments_, { cwd: folder, input: `${lines.join("\n")}\n` });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /line 2: .*larger than the max/);
    assert.match(stderr, /line 4: .*larger than the max/);
    assert.deepEqual(await bodiesOf(name, 3), ["a", "b", "c"]);
  });
});
