import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import { RejectedEventError } from "../../../../runtime/contract/errors.ts";
import { Failure } from "../../../../runtime/contract/failure.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { WayOut } from "../../../../runtime/delivery/way-out.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { fail } from "../../../../runtime/value/rejected.ts";
import { keepingSink, listSource, pushedSource } from "../../../support/memory-endpoints.ts";
import { testPrograms } from "../../../support/test-program.ts";

const place = "a.flow:5:3";

describe("a step that fails behind a channel", () => {
  const start = testPrograms();
  const toDead: WayOut<"dead"> = { to: "dead", retries: 0, retryFor: null };

  /** `r1 -> c1.map(…) -> k1`: the step fails at "x" and "y", and rejects what begins with a hyphen. */
  function failing(lines: readonly string[], ways: { readonly failed?: WayOut<"dead">; readonly rejects?: boolean }) {
    const [sink, dead, rejects] = [keepingSink<string>(), keepingSink<string>(), keepingSink<string>()];
    const fallible = { broken: 0, passes: 0 };
    const a1 = agent({
      name: "a1",
      place,
      sources: { r1: listSource([...lines]) },
      channels: { c1: memory<string>({}, { name: "a1.c1", place, element: t.string }) },
      sinks: { k1: sink, dead, rejects },
      flows: [
        { from: "r1", to: ["c1"], optional: [], rejects: [], place },
        {
          from: "c1",
          to: ["k1"],
          optional: [],
          rejects: ["rejects"],
          place,
          ...(ways.failed === undefined ? {} : { refused: ways.failed, failed: ways.failed }),
          ...(ways.rejects === true ? { refusedBy: { rejects: toDead } } : {}),
          pass(events, to) {
            fallible.passes += 1;
            for (const one of events) {
              if (one.body === "x") fail(new Failure("ex", "a.flow:9:1"));
              if (one.body === "y" && fallible.broken > 0) {
                fallible.broken -= 1;
                throw new Error("not yet");
              }
              (one.body.startsWith("-") ? to.rejects : to.k1).push(one);
            }
          },
        },
      ],
    });
    return { sink, dead, rejects, fallible, a1 };
  }

  it("holds its batch without a way out, tells it at growing intervals, and a stop ends it", async () => {
    const { sink, a1 } = failing([], {});
    const source = pushedSource<string>();
    const program = await start({ agents: [{ ...a1, sources: { r1: source } }] }, { drainTimeout: 30_000 });
    await source.push("a", "x", "b");
    await program.clock.advance(600_000);
    assert.deepEqual(sink.bodies, []);
    assert.ok(program.counters.get("a1.k1", "failed")! > 100);
    const told = program.lines.filter((line) => line.includes(" WARN a1.k1 "));
    assert.ok(told.length < 10, told.join("\n"));
    assert.match(
      told[0]!,
      /ex; it waits, and all behind it; an `else` in that step, or `c1 -> k1 else -> deadLetters`, lets such events out event="2 of 3" body=x place=a\.flow:9:1/,
    );
    assert.match(told.at(-1)!, /failing=310s tries=65 waiting=3/);
    program.drain();
    await program.clock.advance(31_000);
    assert.equal(await program.ended, false);
  });

  it("sends the events at which it fails to the dead letters, and carries all others, in order", async () => {
    const lines = Array.from({ length: 99 }, (_, n) => (n % 9 === 5 ? "x" : `l${n}`));
    const { sink, dead, fallible, a1 } = failing(lines, { failed: toDead });
    const program = await start({ agents: [a1] });
    assert.equal(await program.ended, true);
    assert.deepEqual(
      sink.bodies,
      lines.filter((line) => line !== "x"),
    );
    assert.deepEqual(dead.bodies, Array(11).fill("x"));
    const { headers } = dead.writes[0]![0]!;
    assert.equal(headers.get("reason"), "ex");
    assert.equal(headers.get("place"), "a.flow:9:1");
    assert.equal(headers.get("edge"), "a1.c1 -> k1");
    assert.equal(headers.get("tries"), "1");
    assert.deepEqual(
      ["deadLetters", "written"].map((name) => program.counters.get("a1.k1", name)),
      [11, 88],
    );
    assert.ok(fallible.passes < 200, "events are found by halves");
    assert.match(program.lines.join("\n"), /WARN a1\.k1 failed: ex event="6 of 99" body=x place=a\.flow:9:1 to=dead/);
  });

  it("is tried again first, as often as the target says", async () => {
    const { sink, dead, fallible, a1 } = failing(["a", "x", "y"], { failed: { ...toDead, retries: 2 } });
    // Once at each of the first two tries, as they look for what is to blame.
    fallible.broken = 2;
    const program = await start({ agents: [a1] });
    await program.clock.advance(500);
    assert.deepEqual([sink.bodies, dead.bodies], [[], []]);
    await program.clock.advance(10_000);
    assert.equal(await program.ended, true);
    assert.deepEqual([sink.bodies, dead.bodies], [["a", "y"], ["x"]]);
    assert.equal(dead.writes[0]![0]!.headers.get("tries"), "3");
  });

  it("drops them where the program says so", async () => {
    const { sink, dead, a1 } = failing(["a", "x", "b"], { failed: { to: null, retries: 0, retryFor: null } });
    const program = await start({ agents: [a1] });
    assert.equal(await program.ended, true);
    assert.deepEqual([sink.bodies, dead.bodies], [["a", "b"], []]);
    assert.equal(program.counters.get("a1.k1", "dropped"), 1);
  });

  it("writes dead letters once while the sink is out of reach", async () => {
    const { sink, dead, a1 } = failing(["a", "x", "b"], { failed: toDead });
    sink.refuse(3);
    const program = await start({ agents: [a1] });
    await program.clock.advance(20_000);
    assert.equal(await program.ended, true);
    assert.deepEqual([sink.bodies, dead.bodies], [["a", "b"], ["x"]]);
  });

  it("lets out what a sink of rejects refuses, too, and holds it where nothing is said", async () => {
    const tooLong = new RejectedEventError("name too long", [1]);
    const { sink, dead, rejects, a1 } = failing(["a", "-1", "-2", "b"], { failed: toDead, rejects: true });
    rejects.refuse(1, tooLong);
    const program = await start({ agents: [a1] });
    assert.equal(await program.ended, true);
    assert.deepEqual([sink.bodies, rejects.bodies, dead.bodies], [["a", "b"], ["-1"], ["-2"]]);
    assert.equal(dead.writes[0]![0]!.headers.get("edge"), "a1.c1 -> rejects");

    const held = failing(["a", "-1", "-2", "b"], {});
    held.rejects.refuse(Number.POSITIVE_INFINITY, tooLong);
    const other = await start({ agents: [held.a1] }, { drainTimeout: 1000 });
    await other.clock.advance(60_000);
    assert.deepEqual([held.sink.bodies, held.dead.bodies], [[], []]);
    assert.match(
      other.lines.join("\n"),
      /WARN a1\.rejects name too long; it waits, and all behind it; `c1 -> k1 else -> deadLetters`/,
    );
    other.drain();
    await other.clock.advance(31_000);
    assert.equal(await other.ended, false);
  });
});
