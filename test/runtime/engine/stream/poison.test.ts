import assert from "node:assert/strict";
import fc from "fast-check";
import { type Event, event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { BatchFailed } from "../../../../runtime/engine/stream/batch-failed.ts";
import { statefulStream, stream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromSource } from "../../../../runtime/engine/stream/from-source.ts";
import type { Poison } from "../../../../runtime/engine/stream/stream.ts";
import { stateBackend } from "../../../../runtime/state/state-backend.ts";
import type { StateObject } from "../../../../runtime/state/state-object.ts";
import { StateTable } from "../../../../runtime/state/state-table.ts";
import { eventually } from "../../../support/eventually.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { keepingSink, pushedSource } from "../../../support/memory-endpoints.ts";
import { tempFolders } from "../../../support/temp-folder.ts";
import { startTestProgram } from "../../../support/test-program.ts";

const place = "s.flow:1:8";

/** What a stream keeps: the sum of all that it was given, changed element by element. */
class Sum implements StateObject {
  readonly backend = stateBackend;
  readonly shape = { kind: "sum", key: t.string, value: t.int };
  #table = new StateTable<string, number>(this.shape);
  add(value: number): number {
    const total = (this.#table.get("total") ?? 0) + value;
    this.#table.set("total", total);
    return total;
  }
  attach(table: StateTable<string, number>): void {
    this.#table = table;
  }
}

/** A batch fails at a negative number, and where the sum gets above the limit; both in the middle of its work. */
function summing(given: { poison?: Poison; retries?: number; limit?: number; volatile?: boolean } = {}) {
  const { limit = Number.POSITIVE_INFINITY, ...declared } = given;
  const source = pushedSource<number>();
  const out = keepingSink<string>();
  const dead = keepingSink<string>();
  let runs = 0;
  const s = statefulStream({
    name: "s",
    place,
    every: 1000,
    inputs: { numbers: fromSource(source) },
    outputs: { out, dead },
    state: () => ({ sum: new Sum() }),
    ...declared,
    batch({ numbers }, emit, { sum }, batch) {
      runs += 1;
      for (const { body } of numbers) {
        const total = sum.add(Math.abs(body));
        if (body % 7 === 0) batch.dropped("s.filter");
        if (body < 0) throw new Error("negative");
        if (total > limit) throw new Error("too much");
        emit.out.push(`${body}=${total}`);
      }
    },
  });
  return { source, out, dead, s: { ...s, volatile: given.volatile ?? false }, runs: () => runs };
}

const toDead: Poison = { to: "dead", as: { numbers: (body: number) => `<${body}>` } };

describe("a batch that fails", () => {
  const folder = tempFolders();

  it("goes on without the elements that make it fail, as if they had never been in it", async () => {
    const values = fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 20 }) },
      fc.integer({ min: -9, max: -1 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(values, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 20, max: 200 }),
        fc.boolean(),
        async (batches, limit, volatile) => {
          const { source, out, dead, s } = summing({ poison: toDead, limit, volatile });
          const program = await startTestProgram({ streams: [s] }, { clock: manualClock(), dataDir: folder() });
          for (const [at, batch] of batches.entries()) {
            await source.push(...batch);
            await program.clock.advance(1000);
            await eventually("the batch", () => program.counters.get("s", "batches") === at + 1);
          }
          program.drain();
          assert.equal(await program.ended, true);
          let sum = 0;
          let dropped = 0;
          const good: string[] = [];
          const bad: string[] = [];
          for (const batch of batches) {
            const tooMuch: string[] = [];
            for (const value of batch) {
              if (value < 0) bad.push(`<${value}>`);
              else if (sum + value > limit) tooMuch.push(`<${value}>`);
              else {
                sum += value;
                if (value % 7 === 0) dropped += 1;
                good.push(`${value}=${sum}`);
              }
            }
            bad.push(...tooMuch);
          }
          assert.deepEqual(out.bodies, good);
          assert.deepEqual([...dead.bodies].sort(), bad.sort());
          assert.equal(program.counters.get("s.filter", "dropped"), dropped);
          assert.equal(program.counters.get("s", "deadLetters"), bad.length);
        },
      ),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  it("says in a dead letter what was there, and why, where and when it failed", async () => {
    const { source, dead, s } = summing({ poison: toDead, volatile: true });
    const program = await startTestProgram({ streams: [s] });
    await source.put([record(-1, 3)]);
    await source.push(-2);
    await program.clock.advance(1000);
    await eventually("both", () => dead.bodies.length === 2);
    const [first, second] = dead.writes.flat() as [Event<string>, Event<string>];
    assert.deepEqual(Object.fromEntries(first.headers), {
      topic: "clicks",
      partition: "0",
      offset: "3",
      timestamp: "77",
      key: "k",
      "from.topic": "clicks",
      "from.partition": "0",
      "from.offset": "3",
      "from.timestamp": "77",
      "from.key": "k",
      reason: "negative",
      place,
      edge: "s.numbers",
      tries: "1",
      time: "1000",
    });
    assert.equal(second.headers.get("timestamp"), "1000");
    assert.match(
      program.lines.join("\n"),
      /WARN s to dead: negative topic=clicks partition=0 offset=3 place=s\.flow:1:8/,
    );
    program.drain();
    assert.equal(await program.ended, true);
  });

  it("is tried again first where the stream says so, each time from the state before it", async () => {
    const { source, out, dead, s, runs } = summing({ poison: "drop", retries: 2, volatile: true });
    const program = await startTestProgram({ streams: [s] });
    await source.push(1, -1, 2);
    await program.clock.advance(1000);
    await eventually("the first try", () => runs() === 1);
    await program.clock.advance(1000);
    await eventually("the second", () => runs() === 2);
    assert.deepEqual(out.bodies, []);
    await program.clock.advance(2000);
    await eventually("the others", () => out.bodies.length === 2);
    assert.deepEqual(out.bodies, ["1=1", "2=3"]);
    assert.deepEqual(dead.bodies, []);
    assert.equal(program.counters.get("s", "dropped"), 1);
    program.drain();
    assert.equal(await program.ended, true);
  });

  it("ends its stream where nothing is declared, and names the record", async () => {
    const { source, out, s } = summing({ volatile: true });
    const program = await startTestProgram({ streams: [s] });
    await source.put([record(1, 5), record(-1, 6), record(-1, 7)]);
    await program.clock.advance(1000);
    assert.equal(await program.ended, false);
    assert.deepEqual(out.bodies, []);
    assert.match(program.lines.join("\n"), /ERROR s negative topic=clicks partition=0 offset=6 .*place=s\.flow:1:8/);
  });

  it("ends its stream where no element is to blame", async () => {
    const source = pushedSource<number>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { numbers: fromSource(source) },
      outputs: { dead: keepingSink<number>() },
      poison: { to: "dead" },
      batch() {
        throw new BatchFailed("broken", "s.flow:2:3", {}, null);
      },
    });
    const program = await startTestProgram({ streams: [s] });
    await source.push(1, 2);
    await program.clock.advance(1000);
    assert.equal(await program.ended, false);
    assert.match(program.lines.join("\n"), /ERROR s broken .*place=s\.flow:2:3/);
  });
});

function record(body: number, offset: number): Event<number> {
  const headers = { topic: "clicks", partition: "0", offset: String(offset), timestamp: "77", key: "k" };
  return event(body, new Map(Object.entries(headers)));
}
