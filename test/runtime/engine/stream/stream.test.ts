import assert from "node:assert/strict";
import { KeyedBatch } from "../../../../runtime/batch/keyed-batch.ts";
import { memory } from "../../../../runtime/channel/memory.ts";
import { Failure } from "../../../../runtime/contract/failure.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { stream } from "../../../../runtime/engine/stream/declare-stream.ts";
import { fromChannel } from "../../../../runtime/engine/stream/from-channel.ts";
import { fromSource } from "../../../../runtime/engine/stream/from-source.ts";
import { copyingStream } from "../../../support/copying-stream.ts";
import { eventually } from "../../../support/eventually.ts";
import { manualClock } from "../../../support/manual-clock.ts";
import { batchSink, keepingSink, listSource, pushedSource } from "../../../support/memory-endpoints.ts";
import { startTestProgram, testPrograms } from "../../../support/test-program.ts";
import { withState } from "../../../support/with-state.ts";

const place = "s.flow:1:8";

describe("a stream", () => {
  const start = testPrograms();

  /** Hands its input on. */
  function copying(every = 1000) {
    const source = pushedSource<string>();
    const out = batchSink<string>();
    const s = copyingStream(fromSource(source), out, every);
    return { source, out, s };
  }

  describe("has batches at multiples of its interval", () => {
    // Spark: the first batch is at (floor(start / interval) + 1) x interval.
    for (const [begin, first] of [
      [0, 1000],
      [1, 1000],
      [999, 1000],
      [1000, 2000],
      [12_345, 13_000],
    ] as const) {
      it(`begun at ${begin}, the first at ${first}`, async () => {
        const { source, out, s } = copying();
        const program = await start({ streams: [s] }, { clock: manualClock(begin) });
        await source.push("a");
        await program.clock.advance(first - begin - 1);
        assert.deepEqual(out.batches, []);
        await program.clock.advance(1);
        await source.push("b");
        await program.clock.advance(2000);
        assert.deepEqual(out.batches, [
          { time: first, elements: ["a"] },
          { time: first + 1000, elements: ["b"] },
          { time: first + 2000, elements: [] },
        ]);
      });
    }
  });

  for (const isStateful of [false, true]) {
    const times = isStateful ? "with the times that were to come" : "with the times of the clock";
    it(`${isStateful ? "keeps state and " : ""}has batches ${times} when the clock is put back by a day`, async () => {
      const source = pushedSource<string>();
      const out = batchSink<string>();
      const copying = copyingStream(fromSource(source), out, 1000);
      const s = isStateful ? { ...withState(copying, () => ({})), volatile: true } : copying;
      const manual = manualClock(100_000_000);
      let back = 0;
      const clock = {
        ...manual,
        now: () => manual.now() - back,
        at: manual.at,
        sleep: manual.sleep,
        advance: manual.advance,
      };
      await start({ streams: [s] }, { clock });
      await manual.advance(1000);
      await manual.advance(500);
      back = 86_400_000;
      await source.push("a");
      await manual.advance(5000);
      const found = out.batches.map(({ time }) => time);
      const expected = isStateful ? [100_001_000, 100_002_000, 100_003_000] : [100_001_000, 13_603_000, 13_604_000];
      assert.deepEqual(found.slice(0, 3), expected);
      assert.deepEqual(out.batches.find(({ elements }) => elements.length > 0)?.elements, ["a"]);
    });
  }

  it("tells its batch function the time of the batch's end and the zero time", async () => {
    const source = pushedSource<string>();
    const times: (readonly [number, number])[] = [];
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out: batchSink<string>() },
      batch(_inputs, _emit, _state, batch) {
        times.push([batch.time, batch.zeroTime]);
      },
    });
    const program = await start({ streams: [s] }, { clock: manualClock(5300) });
    await program.clock.advance(2000);
    assert.deepEqual(times, [
      [6000, 5000],
      [7000, 5000],
    ]);
  });

  it("queues batches behind one that overruns, and skips, merges and shortens none", async () => {
    const source = pushedSource<string>();
    const out = keepingSink<string>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out },
      batch({ lines }, emit, _state, { time }) {
        emit.out.push(`${time}:${lines.map(({ body }) => body).join("")}`);
      },
    });
    const program = await start({ streams: [s] });
    const release = out.hold();
    for (const body of ["a", "b", "c"]) {
      await source.push(body);
      await program.clock.advance(1000);
    }
    await program.clock.advance(1500);
    assert.deepEqual(out.bodies, []);
    release();
    await program.clock.settle();
    assert.deepEqual(out.bodies, ["1000:a", "2000:b", "3000:c", "4000:"]);
    assert.match(program.lines.join("\n"), /begins more than one interval late/);
  });

  it("makes a source wait when too much is waiting for a batch", async () => {
    const source = pushedSource<string>();
    const out = batchSink<string>();
    const s = copyingStream(fromSource(source, { capacity: 3 }), out);
    const program = await start({ streams: [s] });
    await source.push("a", "b");
    let isTaken = false;
    const waiting = source.push("c", "d").then(() => {
      isTaken = true;
    });
    await program.clock.advance(999);
    assert.equal(isTaken, false);
    await program.clock.advance(1);
    await waiting;
    // More than the whole capacity is taken once nothing else is there.
    const large = source.push("e", "f", "g", "h");
    await program.clock.advance(1000);
    await large;
    await program.clock.advance(1000);
    assert.deepEqual(
      out.batches.map(({ elements }) => elements.join("")),
      ["ab", "cd", "efgh"],
    );
  });

  it("writes its outputs in order, with the batch time as a header where a sink knows no batches", async () => {
    const source = pushedSource<string>();
    const order: string[] = [];
    const [first, second] = [keepingSink<string>(2), keepingSink<string>()];
    const noting = <S extends typeof first>(name: string, sink: S): S => ({
      ...sink,
      write: async (events: Parameters<S["write"]>[0]) => {
        order.push(name);
        await sink.write(events);
      },
    });
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { first: noting("first", first), second: noting("second", second) },
      batch({ lines }, emit) {
        for (const { body } of lines) emit.first.push(body);
        emit.second.push(`${lines.length}`);
      },
    });
    const program = await start({ streams: [s] });
    await source.push("a", "b", "c");
    await program.clock.advance(1000);
    assert.deepEqual(order, ["first", "first", "second"]);
    assert.deepEqual(first.bodies, ["a", "b", "c"]);
    assert.deepEqual([...first.writes[0]![0]!.headers], [["timestamp", "1000"]]);
  });

  it("tries an output again with the same elements, and does not repeat what a sink has taken", async () => {
    const source = pushedSource<string>();
    const [first, second, third] = [batchSink<string>(), keepingSink<string>(2), batchSink<string>()];
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { first, second, third },
      batch({ lines }, emit) {
        for (const { body } of lines) {
          emit.first.push(body);
          emit.second.push(body);
          emit.third.push(body);
        }
      },
    });
    const program = await start({ streams: [s] });
    await source.push("a", "b", "c");
    third.refuse(2);
    await program.clock.advance(1000);
    assert.deepEqual(first.batches.length, 1);
    assert.deepEqual(second.bodies, ["a", "b", "c"]);
    assert.equal(third.batches.length, 0);
    await source.push("d");
    await program.clock.advance(3000);
    assert.deepEqual(third.batches.slice(0, 2), [
      { time: 1000, elements: ["a", "b", "c"] },
      { time: 2000, elements: ["d"] },
    ]);
    assert.deepEqual(first.batches[0], { time: 1000, elements: ["a", "b", "c"] });
    assert.deepEqual(second.bodies, ["a", "b", "c", "d"]);
  });

  it("does not write an output that it skips, and writes rejects with reason and place", async () => {
    const source = pushedSource<string>();
    const [out, rejects] = [batchSink<string>(), keepingSink<string>()];
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out, rejects },
      batch({ lines }, emit, _state, batch) {
        for (const { body } of lines) {
          if (body === "skip") batch.skip("out");
          else if (body === "bad") {
            batch.reject("rejects", body, new Failure("is bad", "s.flow:4:5"));
            batch.rejected("s.lines.map");
          } else emit.out.push(body);
        }
      },
    });
    const program = await start({ streams: [s] });
    await source.push("a", "bad");
    await program.clock.advance(1000);
    await source.push("skip");
    await program.clock.advance(1000);
    assert.deepEqual(out.batches, [{ time: 1000, elements: ["a"] }]);
    assert.deepEqual(rejects.bodies, ["bad"]);
    assert.deepEqual(Object.fromEntries(rejects.writes[0]![0]!.headers), {
      timestamp: "1000",
      reason: "is bad",
      place: "s.flow:4:5",
    });
    assert.equal(program.counters.get("s.lines.map", "rejected"), 1);
  });

  it("ends when its inputs have ended and a batch has taken the rest", async () => {
    const out = batchSink<[string, number]>();
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(listSource(["a", "b"], ["a"])) },
      outputs: { out },
      batch({ lines }, emit) {
        const counts = new KeyedBatch<string, number>();
        for (const { body } of lines) counts.merge(body, 1, (x, y) => x + y);
        for (const pair of counts) emit.out.push(pair);
      },
    });
    const program = await start({ streams: [s] });
    await program.clock.advance(1000);
    assert.equal(await program.ended, true);
    assert.deepEqual(out.batches, [
      {
        time: 1000,
        elements: [
          ["a", 2],
          ["b", 1],
        ],
      },
    ]);
  });

  it("finishes the batch under way when the program drains, without waiting for its time", async () => {
    const { source, out, s } = copying();
    const program = await start({ streams: [s] });
    await program.clock.advance(1000);
    await source.push("a");
    program.drain();
    assert.equal(await program.ended, true);
    assert.deepEqual(out.batches, [
      { time: 1000, elements: [] },
      { time: 2000, elements: ["a"] },
    ]);
    assert.equal(source.state, "closed");
  });

  it("has as many batches as it is allowed, and then ends the program", async () => {
    const { source, out, s } = copying();
    const program = await start({ streams: [s] }, { batches: 2 });
    await program.clock.advance(5000);
    assert.equal(await program.ended, true);
    assert.deepEqual(
      out.batches.map(({ time }) => time),
      [1000, 2000],
    );
    assert.equal(source.state, "closed");
  });

  it("ends alone with the place of what its batch threw; the rest of the program goes on", async () => {
    const source = pushedSource<string>();
    const other = copying();
    const out = batchSink<number>();
    const s = stream({
      name: "broken",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out },
      batch({ lines }, emit) {
        for (const { body } of lines) emit.out.push((JSON.parse(body) as { n: number }).n);
      },
    });
    const program = await start({ streams: [s, other.s] });
    await source.push('{"n":1}', "null");
    await other.source.push("a");
    await program.clock.advance(1000);
    await eventually("the end of the stream", () => source.state === "closed");
    await other.source.push("b");
    await program.clock.advance(1000);
    assert.deepEqual(out.batches, []);
    assert.deepEqual(other.out.batches, [
      { time: 1000, elements: ["a"] },
      { time: 2000, elements: ["b"] },
    ]);
    program.drain();
    assert.equal(await program.ended, false);
    const told = program.lines.join("\n");
    assert.match(
      told,
      /ERROR broken Cannot read properties of null.* input=broken\.lines element=2 .*place=s\.flow:1:8/,
    );
  });

  describe("over a channel of an agent", () => {
    function reading(source = pushedSource<string>()) {
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: {
          c1: memory<string>({ capacity: 10, transactionCapacity: 2 }, { name: "a1.c1", place, element: t.string }),
        },
        sinks: {},
        flows: [{ from: "r1", to: ["c1"], optional: [], rejects: [], place }],
      });
      const out = batchSink<string>();
      const s = stream({
        name: "s",
        place,
        every: 1000,
        inputs: { lines: fromChannel(a1, "c1") },
        outputs: { out },
        batch({ lines }, emit) {
          for (const { body } of lines) emit.out.push(body.toUpperCase());
        },
      });
      return { source, a1, s, out };
    }

    it("takes each batch as one transaction, committed when its outputs are", async () => {
      const { source, a1, s, out } = reading();
      const program = await start({ agents: [a1], streams: [s] });
      for (const body of ["a", "b", "c", "d", "e"]) await source.push(body);
      out.refuse(1);
      await program.clock.advance(1000);
      assert.equal(a1.channels.c1.size, 5, "still the channel's until the output has them");
      await program.clock.advance(1000);
      assert.deepEqual(out.batches[0], { time: 1000, elements: ["A", "B", "C", "D", "E"] });
      assert.equal(a1.channels.c1.size, 0);
    });

    it("puts back what a failed batch had taken", async () => {
      const { source, a1, s } = reading();
      const program = await start({ agents: [a1], streams: [s] });
      await source.put([{ body: null as unknown as string, headers: new Map() }]);
      await source.push("b");
      await program.clock.advance(1000);
      await eventually("the end of the stream", () => program.lines.some((line) => line.includes("ERROR s ")));
      program.drain();
      assert.equal(await program.ended, false);
      assert.equal(a1.channels.c1.size, 2);
    });

    it("takes no more at once than batches may have in bytes, and leaves nothing behind", async () => {
      const source = pushedSource<string>();
      const { a1 } = reading(source);
      const out = batchSink<string>();
      // A transaction of two, at two bytes a character.
      const s = copyingStream(fromChannel(a1, "c1", { byteCapacity: 4 }), out);
      const program = await start({ agents: [a1], streams: [s] });
      for (const body of ["a", "b", "c", "d", "e", "f", "g"]) await source.push(body);
      await program.clock.advance(1000);
      const batches = () => out.batches.map(({ elements }) => elements.join(""));
      assert.deepEqual(batches(), ["ab", "cd", "ef", "g"]);
      await source.push("h", "i");
      await source.push("j");
      program.drain();
      assert.equal(await program.ended, true);
      assert.deepEqual(batches(), ["ab", "cd", "ef", "g", "hi", "j"]);
      assert.equal(a1.channels.c1.size, 0);
    });

    it("drains after the agent's source has stopped", async () => {
      const { source, a1, s, out } = reading();
      const program = await start({ agents: [a1], streams: [s] });
      await source.push("a", "b");
      program.drain();
      assert.equal(await program.ended, true);
      assert.deepEqual(out.batches, [{ time: 1000, elements: ["A", "B"] }]);
      assert.equal(a1.channels.c1.size, 0);
    });

    it("says what is missing when the agent is not run", async () => {
      const { s } = reading();
      await assert.rejects(
        startTestProgram({ streams: [s] }),
        /s\.lines reads channel a1\.c1, but a1 is not run: name it too/,
      );
    });
  });
});
