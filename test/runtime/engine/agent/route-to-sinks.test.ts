import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import { RejectedEventError } from "../../../../runtime/contract/errors.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Sink } from "../../../../runtime/contract/sink.ts";
import type { Flow } from "../../../../runtime/engine/agent/agent.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { keepingSink, pushedSource } from "../../../support/memory-endpoints.ts";
import { testPrograms } from "../../../support/test-program.ts";

const place = "a.flow:5:3";

describe("a route from a channel to sinks", () => {
  const start = testPrograms();

  /** `r1 -> c1 -> route … { "a…" => k1, "b…" => k2, else => drop }` */
  function routed(sinks: { readonly k1: Sink<string>; readonly k2: Sink<string> }, ways: Partial<Flow> = {}) {
    const source = pushedSource<string>();
    const dead = keepingSink<string>();
    const channel = memory<string>({ capacity: 10 }, { name: "a1.c1", place, element: t.string });
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: source },
      channels: { c1: channel },
      sinks: { ...sinks, dead },
      flows: [
        { from: "r1", to: ["c1"], optional: [], rejects: [], place },
        {
          from: "c1",
          to: ["k1", "k2"],
          optional: [],
          rejects: [],
          place,
          ...(ways as object),
          pass(events, to, wire) {
            for (const one of events) {
              if (one.body.startsWith("a")) to.k1.push(one);
              else if (one.body.startsWith("b")) to.k2.push(one);
              else wire.dropped("a1.route");
            }
          },
        },
      ],
    });
    return { source, dead, channel, a1 };
  }

  it("gives each event to one of them, in order, and counts what it drops", async () => {
    const [k1, k2] = [keepingSink<string>(1), keepingSink<string>(3)];
    const { source, channel, a1 } = routed({ k1, k2 });
    const program = await start({ agents: [a1] });
    await source.push("a1", "b1", "c1", "a2", "b2", "b3");
    await program.clock.settle();
    assert.deepEqual(
      [k1.bodies, k2.bodies],
      [
        ["a1", "a2"],
        ["b1", "b2", "b3"],
      ],
    );
    assert.equal(channel.size, 0);
    assert.equal(program.counters.get("a1.route", "dropped"), 1);
    assert.equal(program.counters.get("a1.k1", "written"), 2);
    assert.equal(program.counters.get("a1.k2", "written"), 3);
  });

  it("writes to each once while another is out of reach, and names that one when it cannot end", async () => {
    const [k1, k2] = [keepingSink<string>(), keepingSink<string>()];
    k2.refuse(1000);
    const { source, channel, a1 } = routed({ k1, k2 });
    const program = await start({ agents: [a1] }, { drainTimeout: 5000 });
    await source.push("a1", "b1");
    await program.clock.advance(60_000);
    assert.deepEqual([k1.bodies, k2.bodies, channel.size], [["a1"], [], 2]);
    k2.refuse(0);
    await program.clock.advance(10_000);
    assert.deepEqual([k1.bodies, k2.bodies, channel.size], [["a1"], ["b1"], 0]);

    k1.refuse(1000);
    await source.push("a2", "b2");
    await program.clock.advance(1000);
    assert.deepEqual([k2.bodies, channel.size], [["b1"], 2]);
    program.drain();
    await program.clock.advance(10_000);
    assert.equal(await program.ended, false);
    const told = program.lines.filter((line) => /drain/.test(line)).join("\n");
    assert.match(told, /a1\.k1/);
    assert.doesNotMatch(told, /a1\.k2/);
  });

  it("lets what each refuses out by its own way", async () => {
    const refusing = (): Sink<string> => ({
      ...keepingSink<string>(),
      write: () => Promise.reject(new RejectedEventError("not like this")),
    });
    const ways = {
      refused: { to: "dead", retries: 0, retryFor: null },
      refusedBy: { k2: { to: null, retries: 0, retryFor: null } },
    };
    const { source, dead, channel, a1 } = routed({ k1: refusing(), k2: refusing() }, ways);
    const program = await start({ agents: [a1] });
    await source.push("a1", "b1", "a2");
    await program.clock.settle();
    assert.deepEqual([dead.bodies, channel.size], [["a1", "a2"], 0]);
    assert.deepEqual(
      dead.writes.flat().map(({ headers }) => headers.get("edge")),
      ["a1.c1 -> k1", "a1.c1 -> k1"],
    );
    assert.equal(program.counters.get("a1.k2", "dropped"), 1);
  });
});
