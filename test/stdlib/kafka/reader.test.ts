import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { freshName, type Probe, probe, readBodies, textTopic, topicOf } from "./probe.ts";

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));
const events = (bodies: readonly string[]) => bodies.map((body) => event(body));
const sorted = (bodies: readonly string[]) => bodies.toSorted((a, b) => Number(a) - Number(b));

serverSuite("kafka", "a reader of a kafka topic", (server) => {
  let context: Probe;

  beforeEach(() => {
    context = probe();
  });

  /** An open topic with `partitions`, each of which holds some of the numbers below `count`. */
  async function filled(partitions: number, count: number) {
    const name = freshName("reader");
    const topic = textTopic(name, { brokers: server().brokers, partitions, key: (body) => `key ${body}` });
    await topic.open(context);
    await topic.append(events(numbered(0, count)));
    return topic;
  }

  it("goes on where its group has committed, and repeats what it has not", async () => {
    const topic = await filled(3, 100);
    const group = freshName("g");
    const first = topic.reader(group, "earliest");
    await first.open(context);
    assert.equal(first.continues, false, "its group stands nowhere yet");
    const done = await readBodies(first, 40);
    const lost = await readBodies(first, 30, true);
    await first.close();

    const second = topic.reader(group, "earliest");
    await second.open(context);
    assert.equal(second.continues, true);
    const rest = await readBodies(second, 60);
    assert.deepEqual(sorted([...done, ...rest]), numbered(0, 100));
    assert.ok(lost.every((body) => rest.includes(body)));
    assert.equal(await second.read(10, AbortSignal.abort()), null);
    await second.close();
    await topic.close();
  });

  it("gives the same records after a rewind", async () => {
    const topic = await filled(3, 50);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    const begin = await reader.read(10, AbortSignal.timeout(20_000));
    await reader.commit(begin!.positions);
    const again = [await readBodies(reader, 20, true)];
    await reader.rewind();
    again.push(await readBodies(reader, 20, true));
    assert.deepEqual(again[1], again[0]);
    const middle = await reader.read(5, AbortSignal.timeout(20_000));
    await reader.rewind(begin!.positions);
    assert.deepEqual(
      sorted([...begin!.events.map(({ body }) => body), ...(await readBodies(reader, 40))]),
      numbered(0, 50),
    );
    assert.ok(middle !== null);
    await reader.close();
    await topic.close();
  });

  it("rewinds to any place that it is told", async () => {
    const topic = await filled(1, 50);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    await readBodies(reader, 50);
    await reader.rewind(new Map([[0, "7"]]));
    assert.deepEqual(await readBodies(reader, 43, true), numbered(7, 50));
    await reader.close();
    await topic.close();
  });

  it("gives all that is there to one who does not wait", async () => {
    const topic = await filled(3, 30_000);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    let count = 0;
    for (;;) {
      const batch = await reader.read(5_000, AbortSignal.abort());
      if (batch === null) break;
      count += batch.events.length;
      await reader.commit(batch.positions);
    }
    assert.equal(count, 30_000);
    await reader.close();
    await topic.close();
  });

  it("hands over what does not decode, however long that takes, before it is at the end, and once", async function () {
    this.timeout(120_000);
    const name = freshName("undecodable");
    const texts = textTopic(name, { brokers: server().brokers });
    await texts.open(context);
    await texts.append(events(["no", "number", "at", "all"]));
    await texts.close();
    const taken: string[] = [];
    const undecodable: Sink<Uint8Array> = {
      batchSize: 100,
      open: async () => {},
      async write(records) {
        // Longer than a reader waits for a broker that gives nothing.
        await sleep(6_000);
        taken.push(...records.map(({ body }) => Buffer.from(body).toString()));
      },
      close: async () => {},
    };
    const group = freshName("g");
    const reading = { ...context, untilCaughtUp: true };
    for (let start = 1; start <= 2; start++) {
      const topic = topicOf<number>(name, t.int, { brokers: server().brokers, undecodable });
      await topic.open(reading);
      const reader = topic.reader(group, "earliest");
      await reader.open(reading);
      for (;;) {
        const batch = await reader.read(10, AbortSignal.abort());
        if (batch === null) break;
        assert.deepEqual(batch.events, []);
        await reader.commit(batch.positions);
      }
      assert.deepEqual(taken, ["no", "number", "at", "all"], `start ${start}`);
      await reader.close();
      await topic.close();
    }
  });

  it("does not try again and again to hand over what does not decode, while the program drains", async function () {
    this.timeout(120_000);
    const name = freshName("undecodable");
    const texts = textTopic(name, { brokers: server().brokers });
    await texts.open(context);
    await texts.append(events(["no number"]));
    await texts.close();
    let tries = 0;
    const undecodable: Sink<Uint8Array> = {
      batchSize: 100,
      open: async () => {},
      async write() {
        tries++;
        throw new Error("it is too large");
      },
      close: async () => {},
    };
    const draining = new AbortController();
    const reading = { ...context, draining: draining.signal };
    const topic = topicOf<number>(name, t.int, { brokers: server().brokers, undecodable });
    await topic.open(reading);
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(reading);
    await eventually("it is tried", () => tries > 0);
    draining.abort();
    assert.equal(await reader.read(10, AbortSignal.abort()), null);
    await reader.close();
    await topic.close();
    assert.ok(tries < 10, `${tries} tries`);
  });

  it("waits until it is told not to", async () => {
    const topic = await filled(1, 1);
    const reader = topic.reader(freshName("g"), "latest");
    await reader.open(context);
    assert.equal(await reader.read(10, AbortSignal.timeout(300)), null);
    await topic.append(events(["late"]));
    assert.deepEqual(await readBodies(reader, 1), ["late"]);
    await reader.close();
    await topic.close();
  });

  it("does not skip what comes between a start at the end and the first commit", async () => {
    const topic = await filled(2, 10);
    const group = freshName("g");
    const first = topic.reader(group, "latest");
    await first.open(context);
    await topic.append(events(["a", "b", "c"]));
    await readBodies(first, 3, true);
    await first.close();
    const second = topic.reader(group, "latest");
    await second.open(context);
    assert.deepEqual((await readBodies(second, 3)).sort(), ["a", "b", "c"]);
    await second.close();
    await topic.close();
  });

  it("shares the partitions with others of its group and loses nothing when one comes and goes", async () => {
    const topic = await filled(4, 2_000);
    const group = freshName("g");
    const seen: string[] = [];
    let stop = false;
    const work = async (reader: ReturnType<typeof topic.reader>, until: () => boolean) => {
      while (!until()) {
        const batch = await reader.read(50, AbortSignal.timeout(500));
        if (batch === null) continue;
        try {
          await reader.commit(batch.positions);
          seen.push(...batch.events.map(({ body }) => body));
        } catch {
          await reader.rewind();
        }
      }
    };
    const first = topic.reader(group, "earliest");
    await first.open(context);
    const working = work(first, () => stop);
    await eventually("something was read", () => seen.length > 100);

    const second = topic.reader(group, "earliest");
    const other = probe();
    await second.open(other);
    assert.match(other.lines.join("\n"), /gives this reader partitions \d, \d of topic/);
    await topic.append(events(numbered(2_000, 4_000)));
    let left = false;
    const otherWork = work(second, () => left);
    await eventually("both have read", () => new Set(seen).size === 4_000, 30_000);
    left = true;
    await otherWork;
    await second.close();

    await topic.append(events(numbered(4_000, 5_000)));
    await eventually("the first has read the rest", () => new Set(seen).size === 5_000, 30_000);
    stop = true;
    await working;
    assert.deepEqual(sorted([...new Set(seen)]), numbered(0, 5_000));
    assert.equal(seen.length, 5_000, "nothing was committed twice");
    await first.close();
    await topic.close();
  });

  it("cannot commit what has gone to another reader", async () => {
    const topic = await filled(2, 100);
    const group = freshName("g");
    const first = topic.reader(group, "earliest");
    await first.open(context);
    const bodies: string[] = [];
    const batches = [];
    while (bodies.length < 100) {
      const batch = await first.read(100, AbortSignal.timeout(20_000));
      batches.push(batch!);
      bodies.push(...batch!.events.map(({ body }) => body));
    }
    const second = topic.reader(group, "earliest");
    // It joins when the first has waited long enough for a commit that does not come.
    await second.open(probe());
    await assert.rejects(first.commit(batches.at(-1)!.positions), /gone to another reader/);
    const again = await second.read(1, AbortSignal.timeout(20_000));
    assert.equal(again?.events[0]?.headers.get("offset"), "0");
    await second.close();
    await first.close();
    await topic.close();
  });

  it("stays in its group while it has no time to read for longer than a session", async () => {
    const name = freshName("busy");
    const topic = topicOf<string>(name, t.string, { brokers: server().brokers, sessionTimeout: 1_500 });
    await topic.open(context);
    for (let from = 0; from < 30_000; from += 10_000) await topic.append(events(numbered(from, from + 10_000)));
    const reader = topic.reader(freshName("g"), "earliest");
    await reader.open(context);
    const first = await reader.read(100, AbortSignal.timeout(20_000));
    await sleep(4_000);
    await reader.commit(first!.positions);
    const rest = await readBodies(reader, 29_900);
    assert.deepEqual(rest.at(-1), "29999");
    assert.equal(context.lines.filter((line) => line.includes("gives this reader")).length, 1);
    await reader.close();
    await topic.close();
  });

  it("says which records were deleted before it came to them, and reads on", async () => {
    const topic = await filled(1, 100);
    const group = freshName("g");
    const first = topic.reader(group, "earliest");
    await first.open(context);
    await readBodies(first, 10);
    await first.close();
    const folder = await mkdtemp(join(tmpdir(), "sluice-kafka-"));
    const offsets = join(folder, "offsets.json");
    await writeFile(
      offsets,
      JSON.stringify({ partitions: [{ topic: topic.name, partition: 0, offset: 60 }], version: 1 }),
    );
    const { status, stdout } = await server().tool("kafka-delete-records", ["--offset-json-file", offsets]);
    await rm(folder, { recursive: true });
    assert.equal(status, 0, stdout);
    const second = topic.reader(group, "latest");
    await second.open(context);
    assert.deepEqual(await readBodies(second, 40), numbered(60, 100));
    assert.match(
      context.lines.join("\n"),
      /offsets 10 to 59 of partition 0 of topic .* were deleted before they were read/,
    );
    assert.equal(context.counts.get("expired"), 50);
    await second.close();
    await topic.close();
  });
});
