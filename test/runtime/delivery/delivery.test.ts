import assert from "node:assert/strict";
import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { event } from "../../../runtime/contract/event.ts";
import { delivering, refusing, type Verdict } from "./harness.ts";

describe("a delivery", () => {
  it("writes what is refused by index to the dead letters, and the others in one write", async () => {
    const it = delivering(refusing(true));
    await it.bring("a", "x1", "b", "c", "x2");
    assert.deepEqual(it.writes, [["a", "b", "c"]]);
    assert.deepEqual(it.deadBodies, ["x1", "x2"]);
    assert.equal(it.context.counted.get("written"), 3);
    assert.equal(it.context.counted.get("deadLetters"), 2);
    assert.deepEqual(it.clock.slept, []);
  });

  it("halves a refused batch until the guilty are alone, in order", async () => {
    const it = delivering(refusing(false));
    await it.bring("a", "b", "c", "d", "x1", "e", "f", "x2");
    assert.deepEqual(it.written, ["a", "b", "c", "d", "e", "f"]);
    assert.deepEqual(it.deadBodies, ["x1", "x2"]);
  });

  it("does not write again what a refused write has written, with a way out and without one", async () => {
    const partly: Verdict = (bodies, writeSome) => {
      const at = bodies.indexOf("x");
      if (at < 0) return null;
      const done = bodies.filter((body, index) => index < at || body.startsWith("other"));
      writeSome(done);
      const unwritten = bodies.flatMap((body, index) => (done.includes(body) ? [] : [index]));
      return new RejectedEventError("no x", [at], { unwritten });
    };
    const it = delivering(partly);
    await it.bring("a", "x", "b", "other", "c");
    assert.deepEqual(it.writes, [
      ["a", "other"],
      ["b", "c"],
    ]);
    assert.deepEqual(it.deadBodies, ["x"]);
    assert.equal(it.context.counted.get("written"), 4);

    const held = delivering(partly, null);
    held.clock.sleep = async () => held.stopping.abort();
    await assert.rejects(held.bring("a", "x", "b"), /no x/);
    assert.deepEqual(held.writes, [["a"]]);
  });

  it("gives each dead letter its own reason", async () => {
    const it = delivering((bodies) => {
      const bad = bodies.flatMap((body, index) => (body === "good" ? [] : [index]));
      const reasons = bad.map((index) => `no ${bodies[index]}`);
      return bad.length === 0 ? null : new RejectedEventError("bad", bad, { reasons });
    });
    await it.bring("x", "good", "y");
    assert.deepEqual(
      it.dead.map(({ headers }) => headers.get("reason")),
      ["no x", "no y"],
    );
  });

  it("tells of ten reasons at once, and not of each", async () => {
    const it = delivering((bodies) => {
      const reasons = bodies.map((body) => `no ${body}`);
      return new RejectedEventError("no", [...bodies.keys()], { reasons });
    });
    await it.bring(...Array.from({ length: 30 }, (_, n) => String(n)));
    assert.equal(it.context.logged.filter(({ message }) => message.startsWith("refused: ")).length, 10);
    assert.equal(it.dead.length, 30);
  });

  it("takes indexes that are none for none", async () => {
    const it = delivering((bodies) => (bodies.includes("x") ? new RejectedEventError("no x", [7, -1, 0.5]) : null));
    await it.bring("a", "x", "b");
    assert.deepEqual(it.written, ["a", "b"]);
    assert.deepEqual(it.deadBodies, ["x"]);
  });

  it("says in a dead letter why, where, on which arrow, after how many tries and when", async () => {
    const it = delivering(refusing(true), { retries: 2 });
    await it.bring("x1");
    assert.deepEqual(Object.fromEntries(it.dead[0]?.headers ?? []), {
      n: "x1",
      reason: "no x",
      place: "a.flow:1:1",
      edge: "a.c -> k",
      tries: "3",
      time: "3000",
    });
  });

  it("tries refused content again with a pause as often as it may, writes what stands before it, and holds what stands behind", async () => {
    let refusals = 2;
    const it = delivering(
      (bodies) => {
        const index = bodies.indexOf("x");
        return index >= 0 && refusals-- > 0 ? new RejectedEventError("not yet", [index]) : null;
      },
      { retries: 2 },
    );
    await it.bring("a", "x", "b");
    assert.deepEqual(it.writes, [["a"], ["x", "b"]]);
    assert.deepEqual(it.clock.slept, [1000, 2000]);
    assert.deepEqual(it.dead, []);
    assert.equal(it.context.counted.get("retried"), 2);
  });

  it("drops and counts where the program says drop", async () => {
    const it = delivering(refusing(true), { to: null });
    await it.bring("a", "x");
    assert.deepEqual(it.written, ["a"]);
    assert.equal(it.context.counted.get("dropped"), 1);
    assert.ok(it.context.logged.some(({ message }) => message === "refused: no x"));
  });

  it("makes of a body what the dead letters take", async () => {
    const it = delivering(refusing(true), { as: (body: unknown) => `<${body}>` });
    await it.bring("x");
    assert.deepEqual(it.deadBodies, ["<x>"]);
  });

  it("without a way out rejects, so that the batch waits, and says what to write", async () => {
    const it = delivering(refusing(true), null);
    const refused = [event("a"), event("x")];
    await assert.rejects(it.delivery.deliver(refused, it.write), /no x/);
    await it.delivery.pause(new RejectedEventError("no x"));
    assert.deepEqual(it.writes, []);
    assert.match(
      it.context.logged.at(-1)?.message ?? "",
      /no x; it waits, and all behind it; `c -> k else -> deadLetters`/,
    );
  });

  it("rejects when the target is out of reach and nothing was written", async () => {
    const it = delivering(() => new Error("away"));
    await assert.rejects(it.delivery.deliver([event("a")], it.write), /away/);
    assert.deepEqual(it.dead, []);
  });

  it("waits instead once a part was written, and writes nothing twice", async () => {
    let failures = 2;
    const it = delivering(
      (bodies) => (bodies.includes("c") && failures-- > 0 ? new Error("away") : null),
      {},
      {
        batchSize: 2,
      },
    );
    await it.delivery.deliver(
      ["a", "b", "c", "d"].map((body) => event(body)),
      it.write,
    );
    assert.deepEqual(it.writes, [
      ["a", "b"],
      ["c", "d"],
    ]);
    assert.deepEqual(it.clock.slept, [1000, 2000]);
  });

  it("sends what a target out of reach holds to the dead letters after `retryFor`, and what follows after one try", async () => {
    let away = true;
    const it = delivering(() => (away ? new Error("away") : null), { retryFor: 5000 });
    await it.bring("a", "b");
    assert.deepEqual(it.deadBodies, ["a", "b"]);
    assert.deepEqual(
      it.dead.map(({ headers }) => headers.get("tries")),
      ["4", "4"],
    );
    const told = () => it.context.logged.map(({ message }) => message);
    assert.ok(!told().some((message) => message.startsWith("recovered")), "it has not");
    assert.equal(it.context.counted.get("failed"), 4);
    const pauses = it.clock.slept.length;
    await it.bring("c");
    assert.deepEqual(it.deadBodies, ["a", "b", "c"]);
    assert.equal(it.dead[2]?.headers.get("tries"), "1");
    assert.equal(it.clock.slept.length, pauses);
    away = false;
    await it.bring("d");
    assert.deepEqual(it.written, ["d"]);
    assert.ok(told().at(-1)?.startsWith("recovered"));
    away = true;
    await assert.rejects(it.delivery.deliver([event("e")], it.write), /away/);
  });

  it("holds the batch while the dead letters cannot be written", async () => {
    const it = delivering(refusing(true));
    it.deadErrors.push(new Error("full"), new RejectedEventError("bad"), new Error("full"));
    await it.bring("a", "x");
    assert.deepEqual(it.deadBodies, ["x"]);
    assert.deepEqual(it.written, ["a"]);
    assert.deepEqual(it.clock.slept, [1000, 2000, 3000]);
  });

  it("gives up when the program stops", async () => {
    const it = delivering(refusing(true));
    it.deadErrors.push(...Array.from({ length: 10 }, () => new Error("full")));
    const { sleep } = it.clock;
    it.clock.sleep = async (ms) => {
      if (it.clock.slept.length === 3) it.stopping.abort();
      await sleep(ms);
    };
    await assert.rejects(it.bring("a", "x"), /full/);
  });

  it("keeps a batch that is written in one piece in one piece", async () => {
    const it = delivering(refusing(true), { retries: 1 }, { isWhole: true });
    await it.bring("a", "x", "b");
    await it.bring();
    assert.deepEqual(it.writes, [["a", "b"], []]);
    assert.deepEqual(it.deadBodies, ["x"]);
    const mute = delivering(refusing(false), {}, { isWhole: true });
    await mute.bring("a", "x", "b");
    assert.deepEqual(mute.writes, [[]]);
    assert.deepEqual(mute.deadBodies, ["a", "x", "b"]);
  });
});
