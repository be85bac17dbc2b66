import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../../runtime/contract/event.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { freshName, probe, readBodies, textTopic } from "./probe.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));

serverSuite("kafka", "partitions that are added to a kafka topic", (server) => {
  /** As short as a test wants it, and long enough for records to come before they are found. */
  const options = () => ({ brokers: server().brokers, metadataMaxAge: 2_000 });

  const addPartitions = async (topic: string, partitions: number) => {
    const { status, stderr } = await server().tool("kafka-topics", [
      ...["--alter", "--topic", topic, "--partitions", String(partitions)],
    ]);
    assert.equal(status, 0, stderr);
  };

  it("are read from their first record by a group that began at the end", async () => {
    const name = freshName("added");
    const context = probe();
    const topic = textTopic(name, options());
    await topic.open(context);
    await topic.append([event("of before the group")]);
    const group = freshName("g");
    const reader = topic.reader(group, "latest");
    await reader.open(context);
    await addPartitions(name, 4);
    // A writer that starts now knows all partitions, the reader does not.
    const writer = textTopic(name, { ...options(), key: (body) => body });
    await writer.open(probe());
    await writer.append(numbered(0, 1_000).map((body) => event(body)));
    const seen = await readBodies(reader, 1_000);
    assert.deepEqual(seen.sort(), numbered(0, 1_000).sort());
    await reader.close();

    // And when they come while no member is there.
    await addPartitions(name, 6);
    const later = textTopic(name, { ...options(), key: (body) => body });
    await later.open(probe());
    await later.append(numbered(1_000, 2_000).map((body) => event(body)));
    const second = topic.reader(group, "latest");
    await second.open(context);
    assert.deepEqual((await readBodies(second, 1_000)).sort(), numbered(1_000, 2_000).sort());
    await second.close();
    for (const each of [topic, writer, later]) await each.close();
  });

  it("do not make a second member of a new group read what was there before", async () => {
    const name = freshName("two");
    const context = probe();
    const topic = textTopic(name, { ...options(), partitions: 4, key: (body) => body });
    await topic.open(context);
    await topic.append(numbered(0, 200).map((body) => event(body)));
    const group = freshName("g");
    const readers = [topic.reader(group, "latest"), topic.reader(group, "latest")];
    await Promise.all(readers.map((reader) => reader.open(context)));
    await topic.append(numbered(200, 400).map((body) => event(body)));
    const seen: string[] = [];
    while (seen.length < 200) {
      for (const reader of readers) {
        const batch = await reader.read(500, AbortSignal.timeout(500));
        if (batch === null) continue;
        seen.push(...batch.events.map(({ body }) => body));
        await reader.commit(batch.positions);
      }
    }
    assert.deepEqual(seen.sort(), numbered(200, 400).sort());
    for (const reader of readers) await reader.close();
    await topic.close();
  });

  it("are used by a writer that runs, as Kafka's own producer uses them", async () => {
    const name = freshName("grown");
    const topic = textTopic(name, { ...options(), key: (body) => body });
    await topic.open(probe());
    await topic.append(numbered(0, 40).map((body) => event(body)));
    await addPartitions(name, 5);
    const placed = async (round: number) => {
      const lines = numbered(0, 40).map((body) => event(body, new Map([["round", String(round)]])));
      await topic.append(lines);
      const { stdout } = await server().tool("kafka-get-offsets", ["--topic", name]);
      return stdout
        .trim()
        .split("\n")
        .filter((line) => !line.endsWith(":0")).length;
    };
    for (let round = 0; (await placed(round)) < 5; round++) await sleep(200);

    const theirs = freshName("grown-theirs");
    const other = textTopic(theirs, { ...options(), partitions: 5 });
    await other.open(probe());
    const parse = ["--reader-property", "parse.key=true", "--reader-property", "key.separator=|"];
    const input = numbered(100, 140)
      .map((key) => `${key}|${key}\n`)
      .join("");
    await server().tool("kafka-console-producer", ["--topic", theirs, ...parse], input);
    await topic.append(numbered(100, 140).map((body) => event(body)));
    const partitionsOf = async (each: string) => {
      const print = ["partition", "key"].flatMap((what) => ["--formatter-property", `print.${what}=true`]);
      const end = ["--from-beginning", "--timeout-ms", "5000"];
      const { stdout } = await server().tool("kafka-console-consumer", ["--topic", each, ...print, ...end]);
      return stdout
        .trim()
        .split("\n")
        .filter((line) => /\t1\d\d\t/.test(line))
        .sort();
    };
    const found = await partitionsOf(name);
    assert.equal(found.length, 40);
    assert.deepEqual(found, await partitionsOf(theirs));
    await topic.close();
    await other.close();
  });
});
