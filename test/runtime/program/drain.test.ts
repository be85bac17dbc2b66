import assert from "node:assert/strict";
import { file } from "../../../runtime/channel/file.ts";
import { memory } from "../../../runtime/channel/memory.ts";
import { spillable } from "../../../runtime/channel/spillable.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import { t } from "../../../runtime/contract/schema.ts";
import type { AnyChannel, AnySink, AnySource } from "../../../runtime/engine/agent/agent.ts";
import { agent } from "../../../runtime/engine/agent/declare-agent.ts";
import { stream } from "../../../runtime/engine/stream/declare-stream.ts";
import { fromSource } from "../../../runtime/engine/stream/from-source.ts";
import { copyingStream } from "../../support/copying-stream.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { keepingSink, listSource, pushedSource } from "../../support/memory-endpoints.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { startTestProgram, type TestProgram } from "../../support/test-program.ts";

describe("the end of a program", () => {
  const folder = tempFolders();
  const place = "a.flow:5:3";
  const drainTimeout = 10_000;
  const never = () => new Promise<never>(() => {});
  const declared = (name: string): Declared => ({ name: `a.${name}`, place, element: t.string });

  function oneAgent(source: AnySource, channel: AnyChannel, sink: AnySink) {
    return agent({
      name: "a",
      place,
      sources: { r: source },
      channels: { c: channel },
      sinks: { k: sink },
      flows: [
        { from: "r", to: ["c"], optional: [], rejects: [], place },
        { from: "c", to: ["k"], optional: [], rejects: [], place },
      ],
    });
  }

  /** Moves the clock on until the program has ended; says how long that took and whether it ended well. */
  async function untilEnded(program: TestProgram): Promise<{ readonly took: number; readonly clean: boolean }> {
    const before = program.clock.now();
    let clean: boolean | null = null;
    void program.ended.then((ended) => {
      clean = ended;
    });
    while (clean === null) {
      // A real disk takes real time: what is closed after that line must not be late by a clock that races ahead.
      if (!program.lines.some((line) => line.includes("the next start"))) await program.clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (program.clock.now() - before > 20 * drainTimeout) throw new Error("it does not end");
    }
    return { took: program.clock.now() - before, clean };
  }

  /** The log without what is said of each failure on the way. */
  function told(program: TestProgram): string[] {
    return program.lines.map((line) => line.slice(13)).filter((line) => !line.includes("again="));
  }

  it("comes within the drain timeout though a sink fails; what is in a durable channel stays there", async () => {
    const dataDir = folder();
    const channel = () => file<string>({ minimumRequiredSpace: 0 }, declared("c"));
    const broken = keepingSink<string>(2);
    broken.refuse(Number.POSITIVE_INFINITY, new Error("never works"));
    const source = pushedSource<string>();
    const program = await startTestProgram(
      { agents: [oneAgent(source, channel(), broken)] },
      { dataDir, drainTimeout },
    );
    await source.push("a", "b", "c");
    program.drain();
    const { took, clean } = await untilEnded(program);
    assert.ok(took <= drainTimeout, `${took}`);
    assert.equal(clean, false);
    assert.equal(broken.state, "closed");
    assert.deepEqual(told(program).slice(-2), [
      "WARN a.k holds up the end, and the drain timeout of 10s is over: never works",
      "WARN a.c events are left in the channel: the next start delivers them kept=3",
    ]);
    const mended = keepingSink<string>(2);
    const next = await startTestProgram(
      { agents: [oneAgent(listSource(), channel(), mended)] },
      { dataDir, drainTimeout },
    );
    assert.equal((await untilEnded(next)).clean, true);
    assert.deepEqual(mended.bodies, ["a", "b", "c"]);
  });

  it("tells apart what a channel keeps on disk and what is lost in its memory", async () => {
    const broken = keepingSink<string>();
    broken.refuse(Number.POSITIVE_INFINITY);
    const source = pushedSource<string>();
    const spilling = spillable<string>({ memoryCapacity: 2, minimumRequiredSpace: 0 }, declared("c"));
    const program = await startTestProgram(
      { agents: [oneAgent(source, spilling, broken)] },
      { dataDir: folder(), drainTimeout },
    );
    await source.push("a", "b");
    await source.push("c", "d", "e");
    program.drain();
    assert.equal((await untilEnded(program)).clean, false);
    assert.deepEqual(told(program).slice(-2), [
      "WARN a.c events are left in the channel: the next start delivers them kept=3",
      "ERROR a.c events are left in the memory of the channel: they are lost lost=2",
    ]);
  });

  it("says how many events are lost with a channel that keeps nothing", async () => {
    const broken = keepingSink<string>();
    broken.refuse(Number.POSITIVE_INFINITY);
    const source = pushedSource<string>();
    const program = await startTestProgram(
      { agents: [oneAgent(source, memory({}, declared("c")), broken)] },
      { drainTimeout },
    );
    await source.push("a", "b", "c");
    program.drain();
    assert.equal((await untilEnded(program)).clean, false);
    assert.equal(
      told(program).at(-1),
      "ERROR a.c events are left in the channel, which keeps nothing: they are lost lost=3",
    );
  });

  it("leaves nearly all of its time to a component that is slow to close", async () => {
    const sink = keepingSink<string>();
    const clock = manualClock();
    const slow: typeof sink = Object.assign(Object.create(sink), { close: () => clock.sleep(8_000) });
    const source = pushedSource<string>();
    const program = await startTestProgram(
      { agents: [oneAgent(source, memory({}, declared("c")), slow)] },
      { drainTimeout, clock },
    );
    program.drain();
    assert.equal((await untilEnded(program)).clean, true, program.lines.join("\n"));
  });

  it("comes within the drain timeout though a write, a run and a close hang, and closes the others", async () => {
    const sink = keepingSink<string>();
    const source = pushedSource<string>();
    const hanging = { ...source, open: source.open, run: never, close: never };
    const channel = memory<string>({}, declared("c"));
    const program = await startTestProgram({ agents: [oneAgent(hanging, channel, sink)] }, { drainTimeout });
    program.drain();
    const { took, clean } = await untilEnded(program);
    assert.ok(took <= drainTimeout, `${took}`);
    assert.equal(clean, false);
    assert.equal(sink.state, "closed");
    assert.deepEqual(told(program), [
      "WARN a.r holds up the end, and the drain timeout of 10s is over",
      "ERROR a.r failed to close; the program ends without it",
    ]);

    const stuck = keepingSink<string>();
    stuck.hold();
    const fed = pushedSource<string>();
    const other = await startTestProgram(
      { agents: [oneAgent(fed, memory({}, declared("c")), stuck)] },
      { drainTimeout },
    );
    await fed.push("a");
    other.drain();
    assert.ok((await untilEnded(other)).took <= drainTimeout);
    assert.equal(stuck.state, "closed");
    assert.match(told(other).at(-1)!, /lost=1/);
  });

  it("waits at the end of the input for a sink that gets on, however slowly, and not for one that fails", async () => {
    const slow = keepingSink<string>(1);
    const program = await startTestProgram(
      { agents: [oneAgent(listSource(["a", "b", "c", "d", "e"]), memory({}, declared("c")), slow)] },
      { drainTimeout },
    );
    const write = slow.write.bind(slow);
    slow.write = async (events) => {
      await program.clock.sleep(drainTimeout / 2);
      await write(events);
    };
    const { took, clean } = await untilEnded(program);
    assert.ok(took > drainTimeout);
    assert.equal(clean, true);
    assert.deepEqual(slow.bodies, ["a", "b", "c", "d", "e"]);

    const broken = keepingSink<string>(1);
    broken.refuse(Number.POSITIVE_INFINITY);
    const other = await startTestProgram(
      { agents: [oneAgent(listSource(["a"]), memory({}, declared("c")), broken)] },
      { drainTimeout },
    );
    const end = await untilEnded(other);
    assert.ok(end.took <= drainTimeout);
    assert.equal(end.clean, false);
  });

  it("bounds a stream whose output fails, and says which events no batch has written", async () => {
    const source = pushedSource<string>();
    const out = keepingSink<string>();
    out.refuse(Number.POSITIVE_INFINITY, new Error("never works"));
    const s = copyingStream(fromSource(source), out);
    const program = await startTestProgram({ streams: [s] }, { drainTimeout });
    await source.push("a", "b");
    await program.clock.advance(2000);
    await source.push("c");
    program.drain();
    const { took, clean } = await untilEnded(program);
    assert.ok(took <= drainTimeout, `${took}`);
    assert.equal(clean, false);
    assert.deepEqual(told(program), [
      "WARN s.out holds up the end, and the drain timeout of 10s is over: never works",
      "ERROR s.lines events are left that no batch has written: they are lost lost=3",
    ]);
  });

  it("does not wait for all the batches that queue behind long ones", async () => {
    const source = pushedSource<string>();
    const out = keepingSink<string>();
    const started: TestProgram[] = [];
    const s = stream({
      name: "s",
      place,
      every: 1000,
      inputs: { lines: fromSource(source) },
      outputs: { out },
      async batch({ lines }, emit) {
        await started[0]!.clock.sleep(4000);
        for (const { body } of lines) emit.out.push(body);
      },
    });
    const program = await startTestProgram({ streams: [s] }, { drainTimeout });
    started.push(program);
    for (let second = 0; second < 20; second++) {
      await source.push(`${second}`);
      await program.clock.advance(1000);
    }
    program.drain();
    const { took, clean } = await untilEnded(program);
    assert.ok(took <= drainTimeout, `${took}`);
    assert.equal(clean, false);
    const lost = Number(/lost=(\d+)/.exec(told(program).at(-1)!)?.[1]);
    assert.equal(out.bodies.length + lost, 20);
    assert.deepEqual(out.bodies.slice(0, 3), ["0", "1", "2"]);
  });
});
