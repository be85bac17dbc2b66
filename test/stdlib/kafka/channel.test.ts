import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Channel, Taken } from "../../../runtime/contract/channel.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { KafkaOptions } from "../../../stdlib/kafka/kafka-channel.options.ts";
import { kafka } from "../../../stdlib/kafka/kafka-channel.ts";
import { serverSuite } from "../../servers/server-suite.ts";
import { eventually } from "../../support/eventually.ts";
import { sampleSize } from "../../support/sample-size.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { sendLines, surviveKills } from "../support/killing.ts";
import { freshName, type Probe, probe, topicOf } from "./probe.ts";

const now = AbortSignal.abort();
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => String(from + n));

serverSuite("kafka", "a channel in a kafka topic", (server) => {
  const tempFolder = tempFolders();
  const opened: Channel<never>[] = [];
  let context: Probe;

  beforeEach(() => {
    context = probe();
  });
  afterEach(async () => {
    for (const channel of opened.splice(0)) await channel.close();
  });

  async function open<T = string>(
    topic: string,
    options: Partial<KafkaOptions> = {},
    element: Schema = t.string,
  ): Promise<Channel<T>> {
    const all = { brokers: server().brokers, topic, sessionTimeout: 6_000, commitInterval: 0, ...options };
    const channel = kafka<T>(all, { name: "a1.c1", place: "test.flow:1:1", element });
    await channel.open(context);
    opened.push(channel as Channel<unknown> as Channel<never>);
    return channel;
  }

  async function close(channel: Channel<string>): Promise<void> {
    opened.splice(opened.indexOf(channel as Channel<unknown> as Channel<never>), 1);
    await channel.close();
  }

  async function put<T>(channel: Channel<T>, events: readonly Event<T>[]): Promise<void> {
    await (await channel.put(events)).commit();
  }

  const putTexts = (channel: Channel<string>, texts: readonly string[]) =>
    put(
      channel,
      texts.map((text) => event(text)),
    );

  async function take<T>(channel: Channel<T>, max: number): Promise<Taken<T>> {
    const taken = await channel.take(max, AbortSignal.timeout(30_000));
    assert.ok(taken !== null, "nothing came");
    return taken;
  }

  async function takeAll(channel: Channel<string>, count: number): Promise<string[]> {
    const bodies: string[] = [];
    while (bodies.length < count) {
      const taken = await take(channel, count - bodies.length);
      bodies.push(...taken.events.map(({ body }) => body));
      await taken.commit();
    }
    return bodies;
  }

  /** Takes as a sink does, into `seen`, until nothing is left once `fed` is aborted. */
  async function drain(channel: Channel<string>, fed: AbortSignal, seen: string[]): Promise<void> {
    for (let taken = await channel.take(7, fed); taken !== null; taken = await channel.take(7, fed)) {
      seen.push(...taken.events.map(({ body }) => body));
      await taken.commit();
    }
  }

  it("gives what was put in order, with transactions that end in any order", async () => {
    const name = freshName("order");
    const channel = await open(name);
    const nothing = await channel.put([event("rolled back")]);
    await nothing.rollback();
    await putTexts(channel, numbered(0, 30));
    await eventually("its size is known", () => channel.size === 30, 60_000);
    const first = await take(channel, 10);
    const second = await take(channel, 10);
    await second.commit();
    await first.rollback();
    assert.deepEqual(await takeAll(channel, 10), numbered(0, 10));
    assert.deepEqual(await takeAll(channel, 10), numbered(20, 30));
    assert.equal(channel.size, 0);
    assert.equal(await channel.take(5, now), null);
  });

  it("keeps what was not taken for good, and only that", async () => {
    const name = freshName("kept");
    const before = await open(name);
    await putTexts(before, numbered(0, 30));
    assert.deepEqual(await takeAll(before, 5), numbered(0, 5));
    const held = await take(before, 10);
    const done = await take(before, 10);
    // The group has one position: events committed behind ones that are not are delivered a second time.
    await done.commit();
    await close(before);
    await held.rollback();
    const after = await open(name);
    assert.deepEqual(await takeAll(after, 25), numbered(5, 30));
    await close(after);
    const last = await open(name);
    await putTexts(last, ["more"]);
    assert.deepEqual(await takeAll(last, 1), ["more"]);
  });

  it("gives all that was put to a sink that drains", async () => {
    const channel = await open(freshName("drain"));
    const fed = new AbortController();
    const seen: string[] = [];
    const sink = drain(channel, fed.signal, seen);
    for (let from = 0; from < 100; from += 10) await putTexts(channel, numbered(from, from + 10));
    fed.abort();
    await sink;
    assert.deepEqual(seen, numbered(0, 100));
  });

  for (const parseAsFlumeEvent of [true, false]) {
    it(`keeps bodies and headers ${parseAsFlumeEvent ? "as events of Flume" : "as records that others read"}`, async () => {
      const name = freshName("headers");
      type Visit = { readonly ip: string; readonly hits: number | null };
      const visit = t.record({ ip: t.string, hits: t.nullable(t.int) });
      const channel = await open<Visit>(name, { parseAsFlumeEvent }, visit);
      const headers = new Map([
        ["host", "máquina"],
        ["topic", "elsewhere"],
        ["offset", "7"],
        ["key", "k"],
        ["timestamp", "99999999999999"],
        ["", ""],
      ]);
      await put(channel, [event({ ip: "::1", hits: null }, headers), event({ ip: "žluť", hits: 3 })]);
      const [first, second] = (await take(channel, 10)).events;
      assert.deepEqual(
        [first?.body, second?.body],
        [
          { ip: "::1", hits: null },
          { ip: "žluť", hits: 3 },
        ],
      );
      assert.deepEqual(new Map(first?.headers), headers);
      assert.deepEqual(new Map(second?.headers), new Map());
      const topic = topicOf<Uint8Array>(name, t.bytes, { brokers: server().brokers });
      await topic.open(context);
      const reader = topic.reader(freshName("g"), "earliest");
      await reader.open(context);
      const read = await reader.read(2, AbortSignal.timeout(30_000));
      const values = read!.events.map(({ body }) => Buffer.from(body).toString("latin1"));
      // No header, then the length of the body as Avro has it.
      const json = Buffer.from('{"ip":"žluť","hits":3}').toString("latin1");
      assert.equal(values[1], parseAsFlumeEvent ? `\0${String.fromCharCode(2 * json.length)}${json}` : json);
      assert.equal(read!.events[0]?.headers.get("key"), "k");
      await reader.close();
      await topic.close();
    });
  }

  it("passes over what is not an event of its own, and counts it", async () => {
    const name = freshName("foreign");
    const channel = await open(name);
    const topic = topicOf<string>(name, t.string, { brokers: server().brokers });
    await topic.open(context);
    await topic.append([event("this says that a string of hundreds of bytes follows, \u{7f}")]);
    await putTexts(channel, ["mine"]);
    assert.deepEqual(await takeAll(channel, 1), ["mine"]);
    assert.equal(context.counts.get("undecodable"), 1);
    assert.match(
      context.lines.join("\n"),
      /skipped a record that is not an event of this channel: .* partition=0 offset=0/,
    );
    await topic.close();
  });

  it("shares its events among programs, and takes over those of one that has left", async function () {
    this.timeout(180_000);
    const name = freshName("shared");
    const first = await open(name, { partitions: 2 });
    for (let from = 0; from < 40; from += 10) await putTexts(first, numbered(from, from + 10));
    const held = await take(first, 5);
    const second = await open(name, { partitions: 2 });
    await close(first);
    await held.rollback();
    assert.deepEqual((await takeAll(second, 40)).sort(), numbered(0, 40).sort());
  });

  it("drains what another reader has, once that one has left", async function () {
    this.timeout(180_000);
    const name = freshName("left");
    const first = await open(name, { partitions: 2 });
    const second = await open(name, { partitions: 2 });
    for (let from = 0; from < 40; from += 10) await putTexts(second, numbered(from, from + 10));
    const fed = new AbortController();
    const taken: string[] = [];
    const draining = drain(second, fed.signal, taken);
    await eventually("the second reader has what is its own", () => taken.length > 0 && taken.length < 40, 60_000);
    fed.abort();
    await sleep(2000);
    await close(first);
    await draining;
    assert.deepEqual([...new Set(taken)].sort(), numbered(0, 40).sort());
  });

  const kills = sampleSize(1, 30);
  it("has all that was answered when its program is killed", async function () {
    this.timeout(300_000 + kills * 60_000);
    const { brokers } = server();
    const channel = `kafka(brokers: "${brokers}", topic: "${freshName("killed")}", transactionCapacity: 50, sessionTimeout: 6s)`;
    const source = "netcat(port: port)";
    const said = await surviveKills({ cwd: tempFolder(), source, channel, send: sendLines, kills });
    this.test!.title += `: ${said}`;
  });
});
