import assert from "node:assert/strict";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GroupedBatch } from "../../../runtime/batch/grouped-batch.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { ComponentError, RejectedEventError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Topic, TopicReader } from "../../../runtime/contract/topic.ts";
import { groupPositions } from "../../../runtime/topic/admin.ts";
import { type EmbeddedOptions, embedded } from "../../../runtime/topic/embedded.ts";
import { eventually } from "../../support/eventually.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { type TestContext, testContext } from "../../support/test-context.ts";

const declared: Declared = { name: "words", place: "w.flow:2:7", element: t.string };
const now = AbortSignal.abort();

describe("an embedded topic", () => {
  const closers: (() => Promise<void>)[] = [];
  let context: TestContext;
  beforeEach(() => {
    context = testContext({ dataDir: folder() });
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  // Behind the hook that closes what writes there.
  const folder = tempFolders();

  async function open(options: EmbeddedOptions<string> = {}, as = context): Promise<Topic<string>> {
    const topic = embedded<string>(options, declared);
    await topic.open(as);
    closers.push(() => topic.close());
    return topic;
  }

  async function join_(
    topic: Topic<string>,
    group: string,
    startAt: "earliest" | "latest" = "earliest",
  ): Promise<TopicReader<string>> {
    const reader = topic.reader(group, startAt);
    await reader.open(context);
    closers.push(() => reader.close());
    return reader;
  }

  /** Ends everything that the test has opened, as an orderly end of the program does. */
  async function restart(): Promise<void> {
    for (const close of closers.splice(0).reverse()) await close();
  }

  it("takes each part of a batch once, also where a restart finds some of them there", async () => {
    const words = Array.from({ length: 40 }, (_, index) => event(`word ${index}`));
    const batch = { writer: "s.words", id: "b1" };
    const topic = await open({ partitions: 3, key: (word) => (word.endsWith("7") ? null : word) });
    // Of the first write one partition has its part, and the others do not.
    const [first] = (topic as unknown as { readonly logs: readonly { append: () => Promise<number> }[] }).logs;
    const append = first!.append;
    first!.append = () => Promise.reject(new Error("no room"));
    await assert.rejects(topic.appendOnce!(words, batch), /no room/);
    first!.append = append;
    await restart();
    const next = await open({ key: (word) => (word.endsWith("7") ? null : word) });
    await next.appendOnce!(words, batch);
    await next.appendOnce!(words, batch);
    await next.append([event("another")]);
    await next.appendOnce!(words, batch);
    const reader = await join_(next, "g");
    const found = (await reader.read(1000, now))!.events.map(({ body }) => body);
    assert.deepEqual(found.sort(), [...words.map(({ body }) => body), "another"].sort());
    await next.appendOnce!([event("of the next batch")], { ...batch, id: "b2" });
    assert.deepEqual(
      (await reader.read(1000, now))!.events.map(({ body }) => body),
      ["of the next batch"],
    );
  });

  it("keeps the order of a key, and spreads keys over the partitions", async () => {
    const topic = await open({ partitions: 3, key: (word) => word.slice(0, 1) });
    const words = Array.from({ length: 300 }, (_, index) => `${"abcdefghij"[index % 10]}${index}`);
    for (let from = 0; from < 300; from += 50)
      await topic.append(words.slice(from, from + 50).map((word) => event(word)));
    const reader = await join_(topic, "g");
    const batch = await reader.read(1000, now);
    const partitions = byPartition(batch!.events);
    assert.equal(partitions.size, 3);
    for (const letter of "abcdefghij") {
      const mine = batch!.events.filter(({ body }) => body.startsWith(letter));
      assert.deepEqual(
        mine.map(({ body }) => body),
        words.filter((word) => word.startsWith(letter)),
      );
      assert.equal(new Set(mine.map(({ headers }) => headers.get("partition"))).size, 1);
      assert.equal(mine[0]!.headers.get("key"), letter);
    }
    for (const [partition, events] of partitions) {
      assert.deepEqual(
        events.map(({ headers }) => headers.get("offset")),
        events.map((_, index) => String(index)),
      );
      assert.equal(batch!.positions.get(Number(partition)), String(events.length));
    }
  });

  it("encodes large events a part at a time, and says which are written where one of a later part is refused", async () => {
    const large = "x".repeat(2 ** 20);
    const key = (word: string): null => {
      if (word.startsWith("bad")) throw new Error("no key for this");
      return null;
    };
    const topic = await open({ key });
    const words = Array.from({ length: 40 }, (_, index) => (index === 20 ? `bad${index}` : `${index} ${large}`));
    await assert.rejects(topic.append(words.map((word) => event(word))), (error) => {
      assert.ok(error instanceof RejectedEventError);
      assert.deepEqual(error.indexes, [20]);
      assert.deepEqual(
        error.unwritten,
        [...Array(24).keys()].map((index) => index + 16),
      );
      return true;
    });
    const reader = await join_(topic, "g");
    const written = (await reader.read(100, now))!.events.map(({ body }) => body.slice(0, 2).trim());
    assert.deepEqual(
      written,
      [...Array(16).keys()].map((index) => String(index)),
    );
  });

  it("gives batches without keys to the partitions in turn", async () => {
    const topic = await open({ partitions: 3 });
    for (let turn = 0; turn < 6; turn++) await topic.append([event(`${turn} a`), event(`${turn} b`)]);
    const reader = await join_(topic, "g");
    const batch = await reader.read(100, now);
    const sizes = byPartition(batch!.events);
    assert.deepEqual(
      [...sizes.values()].map((events) => events.length),
      [4, 4, 4],
    );
  });

  it("keeps headers, time and key of the event, and does not store what readers add", async () => {
    const topic = await open();
    const headers = new Map([
      ["host", "h"],
      ["timestamp", "1767225600000"],
      ["offset", "99"],
      ["key", "k"],
    ]);
    await topic.append([event("x", headers), event("y")]);
    const reader = await join_(topic, "g");
    const [x, y] = (await reader.read(2, now))!.events;
    assert.deepEqual(Object.fromEntries(x!.headers), {
      host: "h",
      topic: "words",
      partition: "0",
      offset: "0",
      timestamp: "1767225600000",
      key: "k",
    });
    assert.ok(Math.abs(Number(y!.headers.get("timestamp")) - context.clock.now()) < 60_000);
  });

  it("has what was appended, and what was committed, after a restart", async () => {
    let topic = await open({ partitions: 2 });
    for (let turn = 0; turn < 10; turn++) await topic.append([event(String(turn))]);
    let reader = await join_(topic, "g");
    const first = await reader.read(4, now);
    await reader.commit(first!.positions);
    const second = await reader.read(3, now);
    assert.equal(second!.events.length, 3);
    await restart();
    topic = await open();
    reader = await join_(topic, "g");
    const rest = await reader.read(100, now);
    const seen = [...first!.events, ...rest!.events].map(({ body }) => Number(body));
    assert.deepEqual(
      seen.sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
  });

  it("writes committed positions once an interval, when the last reader leaves, and each at once with none", async () => {
    const clock = manualClock();
    const timed = testContext({ clock, dataDir: folder() });
    const topic = await open({}, timed);
    for (let turn = 0; turn < 4; turn++) await topic.append([event(String(turn))]);
    const reader = topic.reader("g", "earliest");
    await reader.open(timed);
    const written = () => groupPositions(timed.dataDir, "words", "g");
    for (const position of [1, 2]) {
      await reader.commit((await reader.read(1, now))!.positions);
      assert.deepEqual([...(await written())], [[0, 0]], `after ${position}`);
      await clock.advance(1000);
    }
    // In this process the position holds from the start.
    await reader.rewind();
    assert.equal((await reader.read(1, now))!.events[0]!.body, "2");
    await clock.advance(1000);
    await eventually("the write", async () => (await written()).get(0) === 2);
    await reader.commit(new Map([[0, "3"]]));
    await reader.close();
    assert.deepEqual([...(await written())], [[0, 3]]);
    await restart();
    const exact = await open({ commitInterval: 0 }, timed);
    const again = exact.reader("g", "earliest");
    await again.open(timed);
    await again.commit((await again.read(1, now))!.positions);
    assert.deepEqual([...(await written())], [[0, 4]]);
    await again.close();
  });

  it("gives the same records again after a rewind", async () => {
    const topic = await open({ partitions: 2 });
    for (let turn = 0; turn < 6; turn++) await topic.append([event(String(turn))]);
    const reader = await join_(topic, "g");
    const first = await reader.read(2, now);
    const second = await reader.read(10, now);
    await reader.rewind(first!.positions);
    const again = await reader.read(10, now);
    assert.deepEqual(again!.events.map(({ body }) => body).sort(), second!.events.map(({ body }) => body).sort());
    await reader.rewind();
    assert.equal((await reader.read(100, now))!.events.length, 6);
  });

  it("begins where it is told when the group has committed nothing, and stays there", async () => {
    let topic = await open();
    await topic.append([event("before")]);
    await join_(topic, "late", "latest");
    const early = await join_(topic, "early", "earliest");
    assert.equal((await early.read(10, now))!.events.length, 1);
    await topic.append([event("after")]);
    await restart();
    topic = await open();
    const late = await join_(topic, "late", "latest");
    assert.deepEqual(
      (await late.read(10, now))!.events.map(({ body }) => body),
      ["after"],
    );
  });

  it("wakes a waiting reader at an append, and lets it go when its signal is aborted", async () => {
    const topic = await open();
    await topic.claim!();
    const reader = await join_(topic, "g");
    const patience = new AbortController();
    const waiting = reader.read(10, patience.signal);
    await topic.append([event("x")]);
    assert.deepEqual(
      (await waiting)!.events.map(({ body }) => body),
      ["x"],
    );
    const none = reader.read(10, patience.signal);
    patience.abort();
    assert.equal(await none, null);
  });

  it("shares its partitions among the readers of a group, and deals them out anew", async () => {
    const topic = await open({ partitions: 4, key: (word) => word });
    const first = await join_(topic, "g");
    const words = Array.from({ length: 100 }, (_, index) => event(`word ${index}`));
    await topic.append(words);
    const all = await first.read(1000, now);
    assert.equal(all!.events.length, 100);
    const second = topic.reader("g", "earliest");
    await second.open(context);
    // What it had read and not committed is read again by the new owner, and only there.
    await assert.rejects(first.commit(all!.positions), /another reader/);
    const theirs = await second.read(1000, now);
    const partitions = new Set(theirs!.events.map(({ headers }) => headers.get("partition")));
    assert.equal(partitions.size, 2);
    await second.commit(theirs!.positions);
    const mine = new Map([...all!.positions].filter(([partition]) => !partitions.has(String(partition))));
    await first.commit(mine);
    await second.close();
    assert.equal(await first.read(1000, now), null);
    await topic.append(words);
    assert.equal((await first.read(1000, now))!.events.length, 100);
  });

  it("gives each group everything", async () => {
    const topic = await open();
    await topic.append([event("x")]);
    for (const group of ["a", "b/c", ".."]) {
      const reader = await join_(topic, group);
      assert.equal((await reader.read(10, now))!.events.length, 1);
    }
  });

  it("counts and skips a record that is not of its type", async () => {
    const topic = await open();
    await topic.append([event('{"n":1}'), event("nonsense"), event('{"n":"x"}'), event('{"n":2}')]);
    await restart();
    const typed = embedded<{ n: number }>({ codec: "json" }, { ...declared, element: t.record({ n: t.int }) });
    await typed.open(context);
    closers.push(() => typed.close());
    const reader = typed.reader("g", "earliest");
    await reader.open(context);
    closers.push(() => reader.close());
    const batch = await reader.read(10, now);
    assert.deepEqual(
      batch!.events.map(({ body }) => body),
      [{ n: 1 }, { n: 2 }],
    );
    assert.equal(batch!.positions.get(0), "4");
    assert.equal(context.counted.get("undecodable"), 2);
    assert.match(context.logged[1]!.message, /expected an int, found "x" at \.n/);
  });

  it("can be read by others while it is written, and written by one only", async () => {
    const writer = await open();
    await writer.append([event("0")]);
    const other = await open();
    const reader = await join_(other, "g");
    assert.equal((await reader.read(10, now))!.events.length, 1);
    await assert.rejects(other.append([event("no")]), (error: unknown) => {
      assert.ok(error instanceof ComponentError);
      assert.match(error.message, /cannot write: .* is in use by process/);
      return true;
    });
    await writer.append([event("1")]);
    const batch = await reader.read(10, new AbortController().signal);
    assert.deepEqual(
      batch!.events.map(({ body }) => body),
      ["1"],
    );
    // One group is read in one process.
    await assert.rejects(writer.reader("g", "earliest").open(context), /in use by process/);
  });

  it("refuses to change its number of partitions behind the back of its keys", async () => {
    await open({ partitions: 2 });
    await restart();
    await open();
    await restart();
    await assert.rejects(open({ partitions: 3 }), /declared with 3 partitions and has 2/);
  });

  it("gives up old records by age and by size, whole files at a time", async () => {
    const clock = manualClock(1_000_000);
    const timed = testContext({ clock, dataDir: context.dataDir });
    const topic = await open({ segmentBytes: 100, retention: 1000 }, timed);
    const reader = await join_(topic, "g");
    for (let turn = 0; turn < 20; turn++) {
      await topic.append([event(`record ${turn}`)]);
      await clock.advance(100);
    }
    const batch = await reader.read(100, now);
    const first = Number(batch!.events[0]!.headers.get("offset"));
    assert.ok(first >= 6 && first <= 11, `begins at ${first}`);
    assert.equal(context.counted.get("expired"), first);
    assert.equal(batch!.events.at(-1)!.body, "record 19");
    await restart();
    const bounded = await open({ segmentBytes: 100, retention: null, retentionBytes: 250 }, timed);
    for (let turn = 0; turn < 20; turn++) await bounded.append([event(`record ${turn}`)]);
    const files = readdirSync(join(context.dataDir, "topics", "words", "0"));
    assert.ok(files.length <= 4, `${files.length} files`);
  });

  it("reads on where a crash of its writer has torn the end", async () => {
    const topic = await open();
    await topic.append([event("0"), event("1")]);
    await restart();
    const log = join(context.dataDir, "topics", "words", "0", "0000000000000000.log");
    writeFileSync(log, Buffer.from([1, 2, 3]), { flag: "a" });
    const again = await open();
    await again.append([event("2")]);
    const reader = await join_(again, "g");
    assert.deepEqual(
      (await reader.read(10, now))!.events.map(({ body }) => body),
      ["0", "1", "2"],
    );
    assert.match(context.logged[0]!.message, /cut off/);
    rmSync(log);
  });
});

function byPartition(events: readonly Event<string>[]): Map<string, Event<string>[]> {
  const partitions = new GroupedBatch<string, Event<string>>();
  for (const one of events) partitions.add(one.headers.get("partition")!, one);
  return new Map(partitions);
}
