import assert from "node:assert/strict";
import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { failover } from "../../../runtime/groups/failover.ts";
import { loadBalance } from "../../../runtime/groups/load-balance.ts";
import type { SinkGroup } from "../../../runtime/groups/sink-group.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { keepingSink } from "../../support/memory-endpoints.ts";
import { testContext } from "../../support/test-context.ts";

const ALWAYS = Number.POSITIVE_INFINITY;

function ready(group: SinkGroup) {
  const clock = manualClock();
  const sinks = Object.fromEntries(group.members.map((name) => [name, keepingSink<unknown>()]));
  const sink = group.over(
    group.members.map((name) => ({ name, sink: sinks[name]! })),
    testContext({ clock }),
  );
  let number = 0;
  return {
    clock,
    sinks,
    sink,
    /** Writes one event; gives the names of those who tried, in order, the one who took it last, and `!` when none did. */
    async write(): Promise<string> {
      number += 1;
      const body = number;
      const before = new Map(Object.entries(sinks).map(([name, { tried }]) => [name, tried.length]));
      const order: string[] = [];
      for (const [name, one] of Object.entries(sinks)) {
        const push = one.tried.push.bind(one.tried);
        one.tried.push = (...items) => {
          order.push(name);
          return push(...items);
        };
      }
      const failed = await sink.write([event(body)]).then(
        () => "",
        () => "!",
      );
      for (const one of Object.values(sinks)) one.tried.push = Array.prototype.push;
      assert.equal(before.size, group.members.length);
      return order.join(" ") + failed;
    },
  };
}

describe("failover", () => {
  it("writes to the first that works, and goes down the list", async () => {
    const { sinks, write } = ready(failover(["k1", "k2", "k3"]));
    assert.equal(await write(), "k1");
    sinks["k1"]!.refuse(ALWAYS);
    sinks["k2"]!.refuse(ALWAYS);
    assert.equal(await write(), "k1 k2 k3");
    assert.equal(await write(), "k3", "those that failed are left alone");
    sinks["k3"]!.refuse(ALWAYS);
    assert.equal(await write(), "k3!");
    assert.equal(await write(), "!", "none is tried before its time");
  });

  it("tries a failed sink again after 2, 4, 8 … seconds, strictly, up to the longest penalty", async () => {
    const { clock, sinks, write } = ready(failover(["k1", "k2"], { maxPenalty: 10_000 }));
    sinks["k1"]!.refuse(ALWAYS);
    assert.equal(await write(), "k1 k2");
    for (const penalty of [2000, 4000, 8000, 10_000, 10_000]) {
      await clock.advance(penalty);
      assert.equal(await write(), "k2", `not at ${penalty} exactly`);
      await clock.advance(1);
      assert.equal(await write(), "k1 k2", `after ${penalty}`);
    }
  });

  it("ends the write with a failed sink that works again, which then is live at its old place", async () => {
    const { clock, sinks, write } = ready(failover(["k1", "k2"]));
    sinks["k1"]!.refuse(1);
    await write();
    await clock.advance(2001);
    assert.equal(await write(), "k1");
    assert.equal(await write(), "k1");
    sinks["k1"]!.refuse(1);
    assert.equal(await write(), "k1 k2");
    await clock.advance(2001);
    assert.equal(await write(), "k1", "a new row of failures begins at 2 s");
  });

  it("tries those whose time has passed soonest first, before any live one", async () => {
    const { clock, sinks, write } = ready(failover(["k1", "k2", "k3"]));
    sinks["k2"]!.refuse(ALWAYS);
    sinks["k1"]!.refuse(ALWAYS);
    await write();
    await clock.advance(2001);
    assert.equal(await write(), "k1 k2 k3");
    await clock.advance(4001);
    sinks["k2"]!.refuse(0);
    assert.equal(await write(), "k1 k2");
  });

  it("leaves no sink alone that refuses content, and tries no other", async () => {
    const { sinks, write } = ready(failover(["k1", "k2"]));
    sinks["k1"]!.refuse(1, new RejectedEventError("too large"));
    assert.equal(await write(), "k1!");
    assert.equal(await write(), "k1", "it has not failed");
  });

  it("takes a sink that refuses content for one that works again", async () => {
    const { clock, sinks, write } = ready(failover(["k1", "k2"]));
    sinks["k1"]!.refuse(1);
    assert.equal(await write(), "k1 k2");
    await clock.advance(2001);
    sinks["k1"]!.refuse(1, new RejectedEventError("too large"));
    assert.equal(await write(), "k1!");
    assert.equal(await write(), "k1");
  });

  it("does not overflow after a long row of failures", async () => {
    const { clock, sinks, write } = ready(failover(["k1", "k2"], { maxPenalty: 1000 }));
    sinks["k1"]!.refuse(ALWAYS);
    for (let failure = 0; failure < 80; failure++) {
      assert.equal(await write(), "k1 k2");
      assert.equal(await write(), "k2");
      await clock.advance(1001);
    }
  });
});

