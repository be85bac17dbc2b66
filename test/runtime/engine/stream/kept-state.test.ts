import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KeyedBatch } from "../../../../runtime/batch/keyed-batch.ts";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Sink } from "../../../../runtime/contract/sink.ts";
import type { Topic } from "../../../../runtime/contract/topic.ts";
import { statefulStream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromTopic } from "../../../../runtime/engine/stream/from-topic.ts";
import type { Stream } from "../../../../runtime/engine/stream/stream.ts";
import { UpdatedState } from "../../../../runtime/keyed/updated-state.ts";
import { embedded } from "../../../../runtime/topic/embedded.ts";
import { WindowedReduce } from "../../../../runtime/window/windowed-reduce.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { batchSink } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";
import { startTestProgram } from "../../../support/test-program.ts";

const place = "s.flow:1:8";
const declared: Declared = { name: "words", place, element: t.string };

/** Counts words over a window of two batches. */
function counting(out: Sink<[string, number]>, every = 1000): Stream {
  return statefulStream({
    name: "counting",
    place,
    every,
    inputs: { words: fromTopic(embedded<string>({}, declared), { group: "counting", startAt: "earliest" }) },
    outputs: { out },
    state: () => ({
      hits: new WindowedReduce<string, number>({
        window: 2 * every,
        slide: every,
        every,
        key: t.string,
        value: t.int,
        merge: (a, b) => a + b,
      }),
    }),
    batch({ words }, emit, { hits }, batchTime) {
      const batch = new KeyedBatch<string, number>();
      for (const { body } of words) {
        if (body === "boom") throw new Error("boom");
        batch.merge(body, 1, (a, b) => a + b);
      }
      for (const [word, count] of batch) hits.add(word, count);
      for (const pair of hits.advance(batchTime) ?? []) emit.out.push(pair);
    },
  });
}

