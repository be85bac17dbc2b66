import assert from "node:assert/strict";
import { type Membership, type MembershipEvent, next, OUT } from "../../../stdlib/kafka/membership.ts";

const error = new Error("gone");

const events: Readonly<Record<string, MembershipEvent>> = {
  join: { kind: "join" },
  leaving: { kind: "leaving" },
  assigned: { kind: "assigned", shared: false },
  shared: { kind: "assigned", shared: true },
  failed: { kind: "failed", error },
  left: { kind: "left" },
  closed: { kind: "closed" },
};

/** What follows each state at each event, in the order of `events`. */
const transitions: Readonly<Record<Membership["kind"], readonly Membership["kind"][]>> = {
  out: ["joining", "out", "out", "out", "out", "out", "closed"],
  joining: ["joining", "leaving", "reading", "shared", "failed", "out", "closed"],
  reading: ["joining", "leaving", "reading", "shared", "failed", "out", "closed"],
  leaving: ["joining", "leaving", "reading", "shared", "failed", "out", "closed"],
  shared: ["joining", "leaving", "reading", "shared", "failed", "out", "closed"],
  failed: ["joining", "failed", "failed", "failed", "failed", "out", "closed"],
  closed: ["closed", "closed", "closed", "closed", "closed", "closed", "closed"],
};

describe("the membership of a Kafka reader", () => {
  for (const [kind, expected] of Object.entries(transitions)) {
    it(`goes from ${kind} where each event leads`, () => {
      const from = (kind === "failed" ? { kind, error, generation: 3 } : { kind, generation: 3 }) as Membership;
      assert.deepEqual(
        Object.values(events).map((event) => next(from, event).kind),
        expected,
      );
    });
  }

  it("counts each time that the group has shared out its partitions, and nothing else", () => {
    for (const [name, event] of Object.entries(events)) {
      const counted = name === "assigned" || name === "shared" ? 1 : 0;
      assert.equal(next({ kind: "failed", error, generation: 3 }, event).generation, 3 + counted, name);
      assert.equal(next(OUT, event).generation, counted, name);
    }
  });

  it("keeps the first reason for a failure until the reader has left", () => {
    const failed = next({ kind: "reading", generation: 1 }, { kind: "failed", error });
    const again = next(failed, { kind: "failed", error: new Error("later") });
    assert.deepEqual(again, { kind: "failed", error, generation: 1 });
    assert.deepEqual(next(again, { kind: "left" }), { kind: "out", generation: 1 });
  });
});
