import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { file } from "../../../runtime/channel/file.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Topic } from "../../../runtime/contract/topic.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { murmur2 } from "../../../runtime/topic/murmur2.ts";
import { connectKafka } from "../../../stdlib/kafka/kafkajs/connect.ts";
import type { NewRecord, StoredRecord } from "../../../stdlib/kafka/port.ts";
import { seeded } from "../../compiler/random/choices.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { freshName, probe, topicOf } from "./probe.ts";

const KEYS = sampleSize(5_000, 100_000);

serverSuite("kafka", "bytes from topic to topic", (server) => {
  const seed = firstSeed;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "sluice-bytes-"));
  });
  after(() => rm(folder, { recursive: true }));

  const cluster = () =>
    connectKafka({ brokers: [server().brokers], clientId: "test", tls: null, sasl: null }, probe().clock, () => {});

  /** Random keys and headers, as a Java program with its own serializers would write them. */
  function records(): NewRecord[] {
    const { below } = seeded(seed);
    const next = () => below(1e9) / 1e9;
    const bytes = (most: number) => Buffer.from(Array.from({ length: Math.floor(next() * most) }, () => next() * 256));
    const header = (): NewRecord["headers"][number] => [
      ["trace", "trace", "id", "topic", "key", "ü"][Math.floor(next() * 6)]!,
      next() < 0.2 ? null : bytes(12),
    ];
    return Array.from({ length: KEYS }, (_, n) => ({
      key: Buffer.concat([bytes(16), Buffer.from([n >> 24, n >> 16, n >> 8, n])]),
      value: bytes(20),
      headers: next() < 0.5 ? [] : Array.from({ length: 1 + Math.floor(next() * 4) }, header),
      timestamp: "1700000000000",
    }));
  }

  async function write(topic: string, all: readonly NewRecord[]): Promise<void> {
    const producer = await cluster().producer({
      ...{ topic, acks: "all", compression: "none", metadataMaxAge: 10_000, counted() {} },
    });
    for (let from = 0; from < all.length; from += 1_000) await producer.send(0, all.slice(from, from + 1_000));
    await producer.close();
  }

  async function stored(topic: string): Promise<StoredRecord[]> {
    const reader = await cluster().plainReader(topic);
    const found: StoredRecord[] = [];
    for (let next = "0"; found.length < KEYS; ) {
      for (const batch of await reader.fetch(new Map([[0, next]]), 1_000)) {
        found.push(...batch.records);
        next = batch.next;
      }
    }
    await reader.close();
    return found;
  }

  const hex = ({ key, value, headers }: Pick<NewRecord, "key" | "value" | "headers">) => {
    const one = (data: string | Buffer | null) => (data === null ? null : Buffer.from(data as string).toString("hex"));
    return [one(key), one(value), headers.map(([name, data]) => [name, one(data)])];
  };

  async function copy<T>(
    from: Topic<T>,
    to: Topic<T>,
    pass: (events: readonly Event<T>[]) => Promise<readonly Event<T>[]>,
  ) {
    const reader = from.reader(freshName("copy"), "earliest");
    await reader.open({ ...probe(), dataDir: folder });
    for (let count = 0; count < KEYS; ) {
      const batch = await reader.read(1_000, AbortSignal.timeout(20_000));
      assert.ok(batch !== null, `only ${count} came`);
      await to.append(await pass(batch.events));
      count += batch.events.length;
      await reader.commit(batch.positions);
    }
    await reader.close();
  }

  it("keeps keys, headers and values of any bytes as they are", async function () {
    this.timeout(300_000);
    const written = records();
    const names = ["from", "straight", "far"].map(freshName);
    const topics = names.map((name) => topicOf<Uint8Array>(name, t.bytes, { brokers: server().brokers }));
    for (const topic of topics) await topic.open(probe());
    await write(names[0]!, written);
    await copy(topics[0]!, topics[1]!, async (events) => events);
    const found = await stored(names[1]!);
    assert.deepEqual(found.map(hex), written.map(hex), `seed ${seed}`);

    // Through all that keeps events as text: a durable channel, an embedded topic, a copied map.
    const element = t.bytes;
    const channel = file<Uint8Array>(
      { capacity: 10_000, transactionCapacity: 1_000 },
      { name: "a.c", place: "", element },
    );
    const between = embedded<Uint8Array>({}, { name: "between", place: "", element });
    const context = { ...probe(), dataDir: folder };
    await channel.open(context);
    await between.open(context);
    await copy(topics[0]!, between, async (events) => {
      await (await channel.put(events)).commit();
      const taken = await channel.take(events.length, AbortSignal.timeout(20_000));
      await taken!.commit();
      return taken!.events;
    });
    await copy(between, topics[2]!, async (events) => events);
    assert.deepEqual((await stored(names[2]!)).map(hex), written.map(hex), `seed ${seed}`);
    await channel.close();
    for (const topic of [...topics, between]) await topic.close();
  });

  it("puts a key where Kafka's own hash of its bytes puts it", async () => {
    const name = freshName("place");
    const from = topicOf<string>(freshName("of"), t.string, { brokers: server().brokers });
    const to = topicOf<string>(name, t.string, { brokers: server().brokers, partitions: 7 });
    await from.open(probe());
    await to.open(probe());
    // What LongSerializer makes of -2.
    const key = Buffer.from("fffffffffffffffe", "hex");
    await write(from.name, [{ key, value: "a", headers: [] }]);
    const reader = from.reader(freshName("g"), "earliest");
    await reader.open(probe());
    const batch = await reader.read(1, AbortSignal.timeout(20_000));
    // The key as a reader leaves it, and as a program has copied it.
    await to.append([...batch!.events, event("b", new Map(batch!.events[0]!.headers))]);
    const { stdout } = await server().tool("kafka-get-offsets", ["--topic", name]);
    assert.match(stdout, new RegExp(`^${name}:${(murmur2(key) & 0x7fffffff) % 7}:2$`, "m"));
    await reader.close();
    for (const topic of [from, to]) await topic.close();
  });
});
