import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import type { Declared } from "../../../../runtime/contract/context.ts";
import { ChannelFullError, ComponentError, RejectedEventError } from "../../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../../runtime/contract/event.ts";
import { Failure, type Fallible } from "../../../../runtime/contract/failure.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Sink } from "../../../../runtime/contract/sink.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { OperatorCount } from "../../../../runtime/engine/probe/operator-count.ts";
import { StepProbe } from "../../../../runtime/engine/probe/step-probe.ts";
import { failover } from "../../../../runtime/groups/failover.ts";
import { fail, rejected } from "../../../../runtime/value/rejected.ts";
import { agentOf } from "../../../support/agent-of.ts";
import { eventually } from "../../../support/eventually.ts";
import { keepingSink, listSource, pushedSource } from "../../../support/memory-endpoints.ts";
import { startTestProgram, testPrograms } from "../../../support/test-program.ts";

const place = "a.flow:5:3";

function declared(name: string): Declared {
  return { name: `a1.${name}`, place, element: t.string };
}

function straight<F extends string, T extends string>(from: F, to: T) {
  return { from, to: [to], optional: [], rejects: [], place } as const;
}

describe("an agent", () => {
  const start = testPrograms();

  it("carries events from its source through its channel to its sink, in order and in batches", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>(2);
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink }, { capacity: 10, transactionCapacity: 5 });
    const program = await start({ agents: [a1] });
    await source.push("a", "b", "c", "d", "e");
    await source.push("f");
    await program.clock.settle();
    assert.deepEqual(sink.bodies, ["a", "b", "c", "d", "e", "f"]);
    assert.ok(sink.writes.every((write) => write.length <= 2));
    assert.equal(program.counters.get("a1.r1", "accepted"), 6);
    assert.equal(program.counters.get("a1.k1", "written"), 6);
  });

  it("lets a sink take more while it writes, and takes all of it back when it fails", async () => {
    const source = pushedSource<string>();
    const kept: string[][] = [];
    let broken = true;
    const growing: Sink<string> = {
      batchSize: 4,
      open: async () => {},
      async write(events, more) {
        const bodies = events.map(({ body }) => body);
        await source.push(`${bodies.length} and more`);
        bodies.push(...((await more?.((added) => added.map(({ body }) => body))) ?? []));
        if (broken) throw new Error("broken");
        kept.push(bodies);
      },
      close: async () => {},
    };
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: growing }, { capacity: 10 });
    const program = await start({ agents: [a1] });
    await source.push("a", "b");
    await program.clock.settle();
    broken = false;
    await program.clock.advance(1000);
    assert.deepEqual(kept[0], ["a", "b", "2 and more", "3 and more"]);
    assert.equal(program.counters.get("a1.k1", "written"), kept.flat().length);
  });

  it("ends when its sources have ended and its channels are empty, with everything closed", async () => {
    const sink = keepingSink<string>();
    const source = listSource(["a", "b"], ["c"]);
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink });
    const program = await start({ agents: [a1] });
    assert.equal(await program.ended, true);
    assert.deepEqual(sink.bodies, ["a", "b", "c"]);
    assert.equal(sink.state, "closed");
  });

  it("has as many writes under way as the sink takes, one where it does not say", async () => {
    for (const parallel of [undefined, 2]) {
      const sink = keepingSink<string>(1);
      const release = sink.hold();
      const a1 = agentOf("r1 -> c1 -> k1", {
        r1: listSource(["a", "b", "c", "d"]),
        k1: parallel === undefined ? sink : Object.assign(sink, { parallel }),
      });
      const program = await start({ agents: [a1] });
      await program.clock.settle();
      assert.equal(sink.tried.length, parallel ?? 1);
      release();
      assert.equal(await program.ended, true);
      assert.deepEqual(sink.bodies.toSorted(), ["a", "b", "c", "d"]);
    }
  });

  it("drains: the source stops, the channel empties into the sink", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>(1);
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink });
    const program = await start({ agents: [a1] });
    const release = sink.hold();
    await source.push("a", "b", "c");
    program.drain();
    await program.clock.settle();
    assert.equal(sink.state, "open");
    release();
    assert.equal(await program.ended, true);
    assert.deepEqual(sink.bodies, ["a", "b", "c"]);
    assert.equal(source.state, "closed");
  });

  it("rolls back what the sink rejects and tries it again after 1, 2, … at most 5 seconds", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>();
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink }, { capacity: 10 });
    const program = await start({ agents: [a1] });
    sink.refuse(7, new Error("disk on fire"));
    await source.push("a", "b");
    const times: number[] = [];
    for (let tried = 0; times.length < 8; ) {
      if (sink.tried.length > tried) {
        tried = sink.tried.length;
        times.push(program.clock.now());
      }
      await program.clock.advance(500);
    }
    assert.deepEqual(times, [0, 1000, 3000, 6000, 10_000, 15_000, 20_000, 25_000]);
    assert.ok(sink.tried.every((bodies) => bodies.join() === "a,b"));
    assert.deepEqual(sink.bodies, ["a", "b"]);
    const told = program.lines.map((line) => line.slice(13)).filter((line) => line.includes(" a1.k1 "));
    assert.deepEqual(told, [
      "WARN a1.k1 disk on fire place=a.flow:5:3 again=1000ms",
      "WARN a1.k1 disk on fire place=a.flow:5:3 again=5000ms failing=10s tries=5 waiting=2",
      "INFO a1.k1 recovered after 7 failed attempts failing=25s",
    ]);
  });

  it("starts its back-off anew after a write that worked", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>();
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink });
    const program = await start({ agents: [a1] });
    for (const body of ["a", "b"]) {
      sink.refuse(1);
      await source.push(body);
      await program.clock.advance(999);
      assert.equal(sink.bodies.includes(body), false);
      await program.clock.advance(1);
      assert.equal(sink.bodies.includes(body), true);
    }
  });

  it("runs a source again after a back-off when its run rejects", async () => {
    const source = pushedSource<string>();
    const sink = keepingSink<string>();
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: sink });
    const program = await start({ agents: [a1] });
    source.fail(new Error("peer gone"));
    await program.clock.advance(999);
    assert.equal(source.runs, 1);
    await program.clock.advance(1);
    assert.equal(source.runs, 2);
    source.fail(new Error("peer gone"));
    await program.clock.advance(1999);
    assert.equal(source.runs, 2);
    await program.clock.advance(1);
    assert.equal(source.runs, 3);
    await source.push("a");
    source.fail(new Error("peer gone"));
    await program.clock.advance(1000);
    assert.equal(source.runs, 4);
    assert.match(program.lines.join("\n"), /WARN a1\.r1 peer gone/);
  });

  describe("with a fan-out", () => {
    it("gives every channel all events or none, and says so to the source", async () => {
      const source = pushedSource<string>();
      const roomy = memory<string>({ capacity: 100 }, declared("c1"));
      const tight = memory<string>({ capacity: 3, keepAlive: 3000 }, declared("c2"));
      const [k1, k2] = [keepingSink<string>(), keepingSink<string>(1)];
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: { c1: roomy, c2: tight },
        sinks: { k1, k2 },
        flows: [
          { from: "r1", to: ["c1", "c2"], optional: [], rejects: [], place },
          straight("c1", "k1"),
          straight("c2", "k2"),
        ],
      });
      const program = await start({ agents: [a1] });
      const release = k2.hold();
      await source.push("a", "b", "c");
      const refused = source.push("d");
      refused.catch(() => {});
      await program.clock.advance(3000);
      await assert.rejects(refused, ChannelFullError);
      assert.deepEqual(k1.bodies, ["a", "b", "c"], "nothing of what was refused is in the other channel");
      assert.equal(program.counters.get("a1.r1", "channelFull"), 1);
      release();
      await program.clock.settle();
      await source.push("d");
      await program.clock.settle();
      assert.deepEqual(k1.bodies, ["a", "b", "c", "d"]);
      assert.deepEqual(k2.bodies, ["a", "b", "c", "d"]);
    });

    it("only counts what an optional channel has no room for, and does not wait for it", async () => {
      const source = pushedSource<string>();
      const [k1, k2] = [keepingSink<string>(), keepingSink<string>(1)];
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: {
          c1: memory({}, declared("c1")),
          c2: memory({ capacity: 2 }, declared("c2")),
        },
        sinks: { k1, k2 },
        flows: [
          { from: "r1", to: ["c1"], optional: ["c2"], rejects: [], place },
          straight("c1", "k1"),
          straight("c2", "k2"),
        ],
      });
      const program = await start({ agents: [a1] });
      const release = k2.hold();
      await source.push("a", "b");
      await source.push("c", "d");
      assert.equal(program.clock.now(), 0);
      await program.clock.settle();
      assert.deepEqual(k1.bodies, ["a", "b", "c", "d"]);
      assert.equal(program.counters.get("a1.r1", "optional.c2.lost"), 2);
      assert.match(program.lines.join("\n"), /lost for the optional channel c2/);
      release();
    });
  });

  describe("with steps on its wires", () => {
    const parse = (text: string): Fallible<number> =>
      /^\d+$/.test(text) ? Number(text) : new Failure("not a number", "a.flow:7:9");

    function parsing(rejects: Sink<string>) {
      const source = pushedSource<string>();
      const sink = keepingSink<number>();
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: { c1: memory<number>({}, declared("c1")) },
        sinks: { k1: sink, rejects },
        flows: [
          {
            from: "r1",
            to: ["c1"],
            optional: [],
            rejects: ["rejects"],
            place,
            pass(events, to, wire) {
              for (const one of events) {
                const body = parse(one.body);
                if (body instanceof Failure) {
                  to.rejects.push(rejected(one, body));
                  wire.rejected("a1.r1.map");
                  continue;
                }
                if (body === 13) wire.dropped("a1.r1.filter", new Failure("unlucky", "a.flow:8:1"));
                else if (body === 7) fail(new Failure("seven", "a.flow:9:1"));
                else to.c1.push({ body, headers: one.headers });
              }
            },
          },
          straight("c1", "k1"),
        ],
      });
      return { source, sink, a1 };
    }

    it("has the rejects written, with reason and place, before the source is told that its events are taken", async () => {
      const rejects = keepingSink<string>();
      const { source, sink, a1 } = parsing(rejects);
      const program = await start({ agents: [a1] });
      await source.put([event("1"), event("x", new Map([["host", "h"]])), event("2"), event("13")]);
      assert.deepEqual(rejects.bodies, ["x"]);
      assert.deepEqual(Object.fromEntries(rejects.writes[0]![0]!.headers), {
        host: "h",
        reason: "not a number",
        place: "a.flow:7:9",
      });
      await program.clock.settle();
      assert.deepEqual(sink.bodies, [1, 2]);
      assert.equal(program.counters.get("a1.r1.map", "rejected"), 1);
      assert.equal(program.counters.get("a1.r1.filter", "dropped"), 1);
      assert.match(program.lines.join("\n"), /dropped: unlucky operator=a1\.r1\.filter place=a\.flow:8:1/);
    });

    it("counts once what its steps dropped of a batch that is tried again", async () => {
      const sink = keepingSink<number>();
      const count = new OperatorCount("a1.c1.filter");
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: listSource([1, 13, 2]) },
        channels: { c1: memory<number>({}, declared("c1")) },
        sinks: { k1: sink },
        flows: [
          straight("r1", "c1"),
          {
            ...straight("c1", "k1"),
            probe: new StepProbe([count]),
            pass(events, to, wire) {
              for (const one of events) {
                if (one.body === 13) wire.dropped(count.id, new Failure("unlucky", "a.flow:8:1"));
                else to.k1.push(one);
              }
              count.set(events.length, to.k1.length);
            },
          },
        ],
      });
      sink.refuse(3);
      const program = await start({ agents: [a1] });
      while (sink.writes.length === 0) await program.clock.advance(1000);
      assert.deepEqual(sink.bodies, [1, 2]);
      assert.deepEqual(
        ["in", "out", "dropped"].map((counter) => program.counters.get(count.id, counter)),
        [3, 2, 1],
      );
    });

    it("takes nothing when the rejects cannot be written", async () => {
      const rejects = keepingSink<string>();
      const { source, sink, a1 } = parsing(rejects);
      const program = await start({ agents: [a1] });
      rejects.refuse(1);
      await assert.rejects(source.push("1", "x"), /refused/);
      await program.clock.settle();
      assert.deepEqual(sink.bodies, []);
      await source.push("1", "x");
      await program.clock.settle();
      assert.deepEqual(sink.bodies, [1]);
    });

    it("fails the whole put where a step says so, with its place", async () => {
      const { source, sink, a1 } = parsing(keepingSink<string>());
      const program = await start({ agents: [a1] });
      await assert.rejects(source.push("1", "7"), /seven/);
      await program.clock.settle();
      assert.deepEqual(sink.bodies, []);
      assert.match(program.lines.join("\n"), /WARN a1\.r1 seven event="2 of 2" body=7 place=a\.flow:9:1/);
    });

    it("stops a source whose event cannot pass a step, names the event, and continues with the others", async () => {
      const { sink, a1 } = parsing(keepingSink<string>());
      const source = {
        ...listSource(["1", "2"], ["3", "7", "4"], ["5"]),
        closed: 0,
        close: async () => void source.closed++,
      };
      const program = await start({ agents: [{ ...a1, sources: { r1: source } }] });
      assert.equal(await program.ended, false);
      assert.deepEqual(sink.bodies, [1, 2], "what it had put before is written");
      assert.match(
        program.lines.join("\n"),
        /ERROR a1\.r1 this source has stopped, since an event cannot pass its wire: seven event="2 of 3" body=7 place=a\.flow:9:1/,
      );
      assert.equal(source.closed, 1);
    });

    it("stops a source whose rejects are refused as content, having written them once elsewhere", async () => {
      const rejects = keepingSink<string>();
      const { a1 } = parsing(rejects);
      rejects.refuse(Number.POSITIVE_INFINITY, new RejectedEventError("name too long"));
      const program = await start({ agents: [{ ...a1, sources: { r1: listSource(["1", "x"]) } }] });
      assert.equal(await program.ended, false);
      assert.equal(rejects.tried.length, 1);
      assert.match(
        program.lines.join("\n"),
        /ERROR a1\.r1 this source has stopped.*name too long event="1 of 1" body=x/,
      );
    });

    it("writes rejects once while another sink of rejects is out of reach", async () => {
      const source = pushedSource<string>();
      const [first, second] = [keepingSink<string>(), keepingSink<string>()];
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: { c1: memory<string>({}, declared("c1")) },
        sinks: { k1: keepingSink<string>(), first, second },
        flows: [
          {
            ...straight("r1", "c1"),
            rejects: ["first", "second"],
            pass(events, to) {
              for (const one of events) {
                to.first.push(one);
                to.second.push(one);
              }
            },
          },
          straight("c1", "k1"),
        ],
      });
      const program = await start({ agents: [a1] });
      second.refuse(3);
      const put = source.push("x");
      await program.clock.advance(10_000);
      await put;
      assert.deepEqual([first.bodies, second.bodies], [["x"], ["x"]]);
    });

    it("lets steps make more of events than the sink takes at once", async () => {
      const source = pushedSource<string>();
      const sink = keepingSink<string>(2);
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: { c1: memory<string>({ capacity: 50, transactionCapacity: 5 }, declared("c1")) },
        sinks: { k1: sink },
        flows: [
          {
            from: "r1",
            to: ["c1"],
            optional: [],
            rejects: [],
            place,
            pass(events, to) {
              for (const { body, headers } of events)
                for (const word of body.split(" ")) to.c1.push({ body: word, headers });
            },
          },
          {
            from: "c1",
            to: ["k1"],
            optional: [],
            rejects: [],
            place,
            pass(events, to) {
              for (const { body, headers } of events) for (const letter of body) to.k1.push({ body: letter, headers });
            },
          },
        ],
      });
      const program = await start({ agents: [a1] });
      await source.push("ab cde f g h i", "jk l m");
      await program.clock.settle();
      assert.equal(sink.bodies.join(""), "abcdefghijklm");
      assert.ok(sink.writes.every((write) => write.length <= 2));
    });

    it("rolls back what a step between channel and sink throws on", async () => {
      const source = pushedSource<string>();
      const sink = keepingSink<string>();
      let broken = true;
      const a1 = agent({
        name: "a1",
        place,
        sources: { r1: source },
        channels: { c1: memory<string>({}, declared("c1")) },
        sinks: { k1: sink },
        flows: [
          straight("r1", "c1"),
          {
            from: "c1",
            to: ["k1"],
            optional: [],
            rejects: [],
            place,
            pass(events, to) {
              if (broken) throw new TypeError("cannot read properties of null");
              to.k1.push(...events);
            },
          },
        ],
      });
      const program = await start({ agents: [a1] });
      await source.push("a");
      await program.clock.settle();
      broken = false;
      await program.clock.advance(1000);
      assert.deepEqual(sink.bodies, ["a"]);
      assert.match(program.lines.join("\n"), /WARN a1\.k1 cannot read properties of null/);
    });
  });

  it("writes to a group of sinks as to one, and opens and closes its members", async () => {
    const source = pushedSource<string>();
    const [k1, k2] = [keepingSink<string>(), keepingSink<string>()];
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: source },
      channels: { c1: memory<string>({}, declared("c1")) },
      sinks: { k1, k2 },
      groups: { g1: failover(["k1", "k2"]) },
      flows: [straight("r1", "c1"), straight("c1", "g1")],
    });
    const program = await start({ agents: [a1] });
    k1.refuse(1);
    await source.push("a");
    await program.clock.settle();
    assert.deepEqual(k2.bodies, ["a"]);
    await program.clock.advance(2001);
    await source.push("b");
    program.drain();
    await program.ended;
    assert.deepEqual(k1.bodies, ["b"]);
    assert.deepEqual([k1.state, k2.state], ["closed", "closed"]);
    assert.match(program.lines.join("\n"), /INFO a1\.g1 is live again sink=k1/);
  });

  it("never lets two fan-outs wait for each other's claims", async () => {
    const sources = { r1: pushedSource<string>(), r2: pushedSource<string>() };
    const sinks = { k1: keepingSink<string>(), k2: keepingSink<string>() };
    const a1 = agent({
      name: "a1",
      place,
      sources,
      channels: {
        c1: memory<string>({ capacity: 1, transactionCapacity: 1 }, declared("c1")),
        c2: memory<string>({ capacity: 1, transactionCapacity: 1 }, declared("c2")),
      },
      sinks,
      flows: [
        { from: "r1", to: ["c1", "c2"], optional: [], rejects: [], place },
        { from: "r2", to: ["c2"], optional: [], rejects: [], place },
        { from: "r2", to: ["c1"], optional: [], rejects: [], place },
        straight("c1", "k1"),
        straight("c2", "k2"),
      ],
    });
    const program = await start({ agents: [a1] });
    const feed = async (source: typeof sources.r1, name: string) => {
      for (let number = 0; number < 100; number++) await source.push(`${name}${number}`);
    };
    // The clock stands still: a wait for the keep-alive to end would never end.
    await Promise.all([feed(sources.r1, "a"), feed(sources.r2, "b")]);
    await program.clock.settle();
    assert.equal(sinks.k1.bodies.length, 200);
    assert.deepEqual([...sinks.k1.bodies].sort(), [...sinks.k2.bodies].sort());
  });

  it("starts nothing when one of its components does not open, and closes the others", async () => {
    const source = pushedSource<string>();
    const good = keepingSink<string>();
    const bad: Sink<string> = {
      ...keepingSink<string>(),
      async open() {
        throw new ComponentError(declared("k2"), "port 1 is in use");
      },
    };
    const a1 = agentOf("r1 -> c1 -> k1", { r1: source, k1: good, k2: bad });
    await assert.rejects(startTestProgram({ agents: [a1] }), /port 1 is in use/);
    assert.equal(good.state, "closed");
    assert.equal(source.state, "made");
  });

  it("writes to a sink that several flows share one write at a time", async () => {
    let writing = 0;
    let most = 0;
    const shared: Sink<string> = {
      ...keepingSink<string>(1),
      async write() {
        writing += 1;
        most = Math.max(most, writing);
        await Promise.resolve();
        await Promise.resolve();
        writing -= 1;
      },
    };
    const a1 = agentOf("r1 -> c1 -> k1\nr2 -> c2 -> k1", {
      r1: listSource(["a", "b", "c"]),
      r2: listSource(["d", "e", "f"]),
      k1: shared,
    });
    const program = await start({ agents: [a1] });
    await program.ended;
    assert.equal(most, 1);
  });

  it("writes rejects once while its sink is out of reach", async () => {
    const source = pushedSource<string>();
    const [out, bad] = [keepingSink<string>(), keepingSink<string>()];
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: source },
      channels: { c1: memory({ capacity: 10 }, declared("c1")) },
      sinks: { out, bad },
      flows: [
        straight("r1", "c1"),
        {
          ...straight("c1", "out"),
          rejects: ["bad"],
          pass(events: readonly Event<string>[], to: { readonly out: Event<string>[]; readonly bad: Event<string>[] }) {
            for (const one of events) to[one.body === "x" ? "bad" : "out"].push(one);
          },
        },
      ],
    });
    const program = await start({ agents: [a1] });
    out.refuse(2);
    await source.push("a", "x", "b");
    await program.clock.advance(10_000);
    assert.deepEqual(out.bodies, ["a", "b"]);
    assert.deepEqual(bad.bodies, ["x"], "not a second time");
  });

  it("writes dead letters of several writes at once one after the other, and holds the batch until they are written", async () => {
    const source = pushedSource<string>();
    let atOnce = 0;
    let most = 0;
    const dead = keepingSink<string>();
    const slow: Sink<string> = {
      ...dead,
      async write(events) {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce -= 1;
        await dead.write(events);
      },
    };
    const picky: Sink<string> = {
      batchSize: 1,
      parallel: 4,
      async open() {},
      async write() {
        throw new RejectedEventError("no");
      },
      async close() {},
    };
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: source },
      channels: { c1: memory({ capacity: 100 }, declared("c1")) },
      sinks: { k1: picky, slow },
      flows: [straight("r1", "c1"), { ...straight("c1", "k1"), refused: { to: "slow", retries: 0, retryFor: null } }],
    });
    const program = await start({ agents: [a1] });
    dead.refuse(2);
    await source.push("a", "b", "c", "d", "e", "f");
    await eventually("all are dead letters", async () => {
      await program.clock.advance(1000);
      return dead.bodies.length === 6;
    });
    assert.deepEqual([...dead.bodies].sort(), ["a", "b", "c", "d", "e", "f"]);
    assert.equal(most, 1);
    assert.equal(program.counters.get("a1.k1", "deadLetters"), 6);
    assert.equal(program.counters.get("a1.slow", "written"), 6);
    assert.equal(program.counters.get("a1.slow", "failed"), 2);
  });
});