describe("loadBalance", () => {
  it("takes its sinks in turn, and the next one where one fails", async () => {
    const { sinks, write } = ready(loadBalance(["k1", "k2", "k3"]));
    assert.deepEqual([await write(), await write(), await write(), await write()], ["k1", "k2", "k3", "k1"]);
    sinks["k2"]!.refuse(ALWAYS);
    assert.deepEqual([await write(), await write(), await write()], ["k2 k3", "k3", "k1"]);
    sinks["k1"]!.refuse(ALWAYS);
    sinks["k3"]!.refuse(ALWAYS);
    assert.equal(await write(), "k2 k3 k1!");
  });

  it("leaves a failed sink out for a while when it is asked to; success does not reset the count", async () => {
    const { clock, sinks, write } = ready(loadBalance(["k1", "k2"], { backoff: true, maxTimeOut: 5000 }));
    sinks["k1"]!.refuse(1);
    assert.equal(await write(), "k1 k2");
    await clock.advance(2000);
    assert.equal(await write(), "k2", "not at 2 s exactly");
    await clock.advance(1);
    const pair = [await write(), await write()].sort();
    assert.deepEqual(pair, ["k1", "k2"]);
    sinks["k1"]!.refuse(1);
    while ((await write()) !== "k1 k2");
    await clock.advance(2001);
    assert.equal(await write(), "k2", "4 s after the second failure, although it had worked between");
    await clock.advance(2000);
    assert.deepEqual([await write(), await write()].sort(), ["k1", "k2"]);
  });

  it("leaves no sink out that refuses content, and tries no other", async () => {
    const { sinks, write } = ready(loadBalance(["k1", "k2"], { backoff: true }));
    sinks["k1"]!.refuse(1, new RejectedEventError("too large"));
    assert.equal(await write(), "k1!");
    assert.equal(await write(), "k2");
    assert.equal(await write(), "k1");
  });

  it("counts anew after an hour without failure beyond the last time-out", async () => {
    const { clock, sinks, write } = ready(loadBalance(["k1", "k2"], { backoff: true }));
    for (const hours of [0, 1]) {
      await clock.advance(hours * 3_600_000 + 2001);
      sinks["k1"]!.refuse(1);
      while ((await write()) !== "k1 k2");
      await clock.advance(2001);
      assert.deepEqual([await write(), await write()].sort(), ["k1", "k2"]);
    }
  });

  it("fails without trying any when all are left out", async () => {
    const { sinks, write } = ready(loadBalance(["k1", "k2"], { backoff: true }));
    sinks["k1"]!.refuse(ALWAYS);
    sinks["k2"]!.refuse(ALWAYS);
    assert.equal(await write(), "k1 k2!");
    assert.equal(await write(), "!");
  });

  it("chooses at random when it is asked to, each sink once a write", async () => {
    const numbers = [0.9, 0.1, 0.5, 0.0, 0.9, 0.9];
    const random = () => numbers.shift()!;
    const { sinks, write } = ready(loadBalance(["k1", "k2", "k3"], { selector: "random", random }));
    for (const sink of Object.values(sinks)) sink.refuse(ALWAYS);
    assert.equal(await write(), "k3 k1 k2!");
    assert.equal(await write(), "k1 k3 k2!");
  });
});
