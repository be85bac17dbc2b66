import assert from "node:assert/strict";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Topic, TopicBatch, TopicReader } from "../../../../runtime/contract/topic.ts";
import { Counters } from "../../../../runtime/engine/counters.ts";
import { Figures } from "../../../../runtime/engine/figures.ts";
import type { Services } from "../../../../runtime/engine/services.ts";
import { stream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromTopic } from "../../../../runtime/engine/stream/from-topic.ts";
import { createLogs } from "../../../../runtime/log/logs.ts";
import { embedded } from "../../../../runtime/topic/embedded.ts";
import { eventually } from "../../../support/eventually.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { batchSink } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";
import { startTestProgram } from "../../../support/test-program.ts";

const place = "t.flow:1:1";
const declared = (name: string): Declared => ({ name, place, element: t.string });

describe("a topic as the input of a stream", () => {
  const folder = tempFolders();

  it("comes in several batches where one would have too many bytes", async () => {
    const dataDir = folder();
    const filling = embedded<string>({}, declared("words"));
    await filling.open(testContext({ dataDir }));
    for (let part = 0; part < 40; part++) {
      await filling.append(Array.from({ length: 50 }, (_, word) => event(`${part} ${word} `.padEnd(10_000, "."))));
    }
    await filling.close();
    const words = embedded<string>({}, declared("words"));
    const out = batchSink<string>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      // Less than one read of the topic, which ends at 8 MiB.
      inputs: { words: fromTopic(words, { group: "s", startAt: "earliest", byteCapacity: 1_500_000 }) },
      outputs: { out },
      batch({ words }, emit) {
        for (const { body } of words) emit.out.push(body);
      },
    });
    const running = await startTestProgram({ streams: [s] }, { dataDir });
    const seen = () => out.batches.flatMap(({ elements }) => [...elements]);
    await eventually("all records", async () => {
      await running.clock.advance(1000);
      return seen().length === 2000;
    });
    running.drain();
    assert.equal(await running.ended, true);
    const most = Math.max(...out.batches.map(({ elements }) => elements.length));
    assert.ok(most < 1000, `${most} records in one batch`);
    assert.deepEqual(
      seen().map((word) => word.replace(/ \.*$/, "")),
      Array.from({ length: 2000 }, (_, word) => `${Math.floor(word / 50)} ${word % 50}`),
    );
  });

  it("goes on behind what is in batches under way when its reader has lost its place", async () => {
    const reader = forgetfulReader(["a", "b", "c", "d"]);
    const words = { name: "words", async open() {}, async append() {}, reader: () => reader, async close() {} };
    const out = batchSink<string>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { words: fromTopic(words as Topic<string>, { group: "s", startAt: "earliest" }) },
      outputs: { out },
      batch({ words }, emit) {
        for (const { body } of words) emit.out.push(body);
      },
    });
    const running = await startTestProgram({ streams: [s] });
    // The first batch is refused, so that it is not committed when the reader loses its place.
    out.refuse(1);
    reader.failAfter(2);
    await running.clock.advance(1000);
    await eventually("all records", async () => {
      await running.clock.advance(1000);
      return out.batches.flatMap(({ elements }) => elements).length >= 4;
    });
    running.drain();
    assert.equal(await running.ended, true);
    assert.deepEqual(
      out.batches.flatMap(({ elements }) => elements),
      ["a", "b", "c", "d"],
    );
  });
});

describe("a topic that gives a batch of an earlier process again", () => {
  const folder = tempFolders();
  const lines: string[] = [];

  beforeEach(() => {
    lines.length = 0;
  });

  /** The topic as an input that stands at the beginning of partition 0, and the identity of that topic. */
  async function openAt(partitions: number, words: readonly string[]) {
    const dataDir = folder();
    const options = { partitions, key: (word: string) => word };
    const filling = embedded<string>(options, declared("words"));
    await filling.open(testContext({ dataDir }));
    await filling.append(words.map((word) => event(word)));
    const identity = (await filling.identity?.()) ?? null;
    await filling.close();
    const clock = manualClock();
    const never = new AbortController().signal;
    const services = {
      program: "p",
      clock,
      logs: createLogs("text", clock, (line) => lines.push(line)),
      counters: new Counters(),
      figures: new Figures(),
      taps: null,
      paused: new Map(),
      replays: null,
      dataDir,
      untilCaughtUp: false,
      draining: never,
      stopping: never,
    } as unknown as Services;
    const topic = embedded<string>(options, declared("words"));
    await topic.open(testContext({ dataDir }));
    const resumeAt = { identity, positions: new Map([[0, "0"]]) };
    const setting = { services, name: "s.words", place, isNew: false, resumeAt };
    const input = await fromTopic(topic, { group: "s", startAt: "earliest" }).open(setting);
    const upTo = (offset: string) => input.sliceUpTo!({ identity, positions: new Map([[0, offset]]) }, never);
    const close = async () => {
      await input.close();
      await topic.close();
    };
    return { input, upTo, close };
  }

  const bodies = (slice: { readonly events: readonly { readonly body: unknown }[] } | null) =>
    slice!.events.map(({ body }) => body);

  it("gives what is left where the log has lost its end, and says so", async () => {
    const { input, upTo, close } = await openAt(1, ["a", "b", "c"]);
    const slice = await upTo("5");
    assert.deepEqual(bodies(slice), ["a", "b", "c"]);
    assert.deepEqual(slice!.position!.positions, new Map([[0, "3"]]));
    assert.match(lines.join(""), /ERROR s\.words records that the batch under way had are gone: .* partitions=0 /);
    assert.deepEqual(bodies(await input.nextSlice()), []);
    await close();
  });

  it("leaves records of a partition that the batch did not have to the next one", async () => {
    const words = Array.from({ length: 40 }, (_, n) => `word ${n}`);
    const { input, upTo, close } = await openAt(2, words);
    const first = bodies(await upTo("5"));
    assert.equal(first.length, 5);
    assert.deepEqual([...first, ...bodies(await input.nextSlice())].sort(), words.sort());
    assert.deepEqual(lines, []);
    await close();
  });
});

/** A reader that stands at the committed position after a failure, as a member that has to join its group again does. */
function forgetfulReader(bodies: readonly string[]): TopicReader<string> & { failAfter(records: number): void } {
  let next = 0;
  let committed = 0;
  let failAt: number | null = null;
  return {
    failAfter(records) {
      failAt = records;
    },
    async open() {},
    async read(): Promise<TopicBatch<string> | null> {
      if (next === failAt) {
        failAt = null;
        next = committed;
        throw new Error("the broker has gone");
      }
      if (next === bodies.length) return null;
      next += 1;
      return { events: [event(bodies[next - 1]!)], positions: new Map([[0, String(next)]]) };
    },
    async commit(positions) {
      committed = Number(positions.get(0));
    },
    async rewind(positions) {
      next = Number(positions?.get(0) ?? committed);
    },
    async close() {},
  };
}
