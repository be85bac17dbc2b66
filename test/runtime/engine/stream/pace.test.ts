import assert from "node:assert/strict";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { type Event, event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { stream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromSource } from "../../../../runtime/engine/stream/from-source.ts";
import { fromTopic } from "../../../../runtime/engine/stream/from-topic.ts";
import type { AnyInput, Stream } from "../../../../runtime/engine/stream/stream.ts";
import { stateBackend } from "../../../../runtime/state/state-backend.ts";
import { embedded } from "../../../../runtime/topic/embedded.ts";
import { Window } from "../../../../runtime/window/window.ts";
import { eventually } from "../../../support/eventually.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { keepingSink, pushedSource } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { testContext } from "../../../support/test-context.ts";
import { testPrograms } from "../../../support/test-program.ts";
import { withState } from "../../../support/with-state.ts";

const place = "s.flow:1:8";
const declared: Declared = { name: "words", place, element: t.string };
const HOUR = 3_600_000;

describe("the pace of a stream", () => {
  const start = testPrograms();
  const folder = tempFolders();

  /** Writes `time:bodies` of each batch. */
  function telling(lines: AnyInput, { state, ...more }: Partial<Stream> = {}) {
    const out = keepingSink<string>();
    const told = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines },
      outputs: { out },
      batch({ lines }, emit, _state, { time }) {
        emit.out.push(`${time}:${lines.map(({ body }: Event) => body).join("")}`);
      },
    });
    const s = { ...told, ...more } as Stream;
    return { out, s: state === undefined ? s : withState(s, state) };
  }

  /** The state of a stream that keeps something. */
  const keeping = (every: number) => () => ({
    recent: new Window<string>({ window: every, slide: every, every, element: t.string }),
  });

  const times = (bodies: readonly string[]) => bodies.map((body) => Number.parseInt(body, 10));

  async function fill(dataDir: string, events: readonly Event<string>[], partitions = 1): Promise<void> {
    const topic = embedded<string>({ partitions }, declared);
    await topic.open(testContext({ dataDir }));
    await topic.append(events);
    await topic.close();
  }

  const words = (partitions = 1) =>
    fromTopic(embedded<string>({ partitions }, declared), { group: "s", startAt: "earliest" });

  it("`overrun merge` has one batch for all intervals that a slow one has taken", async () => {
    const source = pushedSource<string>();
    const { out, s } = telling(fromSource(source), { overrun: "merge" });
    const program = await start({ streams: [s] });
    const release = out.hold();
    for (const body of ["a", "b", "c"]) {
      await source.push(body);
      await program.clock.advance(1000);
    }
    await program.clock.advance(1500);
    release();
    await program.clock.settle();
    assert.deepEqual(out.bodies, ["1000:a", "4000:bc"]);
    assert.equal(program.counters.get("s", "merged"), 2);
    await source.push("d");
    await program.clock.advance(500);
    assert.deepEqual(out.bodies.at(-1), "5000:d");
  });

  it("`overrun queue` leaves out no interval where there was no room", async () => {
    const source = pushedSource<string>();
    const { out, s } = telling(fromSource(source, { capacity: 2 }), { overrun: "queue" });
    const release = out.hold();
    const { clock } = await start({ streams: [s] });
    await source.push("a", "b");
    const blocked = source.push("c");
    await clock.advance(4500);
    release();
    await blocked;
    await clock.advance(500);
    assert.deepEqual(times(out.bodies), [1000, 2000, 3000, 4000, 5000]);
    assert.deepEqual(out.bodies.map((body) => body.split(":")[1]).join(""), "abc");
  });

  for (const [overrun, expected] of [
    [undefined, () => [301_000]],
    ["queue", (last: number) => Array.from({ length: 301 - last / 1000 }, (_, index) => last + 1000 * (index + 1))],
    ["merge", () => [300_000, 301_000]],
  ] as const) {
    it(`\`overrun ${overrun ?? "(not said)"}\` after a long time without the program`, async () => {
      const dataDir = folder();
      await fill(dataDir, [event("a")]);
      const run = async (begin: number) => {
        const { out, s } = telling(words(), { overrun, state: keeping(1000) });
        const program = await start({ streams: [s] }, { dataDir, clock: manualClock(begin) });
        // Once: the disk may take longer than many a tick of this clock.
        await program.clock.advance(500);
        await eventually("the batches", async () => {
          await program.clock.settle();
          return (times(out.bodies).at(-1) ?? 0) >= begin;
        });
        program.drain();
        await program.ended;
        return out.bodies;
      };
      // On a busy machine a batch without events may have followed.
      const [first, ...others] = await run(10_500);
      assert.equal(first, "11000:a");
      await fill(dataDir, [event("b")]);
      const bodies = await run(300_500);
      const due = expected(times(others).at(-1) ?? 11_000);
      assert.deepEqual(times(bodies).slice(0, due.length), due);
      assert.match(bodies[0]!, /:b$/);
    });
  }

  for (const overrun of [undefined, "queue"] as const) {
    it(`tells of a clock that jumps ahead, and ${overrun === "queue" ? "runs" : "leaves out"} what it passes`, async () => {
      const manual = manualClock(0);
      let ahead = 0;
      const clock = { ...manual, now: () => manual.now() + ahead };
      const source = pushedSource<string>();
      const { out, s } = telling(fromSource(source), { overrun });
      const program = await start({ streams: [s] }, { clock });
      await manual.advance(1500);
      ahead = 200_000;
      await source.push("a");
      await manual.advance(1000);
      await eventually("the batches", async () => {
        await manual.settle();
        return times(out.bodies).at(-1)! >= 202_000;
      });
      assert.equal(out.bodies.length, overrun === "queue" ? 202 : 2);
      assert.match(program.lines.join("\n"), /the clock has jumped ahead, or the machine has slept/);
      await manual.advance(1000);
      assert.equal(times(out.bodies).at(-1), 203_000);
    });
  }

  it("shows what a window has before the times that a jump leaves out", async () => {
    const manual = manualClock(0);
    let ahead = 0;
    const clock = { ...manual, now: () => manual.now() + ahead };
    const { out, s } = telling(fromSource(pushedSource<string>()), { volatile: true });
    const shape = { kind: "k", key: t.int, value: t.int };
    let until: number | null = null;
    const kept = {
      shape,
      backend: stateBackend,
      attach() {},
      get pendingUntil() {
        return out.bodies.some((body) => body.startsWith("10000:")) ? null : until;
      },
    };
    await start({ streams: [withState(s, () => ({ kept }))] }, { clock });
    await manual.advance(1500);
    [ahead, until] = [200_000, 10_000];
    await manual.advance(500);
    await manual.advance(1000);
    assert.deepEqual(times(out.bodies), [1000, 10_000, 202_000, 203_000]);
  });

  it("catches up at once where it keeps state, and with the times of batches that were missed", async () => {
    const dataDir = folder();
    // A read of 8 MiB has less than all of them.
    await fill(
      dataDir,
      Array.from({ length: 1000 }, () => event("x".repeat(20_000))),
    );
    const run = async (begin: number) => {
      const input = fromTopic(embedded<string>({}, declared), { group: "s", startAt: "earliest", byteCapacity: 1 });
      const { out, s } = telling(input, { every: HOUR, state: keeping(HOUR) });
      const program = await start({ streams: [s] }, { dataDir, clock: manualClock(begin), untilCaughtUp: true });
      assert.equal(await program.ended, true);
      return out.bodies;
    };
    const first = await run(500);
    assert.equal(first.join("").replaceAll(/[^x]/g, "").length, 1000 * 20_000);
    assert.deepEqual(
      times(first),
      first.map((_, index) => (index + 1) * HOUR),
    );
    assert.ok(first.length > 1);
    const last = first.length;
    assert.deepEqual(await run((last + 2) * HOUR + 500), [`${(last + 1) * HOUR}:`, `${(last + 2) * HOUR}:`]);
    assert.deepEqual(await run((last + 2) * HOUR + 600), []);
  });

  it("`maxRate` bounds what batches take of a source, and a last batch has the rest", async () => {
    const source = pushedSource<string>();
    const { out, s } = telling(fromSource(source), { every: 2000, maxRate: 2 });
    const program = await start({ streams: [s] });
    await source.push(..."abcdefghijk");
    await program.clock.advance(4000);
    assert.deepEqual(out.bodies, ["2000:abcd", "4000:efgh"]);
    await source.push(..."lmno");
    program.drain();
    await program.ended;
    assert.deepEqual(out.bodies.at(-1), "6000:ijklmno");
  });

  it("`maxRate` gives back the room of what a batch has, and of no more", async () => {
    const source = pushedSource<string>();
    const { out, s } = telling(fromSource(source, { capacity: 4 }), { maxRate: 2 });
    const program = await start({ streams: [s] });
    await source.push(..."abcd");
    let isTaken = false;
    const waiting = source.push(..."efg").then(() => {
      isTaken = true;
    });
    await program.clock.advance(1000);
    assert.equal(isTaken, false);
    await program.clock.advance(1000);
    await waiting;
    await program.clock.advance(2000);
    assert.deepEqual(out.bodies, ["1000:ab", "2000:cd", "3000:ef", "4000:g"]);
  });

  /** Six records of one partition, two of the other. */
  async function skewed(dataDir: string): Promise<void> {
    const keyed = (key: string, length: number) =>
      Array.from({ length }, (_, at) => event(`${key}${at} `, new Map([["key", key]])));
    await fill(dataDir, [...keyed("a", 6), ...keyed("d", 2)], 2);
  }

  for (const [what, more, expected] of [
    ["`maxRatePerPartition` bounds each partition", { maxRatePerPartition: 2 }, [4, 2, 2]],
    ["`maxRate` gives each partition its share of what is unread", { maxRate: 4 }, [4, 4]],
  ] as const) {
    it(what, async () => {
      const dataDir = folder();
      await skewed(dataDir);
      const { out, s } = telling(words(2), more);
      const { clock } = await start({ streams: [s] }, { dataDir });
      await eventually("all records", async () => {
        await clock.advance(1000);
        return out.bodies.join("").match(/[ad]\d/g)?.length === 8;
      });
      const found = out.bodies.map((body) => body.match(/[ad]\d/g) ?? []);
      assert.deepEqual(
        found.filter(({ length }) => length > 0).map(({ length }) => length),
        expected,
      );
      const ofA = found.map((batch) => batch.filter((word) => word.startsWith("a")).length);
      assert.equal(ofA[0], "maxRate" in more ? 3 : 2);
      assert.deepEqual(
        found
          .flat()
          .filter((word) => word.startsWith("a"))
          .join(""),
        "a0a1a2a3a4a5",
      );
    });
  }

  it("`backpressure` takes what the batches before could do", async () => {
    const source = pushedSource<string>();
    const { clock, out, s } = slowly(fromSource(source));
    const program = await start({ streams: [s] }, { clock });
    await source.push(...Array.from({ length: 20_000 }, () => "x"));
    // 20,000 at 500 a second.
    await clock.advance(1000 + 40_000);
    assert.deepEqual(out.bodies, ["20000"]);
    await source.push(...Array.from({ length: 20_000 }, () => "x"));
    await clock.advance(41_000);
    // It had not waited, and the rate is what was done: 500.
    assert.equal(out.bodies.includes("20000", 1), true);
    await source.push(...Array.from({ length: 20_000 }, () => "x"));
    await clock.advance(5000);
    assert.equal(out.bodies.at(-1), "500");
    const figure = [...program.figures].find(({ name }) => name === "limitEventsPerSecond");
    assert.equal(figure?.read(), 500);
    // The last batch takes the rest.
    program.drain();
    await clock.advance(60_000);
    assert.equal(await program.ended, true);
  });

  /** A stream that takes two milliseconds for each element. */
  function slowly(lines: AnyInput) {
    const clock = manualClock(0);
    const out = keepingSink<string>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      overrun: "merge",
      backpressure: true,
      inputs: { lines },
      outputs: { out },
      async batch({ lines }, emit) {
        if (lines.length === 0) return;
        await clock.sleep(2 * lines.length);
        emit.out.push(String(lines.length));
      },
    });
    return { clock, out, s };
  }
});
