import assert from "node:assert/strict";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { statefulStream, stream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromSource } from "../../../../runtime/engine/stream/from-source.ts";
import { fromTopic } from "../../../../runtime/engine/stream/from-topic.ts";
import { topicSource } from "../../../../runtime/engine/topic/topic-source.ts";
import { embedded } from "../../../../runtime/topic/embedded.ts";
import { memory } from "../../../../stdlib/memory/memory.ts";
import { eventually } from "../../../support/eventually.ts";
import { type BatchSink, batchSink, keepingSink, pushedSource } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";
import { testPrograms } from "../../../support/test-program.ts";

const place = "t.flow:1:1";
const declared = (name: string): Declared => ({ name, place, element: t.string });
const RECORDS = 2000;

describe("a stream with a backlog", () => {
  const start = testPrograms();
  const folder = tempFolders();

  /** A topic of 2000 records of 10 kB each, of which a read gives about 800. */
  async function backlog() {
    const dataDir = folder();
    const filling = embedded<string>({}, declared("words"));
    await filling.open(testContext({ dataDir }));
    for (let from = 0; from < RECORDS; from += 20) {
      await filling.append(Array.from({ length: 20 }, (_, at) => event(`${from + at} `.padEnd(10_000, "."))));
    }
    await filling.close();
    return { dataDir, words: embedded<string>({}, declared("words")) };
  }

  const options = { group: "s", startAt: "earliest", byteCapacity: 1 } as const;
  const counts = (out: BatchSink<number>) => out.batches.map(({ elements }) => elements[0]!);
  const sum = (out: BatchSink<number>) => counts(out).reduce((all, one) => all + one, 0);

  it("begins the next batch when the one before is done, with a time of its own, and has no empty one", async () => {
    const { dataDir, words } = await backlog();
    const out = batchSink<number>();
    const s = stream({
      name: "s",
      place,
      every: 60_000,
      inputs: { words: fromTopic(words, options) },
      outputs: { out },
      batch({ words }, emit) {
        emit.out.push(words.length);
      },
    });
    const { clock } = await start({ streams: [s] }, { dataDir });
    await clock.advance(60_000);
    await eventually("all records", () => sum(out) === RECORDS);
    assert.ok(out.batches.length > 1 && !counts(out).includes(0), counts(out).join(" "));
    const times = out.batches.map(({ time }) => time);
    assert.deepEqual(
      times,
      [...new Set(times)].sort((a, b) => a - b),
    );
    assert.equal(times[0], 60_000);
    assert.ok(times.at(-1)! < 120_000);
    await clock.advance(60_000);
    await eventually("the next", () => out.batches.at(-1)!.time === 120_000);
  });

  it("keeps to its interval where it has state, without an empty batch", async () => {
    const { dataDir, words } = await backlog();
    const out = keepingSink<number>();
    const times: number[] = [];
    const s = statefulStream({
      name: "s",
      place,
      every: 1000,
      inputs: { words: fromTopic(words, options) },
      outputs: { out },
      state: () => ({}),
      batch({ words }, emit, _state, { time }) {
        times.push(time);
        emit.out.push(words.length);
      },
    });
    const release = out.hold();
    const { clock } = await start({ streams: [s] }, { dataDir });
    // Three batches are due while the first one is written.
    await clock.advance(3000);
    release();
    await eventually("all records", async () => {
      await clock.advance(1000);
      return out.bodies.reduce((all, one) => all + one, 0) === RECORDS;
    });
    const filled = out.bodies.slice(
      0,
      out.bodies.findLastIndex((count) => count > 0),
    );
    assert.equal(filled.includes(0), false, filled.join(" "));
    assert.deepEqual(
      times,
      times.map((_, index) => 1000 * (index + 1)),
    );
  });

  it("waits for room where batches under way have it, and leaves out the intervals that passed", async () => {
    const source = pushedSource<string>();
    const out = keepingSink<number>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source, { capacity: 2 }) },
      outputs: { out },
      batch({ lines }, emit) {
        emit.out.push(lines.length);
      },
    });
    const release = out.hold();
    const { clock } = await start({ streams: [s] });
    await source.push("a", "b");
    const blocked = source.push("c");
    await clock.advance(4500);
    release();
    await blocked;
    await eventually("the second batch", () => out.bodies.length === 2);
    assert.deepEqual(out.bodies, [2, 1]);
    await clock.advance(500);
    await eventually("the third batch", () => out.bodies.length === 3);
  });

  it("ends when it is caught up where that is asked for, and so does an agent", async () => {
    const { dataDir, words } = await backlog();
    const [out, copied] = [batchSink<number>(), keepingSink<string>()];
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { words: fromTopic(words, options) },
      outputs: { out },
      batch({ words }, emit) {
        emit.out.push(words.length);
      },
    });
    const copy = agent({
      name: "copy",
      place,
      sources: { words: topicSource(words, { group: "copy", startAt: "earliest" }, declared("words")) },
      channels: { c1: memory<string>({}, declared("copy.c1")) },
      sinks: { k1: copied },
      flows: [
        { from: "words", to: ["c1"], optional: [], rejects: [], place },
        { from: "c1", to: ["k1"], optional: [], rejects: [], place },
      ],
    });
    const program = await start({ agents: [copy], streams: [s] }, { dataDir, untilCaughtUp: true });
    await program.clock.advance(1000);
    assert.equal(await program.ended, true);
    assert.equal(sum(out), RECORDS);
    assert.equal(counts(out).includes(0), false);
    assert.equal(copied.bodies.length, RECORDS);
  });
});
