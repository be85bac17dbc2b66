import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KeyedBatch } from "../../../runtime/batch/keyed-batch.ts";
import type { Declared, Sink, Topic } from "../../../runtime/component.ts";
import { event } from "../../../runtime/event.ts";
import { t } from "../../../runtime/schema.ts";
import { stream } from "../../../runtime/stream/declare-stream.ts";
import { fromTopic } from "../../../runtime/stream/from-topic.ts";
import type { Stream } from "../../../runtime/stream/stream.ts";
import { embedded } from "../../../runtime/topic/embedded.ts";
import { WindowedReduce } from "../../../runtime/window/windowed-reduce.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { batchSink } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { testContext } from "../../support/test-context.ts";
import { startTestProgram } from "../../support/test-program.ts";

const place = "s.flow:1:8";
const declared: Declared = { name: "words", place, element: t.string };

/** Counts words over a window of two batches. */
function counting(out: Sink<[string, number]>, every = 1000): Stream {
  return stream({
    name: "counting",
    place,
    every,
    inputs: { words: fromTopic(embedded<string>({}, declared), { group: "counting", startAt: "earliest" }) },
    outputs: { out },
    state: () => ({
      hits: new WindowedReduce<string, number>({ window: 2 * every, slide: every, every, merge: (a, b) => a + b }),
    }),
    batch({ words }, emit, { hits }, { time }) {
      const batch = new KeyedBatch<string, number>();
      for (const { body } of words) {
        if (body === "boom") throw new Error("boom");
        batch.merge(body, 1, (a, b) => a + b);
      }
      for (const [word, count] of batch) hits.add(word, count);
      for (const pair of hits.advance(time) ?? []) emit.out.push(pair);
    },
  });
}

describe("the checkpoint of a stream", () => {
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

  it("goes on in the present after a long time, and windows have forgotten what was before", async () => {
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

  it("does not begin anew on state that the program cannot take over", async () => {
    const dataDir = folder();
    await append(dataDir, "a");
    await run(dataDir, counting(batchSink()), 1, 10_500);
    const changed: Stream = {
      ...counting(batchSink()),
      state: () => ({
        hits: {
          snapshot: () => null,
          restore() {
            throw new TypeError("not a counter");
          },
        },
      }),
    };
    const starting = startTestProgram({ streams: [changed] }, { clock: manualClock(11_500), dataDir });
    await assert.rejects(starting, /kept as hits is not what it keeps now \(not a counter\).*delete/);
  });

  it("does not begin anew on a damaged file, nor with another interval", async () => {
    const dataDir = folder();
    const out = batchSink<[string, number]>();
    await append(dataDir, "a");
    assert.equal(await run(dataDir, counting(out), 1, 10_500), true);
    const clock = manualClock(11_500);
    await assert.rejects(
      startTestProgram({ streams: [counting(out, 2000)] }, { clock, dataDir }),
      /kept state of 1000 ms batches and now has 2000 ms ones.*delete/,
    );
    const file = join(dataDir, "checkpoints", "counting");
    const bytes = readFileSync(file);
    for (const cut of [0, 10, 21, 24, bytes.length - 1]) {
      writeFileSync(file, bytes.subarray(0, cut));
      await assert.rejects(startTestProgram({ streams: [counting(out)] }, { clock, dataDir }), /damaged; delete it/);
    }
  });
});
