import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../../runtime/contract/event.ts";
import type { StartAt, TopicReader } from "../../../runtime/contract/topic.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { freshName, type Probe, probe, readBodies, textTopic } from "./probe.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));
const events = (bodies: readonly string[]) => bodies.map((body) => event(body));

serverSuite("kafka", "groups on kafka topics", (server) => {
  let context: Probe;

  beforeEach(() => {
    context = probe();
  });

  async function opened(partitions: number, count: number, commitInterval = 0) {
    const name = freshName("groups");
    const topic = textTopic(name, { brokers: server().brokers, partitions, key: (body) => body, commitInterval });
    await topic.open(context);
    await topic.append(events(numbered(0, count)));
    return topic;
  }

  const open = async (reader: TopicReader<string>, as: Probe = context) => {
    await reader.open(as);
    return reader;
  };

  it("serve members that read different topics, each of which gets all of its own", async () => {
    const topics = [await opened(4, 400), await opened(3, 300)];
    const group = freshName("g");
    const readers = await Promise.all(topics.map((topic) => open(topic.reader(group, "earliest"))));
    const seen = await Promise.all(readers.map((reader, n) => readBodies(reader, [400, 300][n]!)));
    assert.deepEqual(seen[0]!.sort(), numbered(0, 400).sort());
    assert.deepEqual(seen[1]!.sort(), numbered(0, 300).sort());
    for (const each of [...readers, ...topics]) await each.close();
  });

  it("have their positions when it shares out the partitions again, and at the end, however long the interval", async () => {
    const topic = await opened(4, 400, 600_000);
    const group = freshName("g");
    const first = await open(topic.reader(group, "earliest"));
    const seen = await readBodies(first, 100);
    const second = topic.reader(group, "earliest");
    const joining = open(second, probe());
    // A member hears of another by its heartbeat, while it reads.
    while (seen.length < 400) {
      const batch = await first.read(10, AbortSignal.timeout(500));
      if (batch === null) break;
      seen.push(...batch.events.map(({ body }) => body));
      await first.commit(batch.positions);
    }
    await joining;
    for (const reader of [first, second]) {
      for (let batch = await reader.read(400, AbortSignal.abort()); batch !== null; ) {
        seen.push(...batch.events.map(({ body }) => body));
        await reader.commit(batch.positions);
        batch = await reader.read(400, AbortSignal.abort());
      }
    }
    assert.deepEqual(seen.sort(), numbered(0, 400).sort());
    for (const reader of [first, second]) await reader.close();
    const last = await open(topic.reader(group, "earliest"));
    assert.equal(await last.read(10, AbortSignal.abort()), null);
    await last.close();
    await topic.close();
  });

  it("begin where the group of an earlier version stands, once, and say so", async () => {
    const topic = await opened(2, 100);
    const former = freshName("collect");
    const before = await open(topic.reader(former, "earliest"));
    const done = await readBodies(before, 60);
    await before.close();

    for (const startAt of ["latest", "earliest"] satisfies StartAt[]) {
      context = probe();
      const reader = await open(topic.reader(`one.${former}`, startAt, { formerGroup: former }));
      // The second time it has positions of its own.
      if (startAt === "earliest") {
        assert.equal(await reader.read(10, AbortSignal.abort()), null);
      } else {
        const rest = await readBodies(reader, 40);
        assert.deepEqual([...done, ...rest].sort(), numbered(0, 100).sort());
        const told = context.lines.filter((line) => line.includes("its name in earlier versions"));
        assert.match(told.join("\n"), new RegExp(`^WARN group one.${former} begins where group ${former}, `));
        assert.match(told[0]!, /partition 0 at \d+, 1 at \d+ place=test.flow:1:1$/);
      }
      await reader.close();
    }

    // Another program whose agent has the same name does not begin there.
    context = probe();
    const other = await open(topic.reader(`two.${former}`, "earliest", { formerGroup: former }));
    assert.deepEqual((await readBodies(other, 100)).sort(), numbered(0, 100).sort());
    await other.close();
    await topic.close();
  });

  it("take over from a group that is still at work, and say that too", async () => {
    const topic = await opened(1, 50);
    const former = freshName("collect");
    const old = await open(topic.reader(former, "earliest"));
    await readBodies(old, 20);
    const reader = await open(topic.reader(`one.${former}`, "latest", { formerGroup: former }));
    assert.deepEqual(await readBodies(reader, 30), numbered(20, 50));
    assert.match(context.lines.join("\n"), new RegExp(`WARN group ${former} of topic .* still has members`));
    await reader.close();
    await old.close();
    await topic.close();
  });

  it("refuse a second reader where one must have all, and disturb the first in nothing", async () => {
    const topic = await opened(4, 400);
    const group = freshName("g");
    const first = await open(topic.reader(group, "earliest", { exclusive: true }));
    const seen = await readBodies(first, 100, true);
    const other = topic.reader(group, "earliest", { exclusive: true });
    await assert.rejects(open(other, probe()), (error: Error) => {
      assert.match(error.message, new RegExp(`group ${group} shares it with \\S+ at \\S+, for longer than a session`));
      return true;
    });
    seen.push(...(await readBodies(first, 300, true)));
    assert.deepEqual(seen.sort(), numbered(0, 400).sort());
    await first.close();

    // When the first has gone the next one may.
    const second = await open(topic.reader(group, "earliest", { exclusive: true }));
    assert.deepEqual((await readBodies(second, 400)).sort(), numbered(0, 400).sort());
    await second.close();
    await topic.close();
  });

  it("let a reader that must have all wait for one that is about to go", async () => {
    const topic = await opened(2, 100);
    const group = freshName("g");
    const first = await open(topic.reader(group, "earliest", { exclusive: true }));
    await readBodies(first, 40);
    const other = probe();
    const opening = open(topic.reader(group, "earliest", { exclusive: true }), other);
    await eventually("it has joined", () => other.lines.some((line) => line.includes("no partition")), 20_000);
    await sleep(500);
    await first.close();
    const second = await opening;
    assert.equal((await readBodies(second, 60)).length, 60);
    await second.close();
    await topic.close();
  });
});
