import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Source } from "../../../../runtime/contract/source.ts";
import { statefulStream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromSource } from "../../../../runtime/engine/stream/from-source.ts";
import { ProcessedState } from "../../../../runtime/keyed/processed-state.ts";
import { Window } from "../../../../runtime/window/window.ts";
import { lines } from "../../../../stdlib/lines/lines.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { batchSink, listSource } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { startTestProgram, type TestProgram } from "../../../support/test-program.ts";

describe("an input that ends, in a stream that keeps something", () => {
  const folder = tempFolders();

  /** Runs to the end of `source` from `begin` on; gives the windows and the program. */
  async function run(source: Source<string>, dataDir: string, begin: number, slide = 1000) {
    const out = batchSink<string>();
    const windowed = statefulStream({
      name: "s",
      place: "s.flow:1:8",
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out },
      state: () => ({ recent: new Window<string>({ window: 60_000, slide, every: 1000, element: t.string }) }),
      batch({ lines }, emit, { recent }, batch) {
        for (const { body } of lines) recent.add(body);
        const elements = recent.advance(batch);
        if (elements === null) batch.skip("out");
        else for (const one of elements) emit.out.push(one);
      },
    });
    const clock = manualClock(begin);
    const program: TestProgram = await startTestProgram({ streams: [windowed] }, { clock, dataDir });
    let isOver = false;
    const ended = program.ended.then((clean) => {
      isOver = true;
      return clean;
    });
    while (!isOver) {
      await clock.advance(500);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(await ended, true);
    const windows = out.batches.map(({ time, elements }) => `${time}: ${elements.join("")}`);
    return { windows, log: program.lines.join("\n") };
  }

  function fileOf(text: string): string {
    const path = join(folder(), "text");
    writeFileSync(path, text);
    return path;
  }

  const read = (path: string) => lines({ path }, { name: "lines", place: "s.flow:2:3", element: t.string });

  it("is not counted again by later runs, unless it is another file; of a longer one what is new is", async () => {
    const [dataDir, path] = [folder(), fileOf("a\nb\n")];
    // Which batch has them is for the disk to say: the clock runs while the file is read.
    assert.match((await run(read(path), dataDir, 10_500)).windows.at(-1)!, /: ab$/);
    const again = await run(read(path), dataDir, 20_500);
    assert.match(again.windows.at(-1)!, /: ab$/);
    assert.match(again.log, /skips what earlier runs have had elements=2/);
    writeFileSync(path, "a\nb\nc\n");
    assert.match((await run(read(path), dataDir, 30_500)).windows.at(-1)!, /: abc$/);
    writeFileSync(path, "x\n");
    const other = await run(read(path), dataDir, 40_500);
    assert.match(other.windows.at(-1)!, /: abcx$/);
    assert.match(other.log, /the input has changed since the last batch: it is read from its beginning/);
  });

  it("is read again from a source that cannot say what it reads", async () => {
    const dataDir = folder();
    await run(listSource(["a"]), dataDir, 10_500);
    assert.match((await run(listSource(["a"]), dataDir, 20_500)).windows.at(-1)!, /: aa$/);
  });

  it("brings out what no window has shown yet, once, and a later start continues behind the time of the clock", async () => {
    const [dataDir, path] = [folder(), fileOf("a\nb\n")];
    assert.deepEqual((await run(read(path), dataDir, 10_500, 30_000)).windows, ["40000: ab"]);
    const again = await run(read(path), dataDir, 12_500, 30_000);
    assert.doesNotMatch(again.log, /clock/);
    assert.match(again.log, /resumes after=1970-01-01T00:00:1\d/);
  });

  it("brings out what timers give that are pending, once, and none that those timers set", async () => {
    const [dataDir, path] = [folder(), fileOf("a\nb\n")];
    const out = batchSink<string>();
    const s = statefulStream({
      name: "s",
      place: "s.flow:1:8",
      every: 1000,
      inputs: { lines: fromSource(read(path)) },
      outputs: { out },
      state: () => ({
        sessions: new ProcessedState<string, number, number, string>({
          key: t.string,
          state: t.int,
          onElement: (key) => [key === "a" ? 1_060_500 : 1_000_000, []],
          wakeAt: (_key, state) => state,
          // A timer that sets the next one has no end.
          onTimer: (key, _state, at) => [key === "a" ? at + 3_600_000 : null, [`${key} ends`]],
        }),
      }),
      batch({ lines }, emit, { sessions }, batch) {
        for (const { body } of lines) sessions.add(body, 1);
        for (const one of sessions.advance(batch)) emit.out.push(one);
      },
    });
    const clock = manualClock(10_500);
    const program = await startTestProgram({ streams: [s] }, { clock, dataDir });
    let isOver = false;
    const ended = program.ended.then((clean) => {
      isOver = true;
      return clean;
    });
    while (!isOver) {
      await clock.advance(500);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(await ended, true);
    assert.deepEqual(
      out.batches.filter(({ elements }) => elements.length > 0),
      [
        { time: 1_000_000, elements: ["b ends"] },
        { time: 1_061_000, elements: ["a ends"] },
      ],
    );
  });
});
