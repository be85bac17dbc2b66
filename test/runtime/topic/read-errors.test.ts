import assert from "node:assert/strict";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory } from "../../../runtime/channel/memory.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { event } from "../../../runtime/contract/event.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { Topic } from "../../../runtime/contract/topic.ts";
import { agent } from "../../../runtime/engine/agent/declare-agent.ts";
import { stream } from "../../../runtime/engine/stream/declare-stream.ts";
import { fromTopic } from "../../../runtime/engine/stream/from-topic.ts";
import { topicSource } from "../../../runtime/engine/topic/topic-source.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { eventually } from "../../support/eventually.ts";
import { batchSink, keepingSink } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { startTestProgram } from "../../support/test-program.ts";

const place = "t.flow:1:1";
const declared = (name: string): Declared => ({ name, place, element: t.string });
const now = AbortSignal.abort();
const WORDS = 60;

describe("a partition that cannot be read", () => {
  const folder = tempFolders();

  const wordsTopic = () => embedded<string>({ partitions: 2, segmentBytes: 300 }, declared("words"));

  /** Two partitions of several files each. */
  async function filled(dataDir: string): Promise<void> {
    const topic = wordsTopic();
    await topic.open(testContext({ dataDir }));
    for (let word = 0; word < WORDS; word++) await topic.append([event(`w${word}`)]);
    await topic.close();
  }

  const all = Array.from({ length: WORDS }, (_, word) => `w${word}`).sort();

  function segments(dataDir: string, partition: number): string[] {
    const directory = join(dataDir, "topics", "words", String(partition));
    return readdirSync(directory)
      .filter((name) => name.endsWith(".log"))
      .sort()
      .map((name) => join(directory, name));
  }

  /** Makes opening the file fail until the result is called. */
  function hide(path: string): () => void {
    renameSync(path, `${path}.hidden`);
    return () => renameSync(`${path}.hidden`, path);
  }

  /** Flips a bit of the file until the result is called. */
  function damage(path: string): () => void {
    const bytes = readFileSync(path);
    const flipped = Buffer.from(bytes);
    flipped[flipped.length - 3]! ^= 1;
    writeFileSync(path, flipped);
    return () => writeFileSync(path, bytes);
  }

  async function reading<R>(dataDir: string, use: (topic: Topic<string>) => Promise<R>): Promise<R> {
    const topic = wordsTopic();
    await topic.open(testContext({ dataDir }));
    try {
      return await use(topic);
    } finally {
      await topic.close();
    }
  }

  it("takes nothing from the others, and gives its own records once it can", async () => {
    const dataDir = folder();
    await filled(dataDir);
    await reading(dataDir, async (topic) => {
      const context = testContext({ dataDir });
      const reader = topic.reader("g", "earliest");
      await reader.open(context);
      const show = hide(segments(dataDir, 1)[2]!);
      const seen: string[] = [];
      for (let turn = 0; turn < 3; turn++) {
        const batch = await reader.read(1000, now).catch(() => null);
        for (const { body } of batch?.events ?? []) seen.push(body);
      }
      assert.ok(seen.length > WORDS / 2 && seen.length < WORDS);
      await assert.rejects(reader.read(1000, now), /ENOENT.*words/);
      show();
      const rest = await reader.read(1000, now);
      for (const { body } of rest!.events) seen.push(body);
      assert.deepEqual(seen.sort(), all);
      assert.equal(context.counted.get("failed"), 1);
      const told = context.logged.map(({ message }) => message);
      assert.match(told[0]!, /cannot read a partition.*ENOENT/);
      assert.deepEqual(told.slice(1), ["recovered after 1 failed attempt"]);
      await reader.close();
    });
  });

  it("gives what is whole before a damaged record, and nothing twice", async () => {
    const dataDir = folder();
    await filled(dataDir);
    const mend = damage(segments(dataDir, 0)[1]!);
    await reading(dataDir, async (topic) => {
      const reader = topic.reader("g", "earliest");
      await reader.open(testContext({ dataDir }));
      const seen: string[] = [];
      const first = await reader.read(1000, now);
      for (const { body } of first!.events) seen.push(body);
      await assert.rejects(reader.read(1000, now), /is damaged at byte/);
      assert.equal(seen.includes("w0"), true);
      mend();
      for (let batch = await reader.read(1000, now); batch !== null; batch = await reader.read(1000, now)) {
        for (const { body } of batch.events) seen.push(body);
      }
      assert.deepEqual(seen.sort(), all);
      await reader.close();
    });
  });

  it("loses nothing of a stream and of an agent, which go on with the others", async () => {
    const dataDir = folder();
    await filled(dataDir);
    const words = wordsTopic();
    const copied = keepingSink<string>();
    const out = batchSink<string>();
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
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { words: fromTopic(words, { group: "s", startAt: "earliest" }) },
      outputs: { out },
      batch({ words }, emit) {
        for (const { body } of words) emit.out.push(body);
      },
    });
    const mend = damage(segments(dataDir, 1)[2]!);
    const running = await startTestProgram({ agents: [copy], streams: [s] }, { dataDir });
    await running.clock.advance(1000);
    await eventually("a read that fails", () => running.counters.get("s.words", "failed") > 0);
    await eventually("the agent's that fails", () => running.counters.get("copy.words", "failed") > 0);
    mend();
    for (let second = 0; second < 10; second++) await running.clock.advance(1000);
    await eventually("all in the sink", () => copied.bodies.length >= WORDS);
    await eventually("all in the output", () => out.batches.flatMap(({ elements }) => elements).length >= WORDS);
    running.drain();
    assert.equal(await running.ended, true);
    assert.deepEqual(out.batches.flatMap(({ elements }) => [...elements]).sort(), all);
    assert.deepEqual([...copied.bodies].sort(), all);
  });
});
