import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { event } from "../../runtime/contract/event.ts";
import type { Source } from "../../runtime/contract/source.ts";
import type { WireContext } from "../../runtime/contract/wire.ts";
import { manualClock } from "../../runtime/testing/manual-clock.ts";
import { dedupe } from "../../stdlib/traffic/dedupe.ts";
import { throttle } from "../../stdlib/traffic/throttle.ts";
import { eventually } from "../support/eventually.ts";
import { type OneAgentOptions, startOneAgent } from "./support/one-agent.ts";

/** A source that puts `batches`, tries each again that is not taken, and ends. */
function source(batches: readonly (readonly string[])[]): Source<string> {
  return {
    async open() {},
    async run(output) {
      for (const batch of batches) {
        for (;;) {
          try {
            await output.put(batch.map((body) => event(body)));
            break;
          } catch {}
        }
      }
    },
    async close() {},
  };
}

async function passed(batches: readonly (readonly string[])[], options: OneAgentOptions<string>): Promise<string[]> {
  const agent = await startOneAgent(source(batches), options);
  assert.equal(await agent.ended, true);
  return agent.bodies();
}

describe("steps that remember", () => {
  describe("dedupe", () => {
    const deduping = (options: { within?: number; capacity?: number } = {}): OneAgentOptions<string> => {
      const step = dedupe<string>({ ...options });
      return { step: (one, wire) => step(one, wire, { key: one.body === "" ? null : one.body }) };
    };

    it("drops what has passed, within a batch and after it", async () => {
      const batches = [
        ["a", "b", "a"],
        ["b", "c"],
        ["", "", "c"],
      ];
      assert.deepEqual(await passed(batches, deduping()), ["a", "b", "c", "", ""]);
    });

    it("lets pass what was not taken and is tried again", async () => {
      let failures = 2;
      const onTake = () => {
        if (failures > 0) {
          failures -= 1;
          throw new Error("full");
        }
      };
      assert.deepEqual(
        await passed(
          [
            ["a", "b"],
            ["a", "c"],
          ],
          { ...deduping(), onTake },
        ),
        ["a", "b", "c"],
      );
    });

    it("forgets the oldest keys where there are too many, and those that are too old", async () => {
      const batches = [["a"], ["b"], ["a"], ["c"], ["b"], ["a"]];
      // "a" was seen again before "b" was forgotten.
      assert.deepEqual(await passed(batches, deduping({ capacity: 2 })), ["a", "b", "c", "b", "a"]);
      const step = dedupe<string>({ within: 50 });
      const passesAt = (time: number): boolean => {
        const done: (() => number)[] = [];
        const wire: WireContext = {
          now: () => time,
          random: Math.random,
          uuid: randomUUID,
          rejected() {},
          dropped() {},
          whenDone: (one) => done.push(one),
        };
        const passes = step(event("a"), wire, { key: "a" }) !== null;
        for (const one of done) one();
        return passes;
      };
      assert.deepEqual([0, 49, 98, 148].map(passesAt), [true, false, false, true]);
    });
  });

  describe("throttle", () => {
    const numbers = Array.from({ length: 30 }, (_, index) => String(index));
    const batches = [numbers.slice(0, 10), numbers.slice(10, 20), numbers.slice(20)];

    for (const wire of ["step", "lastStep"] as const) {
      it(`has batches wait on a ${wire === "step" ? "source's" : "channel's"} wire, and drops nothing`, async () => {
        const clock = manualClock(0);
        const arrivals: number[] = [];
        const agent = await startOneAgent(source(batches), {
          [wire]: throttle<string>({ events: 10, per: 1000 }),
          clock,
          capacity: 10,
          keepAlive: 1e9,
          onWrite: (events) => void arrivals.push(...events.map(() => clock.now())),
        });
        for (const arrived of [10, 20, 30]) {
          await eventually("a batch", () => (arrivals.length === arrived ? true : undefined));
          await clock.advance(1000);
        }
        assert.equal(await agent.ended, true);
        assert.deepEqual(agent.bodies(), numbers);
        assert.deepEqual(
          arrivals,
          numbers.map((number) => Math.floor(Number(number) / 10) * 1000),
        );
      });
    }

    it("does not count a batch that fails", async () => {
      const clock = manualClock(0);
      const arrivals: number[] = [];
      let failures = 5;
      const agent = await startOneAgent(source([["a"], ["b"]]), {
        step: throttle<string>({ events: 1, per: 1000 }),
        clock,
        onWrite: () => void arrivals.push(clock.now()),
        onTake() {
          if (failures-- > 0) throw new Error("full");
        },
      });
      await eventually("a", () => (arrivals.length === 1 ? true : undefined));
      await clock.advance(999);
      assert.deepEqual(arrivals, [0]);
      await clock.advance(1);
      await eventually("b", () => (arrivals.length === 2 ? true : undefined));
      assert.deepEqual(arrivals, [0, 1000]);
      // The next batch would have to wait; a program that ends does not.
      assert.equal(await agent.drain(), true);
    });
  });
});