describe("what a stream keeps", () => {
  const folder = tempFolders();

  async function append(dataDir: string, ...words: string[]): Promise<void> {
    const topic: Topic<string> = embedded<string>({}, declared);
    await topic.open(testContext({ dataDir }));
    await topic.append(words.map((word) => event(word)));
    await topic.close();
  }

  /** Runs `count` batches, from a start at `begin`. */
  async function run(dataDir: string, s: Stream, count: number, begin: number): Promise<boolean> {
    const clock = manualClock(begin);
    const program = await startTestProgram({ streams: [s] }, { clock, dataDir, batches: count });
    await clock.advance(500);
    return program.ended;
  }

  it("lets a restart go on exactly where it was: windows, positions and times", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a", "a", "b");
    assert.equal(await run(dataDir, counting(out), 1, 10_500), true);
    await append(dataDir, "b", "c");
    await run(dataDir, counting(out), 1, 11_500);
    await append(dataDir, "d");
    await run(dataDir, counting(out), 1, 12_500);
    assert.deepEqual(out.batches, [
      {
        time: 11_000,
        elements: [
          ["a", 2],
          ["b", 1],
        ],
      },
      {
        time: 12_000,
        elements: [
          ["a", 2],
          ["b", 2],
          ["c", 1],
        ],
      },
      {
        time: 13_000,
        elements: [
          ["b", 1],
          ["c", 1],
          ["d", 1],
        ],
      },
    ]);
  });

  it("runs the batches that were missed while the program was down, with their own times", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a");
    assert.equal(await run(dataDir, counting(out), 1, 10_500), true);
    await run(dataDir, counting(out), 3, 13_500);
    assert.deepEqual(out.batches.slice(1, 4), [
      { time: 12_000, elements: [["a", 1]] },
      { time: 13_000, elements: [] },
      { time: 14_000, elements: [] },
    ]);
  });

  it("skips missed batches after a long time, and windows have forgotten what was before", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a");
    await run(dataDir, counting(out), 1, 10_500);
    await append(dataDir, "b");
    await run(dataDir, counting(out), 1, 999_500);
    assert.deepEqual(out.batches[1], { time: 1_000_000, elements: [["b", 1]] });
  });

  it("repeats a batch that failed, with the state from before it", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a");
    assert.equal(await run(dataDir, counting(out), 1, 10_500), true);
    await append(dataDir, "b", "boom");
    assert.equal(await run(dataDir, counting(out), 1, 11_500), false);
    assert.equal(out.batches.length, 1);
    const mended = counting(out);
    const s = {
      ...mended,
      batch: (...[inputs, ...rest]: Parameters<Stream["batch"]>) => {
        const words = inputs["words"]!.filter(({ body }) => body !== "boom");
        mended.batch({ words }, ...rest);
      },
    };
    await run(dataDir, s, 1, 11_500);
    assert.deepEqual(out.batches[1], {
      time: 12_000,
      elements: [
        ["a", 1],
        ["b", 1],
      ],
    });
  });

  it("stops the start where what is kept does not fit, before anything else is touched", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a", "b");
    await run(dataDir, counting(out), 1, 10_500);
    const changed: Stream = { ...counting(untouchable()), state: () => ({ hits: texts() }) };
    const clock = manualClock(11_500);
    await assert.rejects(
      startTestProgram({ streams: [changed] }, { clock, dataDir }),
      /counting has kept state .* `hits` \(reduceByKeyAndWindow of timestamp to \(string, int\)\[\], 1 key\): of its values, int is kept, and string is wanted; go back to the old program, or add --discard-state counting.hits/,
    );
    // Nothing has happened to it.
    assert.equal(await run(dataDir, counting(out), 1, 11_500), true);
    assert.equal(out.batches[1]?.elements.length, 2);
  });

  it("tells of state that the program has under another name now, and starts without it when told so", async () => {
    const dataDir = folder();
    await append(dataDir, "a", "b");
    await run(dataDir, counting(batchSink()), 1, 10_500);
    const out = batchSink<[string, number]>();
    const renamed: Stream = { ...counting(out), state: () => ({ visits: texts() }), batch: () => {} };
    const clock = manualClock(11_500);
    await assert.rejects(
      startTestProgram({ streams: [renamed] }, { clock, dataDir }),
      /`hits` .*: the program has no state of that name any more/,
    );
    const program = await startTestProgram(
      { streams: [renamed] },
      { clock, dataDir, batches: 1, discardState: ["counting.hits"] },
    );
    await clock.advance(500);
    assert.equal(await program.ended, true);
    assert.equal(out.batches.length, 1);
    // Given up for good.
    assert.equal(await run(dataDir, renamed, 1, 12_500), true);
  });

  it("refuses to start on a checkpoint of an earlier version, and sets it aside when told so", async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, "checkpoints"));
    writeFileSync(join(dataDir, "checkpoints", "counting"), "sluice checkpoint 1\n");
    const clock = manualClock(10_500);
    await assert.rejects(
      startTestProgram({ streams: [counting(batchSink())] }, { clock, dataDir }),
      /checkpoint of an earlier version of Sluice.*--discard-state counting/,
    );
    const settings = { clock, dataDir, batches: 1, discardState: ["counting"] };
    const program = await startTestProgram({ streams: [counting(batchSink())] }, settings);
    await clock.advance(500);
    assert.equal(await program.ended, true);
    assert.equal(await run(dataDir, counting(batchSink()), 1, 11_500), true);
  });

  it("counts batches of another interval from the start of that", async () => {
    const dataDir = folder();
    await append(dataDir, "a");
    const state = () => ({ sums: new UpdatedState({ key: t.string, state: t.int, update: () => 0 }) });
    const keyed = (every: number): Stream => ({ ...counting(batchSink(), every), state, batch: () => {} });
    await run(dataDir, keyed(1000), 1, 10_500);
    const clock = manualClock(11_500);
    const program = await startTestProgram({ streams: [keyed(7000)] }, { clock, dataDir, batches: 1 });
    await clock.advance(2500);
    assert.equal(await program.ended, true);
    await append(dataDir, "b");
    await assert.rejects(async () => {
      await run(dataDir, counting(batchSink()), 1, 14_500);
      await run(dataDir, counting(batchSink(), 2000), 1, 15_500);
    }, /it counts batches of 1000 ms, and now there is one every 2000 ms/);
  });

  it("is one program's: another in the same folder has its own, and a second process of the same one is refused", async () => {
    const dataDir = folder();
    await append(dataDir, "a");
    const out = batchSink<[string, number]>();
    const clock = manualClock(10_500);
    const first = await startTestProgram({ streams: [counting(out)] }, { clock, dataDir });
    await assert.rejects(
      startTestProgram({ streams: [counting(out)] }, { clock, dataDir }),
      /state.test.counting is in use by process/,
    );
    const other: Stream = { ...counting(batchSink()), inputs: {}, state: () => ({ hits: texts() }), batch: () => {} };
    const second = await startTestProgram({ streams: [other] }, { clock, dataDir, name: "other", batches: 1 });
    await clock.advance(500);
    await second.ended;
    first.drain();
    await clock.advance(500);
    assert.equal(await first.ended, true);
  });

  it("reads a topic that was deleted and created again from its beginning, and says so", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a", "a", "a");
    await run(dataDir, counting(out), 1, 10_500);
    rmSync(join(dataDir, "topics"), { recursive: true });
    await append(dataDir, "b", "b");
    const clock = manualClock(11_500);
    const program = await startTestProgram({ streams: [counting(out)] }, { clock, dataDir, batches: 1 });
    await clock.advance(500);
    await program.ended;
    assert.deepEqual(out.batches[1]?.elements, [
      ["a", 3],
      ["b", 2],
    ]);
    assert.match(program.lines.join("\n"), /the topic was deleted and created again.*read from its beginning/);
  });

  async function runOnce(dataDir: string, at: number) {
    const out = batchSink<[string, number]>();
    const clock = manualClock(at);
    const program = await startTestProgram({ streams: [counting(out)] }, { clock, dataDir, batches: 1 });
    await clock.advance(500);
    assert.equal(await program.ended, true);
    return { elements: out.batches[0]?.elements, lines: program.lines };
  }

  it("says nothing of it where the process ended before its first batch", async () => {
    const killed = folder();
    await append(killed, "a");
    const running = folder();
    cpSync(killed, running, { recursive: true });
    const clock = manualClock(10_500);
    const program = await startTestProgram({ streams: [counting(batchSink())] }, { clock, dataDir: running });
    // What a kill at this moment leaves: where the group began is committed.
    cpSync(running, killed, { recursive: true, filter: (path) => !/lock/.test(path) });
    assert.ok(existsSync(join(killed, "topics/words/groups/counting.json")));
    const { elements, lines } = await runOnce(killed, 12_500);
    assert.deepEqual(elements, [["a", 1]]);
    assert.doesNotMatch(lines.join("\n"), /nothing is kept/);
    program.drain();
    await clock.advance(500);
    await program.ended;
  });

  it("says so where it is gone, and the stream begins behind what its group has read", async () => {
    const dataDir = folder();
    await append(dataDir, "a", "a");
    assert.doesNotMatch((await runOnce(dataDir, 10_500)).lines.join("\n"), /nothing is kept/);
    await append(dataDir, "b");
    assert.doesNotMatch((await runOnce(dataDir, 11_500)).lines.join("\n"), /nothing is kept/);
    rmSync(join(dataDir, "state"), { recursive: true });
    await append(dataDir, "c");
    const { elements, lines } = await runOnce(dataDir, 12_500);
    assert.deepEqual(elements, [["c", 1]]);
    assert.match(
      lines.join("\n"),
      /WARN counting\.words nothing is kept of what group counting has read of this topic/,
    );
  });

  it("begins in the present, and says so, where the clock was put back", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a");
    await run(dataDir, counting(out), 1, 86_410_500);
    await append(dataDir, "b");
    const clock = manualClock(11_500);
    const program = await startTestProgram({ streams: [counting(out)] }, { clock, dataDir, batches: 2 });
    await clock.advance(1500);
    await program.ended;
    assert.deepEqual(out.batches.slice(1), [
      {
        time: 12_000,
        elements: [
          ["a", 1],
          ["b", 1],
        ],
      },
      { time: 13_000, elements: [["b", 1]] },
    ]);
    assert.match(program.lines.join("\n"), /the clock has been put back/);
  });

  it("does not begin again on a damaged log", async () => {
    const dataDir = folder();
    await append(dataDir, "a");
    assert.equal(await run(dataDir, counting(batchSink()), 1, 10_500), true);
    assert.equal(await run(dataDir, counting(batchSink()), 1, 11_500), true);
    const file = join(dataDir, "state", "test", "counting", "log", "0000000000000000.log");
    const bytes = readFileSync(file);
    bytes[40]! ^= 1;
    writeFileSync(file, bytes);
    const clock = manualClock(13_500);
    await assert.rejects(startTestProgram({ streams: [counting(batchSink())] }, { clock, dataDir }), /is damaged/);
  });
});

/** A window that keeps texts where the former one has kept numbers. */
function texts(): WindowedReduce<string, string> {
  const lengths = { window: 2000, slide: 1000, every: 1000 };
  return new WindowedReduce({ ...lengths, key: t.string, value: t.string, merge: (a, b) => a + b });
}

function untouchable(): Sink<[string, number]> {
  return {
    ...batchSink<[string, number]>(),
    async open() {
      throw new Error("the output was touched");
    },
  };
}
