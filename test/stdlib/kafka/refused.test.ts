import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RejectedEventError } from "../../../runtime/component.ts";
import { type Event, event } from "../../../runtime/event.ts";
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

  /** The first `count` events of a topic in the cluster. */
  async function eventsOf(name: string, count: number) {
    const topic = textTopic(name, { brokers: server().brokers });
    await topic.open(probe());
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(probe());
    const events: Event<string>[] = [];
    while (events.length < count) {
      const batch = await reader.read(1000, AbortSignal.timeout(20_000));
      assert.ok(batch !== null, `${events.length} of ${count}`);
      events.push(...batch.events);
    }
    await reader.close();
    await topic.close();
    return events;
  }

  const bodiesOf = async (name: string, count: number) => (await eventsOf(name, count)).map(({ body }) => body);

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

  it("leaves by the `else`: 1,000 good lines arrive once and in order, 10 poisonous ones are dead letters", async () => {
    const name = freshName("poison");
    const dead = freshName("dead");
    await create(name, 3);
    const folder = newFolder();
    const poison = (n: number) => n % 100 === 50;
    const ahead = String(Date.now() + 2 * HOUR);
    // By turns too large, and with a time that the broker does not take.
    const lines = Array.from({ length: 1010 }, (_, n) => {
      if (!poison(n)) return `k${n % 7} ${n}`;
      return n % 200 === 50 ? `k${n % 7} ${n} ${"x".repeat(3000)}` : `k${n % 7} ${n} ahead`;
    });
    writeFileSync(join(folder, "in.txt"), lines.map((line) => `${line}\n`).join(""));
    writeFileSync(
      join(folder, "poison.flow"),
      `topic orders: string = kafka(brokers: "${server().brokers}", topic: "${name}", key: line => line.substring(0, 2))
topic dead: string = kafka(brokers: "${server().brokers}", topic: "${dead}")

extern operator Events<string>.aheadOfTime(): Events<string>
  from "./ahead.ts"

agent shop {
  source  src = lines("in.txt")
  channel mem = file()

  src.aheadOfTime() -> mem -> orders else -> dead
}
`,
    );
    writeFileSync(
      join(folder, "ahead.ts"),
      `import type { Interceptor } from "sluice/runtime";
export function aheadOfTime(): Interceptor<string> {
  return (event) =>
    event.body.endsWith(" ahead")
      ? { body: event.body, headers: new Map([...event.headers, ["timestamp", "${ahead}"]]) }
      : event;
}
`,
    );
    const { status, stderr } = await sluice(["run", join(folder, "poison.flow")], { cwd: folder });
    assert.equal(status, 0, stderr);

    const good = lines.filter((line) => / \d+$/.test(line));
    const bad = lines.filter((line) => !good.includes(line));
    assert.equal(bad.length, 10);
    const arrived = (await eventsOf(name, good.length)).map(({ body }) => body);
    for (let key = 0; key < 7; key++) {
      const ofKey = (line: string) => line.startsWith(`k${key} `);
      assert.deepEqual(arrived.filter(ofKey), good.filter(ofKey));
    }
    const { stdout } = await server().tool("kafka-get-offsets", ["--topic", name]);
    const written = [...stdout.matchAll(/:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0);
    assert.equal(written, good.length, "nothing twice");
    const letters = await eventsOf(dead, bad.length);
    assert.deepEqual(letters.map(({ body }) => body).sort(), bad.sort());
    for (const { body, headers } of letters) {
      assert.match(
        headers.get("reason") ?? "",
        body.endsWith("ahead") ? /timestamp/ : /larger than the max message size/,
      );
      assert.equal(headers.get("edge"), "shop.mem -> orders");
      assert.equal(headers.get("place"), "poison.flow:11:31");
      if (body.endsWith("ahead")) assert.equal(headers.get("from.timestamp"), ahead);
    }
    assert.match(stderr, /shop.orders counted written=1000 deadLetters=10/);
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
