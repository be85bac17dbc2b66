import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import type { Event } from "../../../../runtime/contract/event.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { probedChannel, probedSink, probedSource } from "../../../../runtime/engine/probe/component-probes.ts";
import { OperatorCount } from "../../../../runtime/engine/probe/operator-count.ts";
import { StepProbe } from "../../../../runtime/engine/probe/step-probe.ts";
import { Taps } from "../../../../runtime/engine/taps.ts";
import { elapsed } from "../../../../runtime/system/clock.ts";
import { keepingSink, pushedSource } from "../../../support/memory-endpoints.ts";
import { testPrograms } from "../../../support/test-program.ts";

const place = "a.flow:1:1";

describe("probes at components", () => {
  const start = testPrograms();

  it("count what passes a channel for good, and each write of a sink, with how long they took", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>(2);
    const wires = { optional: [], rejects: [], place };
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: probedSource(source) },
      channels: { c1: probedChannel(memory<string>({}, { name: "a1.c1", place, element: t.string })) },
      sinks: { k1: probedSink(sink) },
      flows: [
        { from: "r1", to: ["c1"], ...wires },
        { from: "c1", to: ["k1"], ...wires },
      ],
    });
    sink.refuse(1);
    const program = await start({ agents: [a1] });
    await source.push("a", "b", "c");
    while (sink.bodies.length < 3) await program.clock.advance(1000);
    await program.clock.settle();
    const counted = (id: string, counter: string) => program.counters.get(`a1.${id}`, counter);
    assert.deepEqual(sink.bodies, ["a", "b", "c"]);
    // The first write fails, and what it had taken goes back.
    assert.deepEqual([counted("c1", "in"), counted("c1", "out"), counted("k1", "writes")], [3, 3, 3]);
    for (const id of ["r1", "c1", "k1"]) assert.ok(counted(id, "seconds") > 0, id);
    assert.equal(counted("k1", "written"), 3);
  });
});

describe("a probed sink", () => {
  it("takes a write at a time, in the order in which they were asked for, also behind one that fails", async () => {
    const [begun, ended]: [string[], (() => void)[]] = [[], []];
    const sink = probedSink({
      batchSize: 1,
      async open() {},
      async close() {},
      async write([first]: readonly Event[]) {
        begun.push(String(first?.body));
        await new Promise<void>((resolve) => ended.push(resolve));
        if (begun.length === 1) throw new Error("no");
      },
    });
    const write = (body: string) => sink.write([{ body, headers: new Map() }]);
    const writes = ["a", "b", "c"].map(write);
    const done = Promise.allSettled(writes);
    for (const expected of [["a"], ["a", "b"], ["a", "b", "c"]]) {
      await settled();
      assert.deepEqual(begun, expected);
      ended.at(-1)?.();
    }
    assert.deepEqual(
      (await done).map(({ status }) => status),
      ["rejected", "fulfilled", "fulfilled"],
    );
  });

  /** Everything that was only waiting for promises has gone on. */
  const settled = () => new Promise((resolve) => setImmediate(resolve));
});

describe("a channel of one's own", () => {
  const start = testPrograms();

  it("may have a member that is called `probe`", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>(2);
    const wires = { optional: [], rejects: [], place };
    const channel = memory<string>({}, { name: "a1.c1", place, element: t.string });
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: source },
      channels: { c1: Object.assign(channel, { probe: "mine" }) },
      sinks: { k1: sink },
      flows: [
        { from: "r1", to: ["c1"], ...wires },
        { from: "c1", to: ["k1"], ...wires },
      ],
    });
    const program = await start({ agents: [a1] });
    await source.push("a", "b");
    await program.clock.settle();
    assert.deepEqual(sink.bodies, ["a", "b"]);
  });
});

describe("a timer of operators", () => {
  it("gives the time to the operator that is at work", () => {
    const [slow, quick] = [new OperatorCount("slow"), new OperatorCount("quick")];
    const timer = new StepProbe([slow, quick]);
    const began = elapsed();
    assert.ok(timer.begin());
    timer.enter(0);
    const until = elapsed() + 5;
    while (elapsed() < until);
    timer.enter(1);
    slow.set(1, 1);
    quick.set(1, 1);
    timer.end();
    const all = (elapsed() - began) / 1000;
    assert.ok(slow.seconds >= 0.005 && slow.seconds + quick.seconds <= all, `${slow.seconds} ${quick.seconds} ${all}`);
  });

  it("times some steps of a large batch, and takes the others to be like them", () => {
    const [one, other] = [new OperatorCount("one"), new OperatorCount("other")];
    const timer = new StepProbe([one, other]);
    const began = elapsed();
    assert.ok(timer.begin());
    for (let step = 0; step < 50_000; step++) timer.enter(step % 2);
    const until = elapsed() + 20;
    while (elapsed() < until);
    one.set(25_000, 25_000);
    other.set(25_000, 25_000);
    timer.end();
    const all = (elapsed() - began) / 1000;
    assert.ok(one.seconds > 0 && other.seconds > 0);
    const sum = one.seconds + other.seconds;
    assert.ok(sum >= 0.02 && sum <= all * 1.001, `${sum} ${all}`);
  });

  it("leaves the rest of a batch alone once enough of it was timed, unless somebody looks", () => {
    const count = new OperatorCount("o");
    const timer = new StepProbe([count]);
    assert.ok(timer.begin());
    for (let step = 0; step < 20_000; step++) assert.equal(timer.next(0), timer);
    assert.equal(timer.next(0), null);
    timer.end();

    const taps = new Taps();
    count.showTo(taps);
    const stop = taps.watch("o", () => {});
    const looked = new StepProbe([count]);
    assert.ok(looked.begin());
    for (let step = 0; step < 20_001; step++) assert.notEqual(looked.next(0), null);
    looked.gave(0, "a").gaveAll(0, ["b", "c"]);
    assert.deepEqual(count.shown, ["a", "b", "c"]);
    stop();
    timer.begin();
    assert.equal(count.shown, null);
  });

  it("takes batches that were not timed to be like the one that was", () => {
    const count = new OperatorCount("o");
    count.set(30, 30);
    assert.equal(count.seconds, 0);
    count.set(10, 5);
    count.took(3);
    assert.equal(count.seconds, 0.012);
    count.set(10, 5);
    assert.equal(count.seconds, 0);
  });
});
