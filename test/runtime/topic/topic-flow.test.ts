import assert from "node:assert/strict";
import { memory } from "../../../runtime/channel/memory.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { t } from "../../../runtime/contract/schema.ts";
import { agent } from "../../../runtime/engine/agent/declare-agent.ts";
import { stream } from "../../../runtime/engine/stream/declare-stream.ts";
import { fromTopic } from "../../../runtime/engine/stream/from-topic.ts";
import { toTopic } from "../../../runtime/engine/topic/to-topic.ts";
import { topicSource } from "../../../runtime/engine/topic/topic-source.ts";
import { describeTopic, groupPositions } from "../../../runtime/topic/admin.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { eventually } from "../../support/eventually.ts";
import { batchSink, keepingSink, pushedSource } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { startTestProgram } from "../../support/test-program.ts";

const place = "t.flow:1:1";
const declared = (name: string): Declared => ({ name, place, element: t.string });

describe("a topic between agents and streams", () => {
  const folder = tempFolders();

  function program() {
    const words = embedded<string>({ partitions: 2, key: (word) => word, commitInterval: 0 }, declared("words"));
    const source = pushedSource<string>();
    const copied = keepingSink<string>();
    const counted = batchSink<number>();
    const collect = agent({
      name: "collect",
      place,
      sources: { r1: source },
      channels: { c1: memory<string>({}, declared("collect.c1")) },
      sinks: { words: toTopic(words, declared("words")) },
      flows: [
        { from: "r1", to: ["c1"], optional: [], rejects: [], place },
        { from: "c1", to: ["words"], optional: [], rejects: [], place },
      ],
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
    const count = stream({
      name: "count",
      place,
      every: 1000,
      inputs: { words: fromTopic(words, { group: "count", startAt: "earliest" }) },
      outputs: { counted },
      batch({ words }, emit) {
        emit.counted.push(words.length);
      },
    });
    return { source, copied, counted, collect, copy, count };
  }

  it("takes what an agent writes to another agent and to a stream, each at its own pace", async () => {
    const dataDir = folder();
    const { source, copied, counted, collect, copy, count } = program();
    const running = await startTestProgram({ agents: [collect, copy], streams: [count] }, { dataDir });
    await source.push("a", "b", "c", "d", "e");
    await eventually("the copy", () => copied.bodies.length === 5);
    await running.clock.advance(1000);
    await eventually("the count", () => counted.batches.length === 1);
    assert.deepEqual(counted.batches, [{ time: 1000, elements: [5] }]);
    running.drain();
    assert.equal(await running.ended, true);
    assert.deepEqual([...copied.bodies].sort(), ["a", "b", "c", "d", "e"]);
    const ends = (await describeTopic(dataDir, "words"))!.partitions.map(({ end }) => end);
    for (const group of ["copy", "count"]) {
      assert.deepEqual([...(await groupPositions(dataDir, "words", group)).values()], ends, group);
    }
  });

  it("keeps for a reader what was written while it did not run, and gives nothing twice", async () => {
    const dataDir = folder();
    const first = program();
    const writing = await startTestProgram({ agents: [first.collect] }, { dataDir });
    await first.source.push("a", "b", "c");
    writing.drain();
    await writing.ended;
    const seen: string[] = [];
    for (let start = 0; start < 2; start++) {
      const { copy, copied } = program();
      const reading = await startTestProgram({ agents: [copy] }, { dataDir });
      if (start === 0) await eventually("the copy", () => copied.bodies.length === 3);
      reading.drain();
      await reading.ended;
      seen.push(...copied.bodies);
    }
    assert.deepEqual(seen.sort(), ["a", "b", "c"]);
  });

  it("has its positions committed after the outputs, not before", async () => {
    const dataDir = folder();
    const { source, counted, collect, count } = program();
    const running = await startTestProgram({ agents: [collect], streams: [count] }, { dataDir });
    await source.push("a", "b", "c");
    await eventually("the write", () => running.counters.get("collect.words", "written") === 3);
    counted.refuse(1);
    await running.clock.advance(1000);
    await eventually("the refusal", () => running.counters.get("count.counted", "failed") === 1);
    const positions = async () => [...(await groupPositions(dataDir, "words", "count")).values()];
    assert.deepEqual(await positions(), [0, 0]);
    await running.clock.advance(1000);
    await eventually("the commit", async () => (await positions()).reduce((sum, position) => sum + position) === 3);
    assert.deepEqual(counted.batches[0], { time: 1000, elements: [3] });
    running.drain();
    await running.ended;
  });
});
