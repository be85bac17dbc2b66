import assert from "node:assert/strict";
import { RejectedEventError } from "../../../runtime/contract/errors.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { type Delivering, delivering } from "./harness.ts";

/**
 * Batches of good, forbidden and moody events to a target that is out of reach at times: every event is written or dead
 * exactly once, the forbidden ones are dead, the good ones are written, and all that is written is in order.
 */
describe("random deliveries", function () {
  const cases = sampleSize(300, 40_000);
  this.timeout(60_000 + cases * 20);

  it("lose nothing, repeat nothing, and keep the order", async () => {
    const first = firstSeed;
    for (let seed = first; seed < first + cases; seed++) {
      try {
        await tryOne(seed);
      } catch (error) {
        throw new Error(`SEED=${seed}`, { cause: error });
      }
    }
  });
});

async function tryOne(seed: number): Promise<void> {
  const random = randomOf(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const moods = new Map<string, number>();
  const tells = below(4);
  const retries = below(3);
  const batchSize = 1 + below(12);
  let outages = below(6);
  const outageChance = random() * 0.4;
  const given: Delivering = delivering(
    (bodies, writeSome) => {
      assert.ok(bodies.length <= batchSize);
      if (outages > 0 && random() < outageChance) {
        outages -= 1;
        return new Error("away");
      }
      const guilty = bodies.flatMap((body, index) => ((moods.get(body) ?? 0) > 0 ? [index] : []));
      if (guilty.length === 0) return null;
      for (const index of guilty) moods.set(bodies[index]!, moods.get(bodies[index]!)! - 1);
      if (tells === 3) {
        // As a log with partitions: of those where something was refused, what stands before it is written.
        const lanes = [0, 1, 2].map((lane) => [...bodies.keys()].filter((index) => Number(bodies[index]) % 3 === lane));
        const cut = lanes.map((lane) => lane.findIndex((index) => guilty.includes(index)));
        const unwritten = lanes.flatMap((lane, at) => (cut[at] === -1 ? [] : lane.slice(cut[at])));
        writeSome(bodies.filter((_, index) => !unwritten.includes(index)));
        return new RejectedEventError(
          "refused",
          lanes.flatMap((lane, at) => lane[cut[at]!] ?? []),
          { unwritten },
        );
      }
      const told = tells === 0 ? null : tells === 1 ? guilty : guilty.slice(0, 1 + below(guilty.length));
      return new RejectedEventError("refused", told);
    },
    { retries },
    { batchSize },
  );
  const kinds = new Map<string, "good" | "forbidden" | "moody">();
  const all: string[] = [];
  for (let batch = 1 + below(4); batch > 0; batch--) {
    const bodies = Array.from({ length: below(25) }, () => {
      const body = String(all.length + kinds.size);
      const kind = random() < 0.75 ? "good" : random() < 0.5 ? "forbidden" : "moody";
      kinds.set(body, kind);
      if (kind !== "good") moods.set(body, kind === "forbidden" ? Number.POSITIVE_INFINITY : 1 + below(3));
      return body;
    });
    all.push(...bodies);
    for (let failures = below(3); failures > 0; failures--) given.deadErrors.push(new Error("full"));
    await given.bring(...bodies);
  }
  const { written, deadBodies } = given;
  assert.deepEqual([...written, ...deadBodies].sort(), [...all].sort());
  for (const lane of tells === 3 ? [0, 1, 2] : [null]) {
    const isIn = (body: string): boolean => lane === null || Number(body) % 3 === lane;
    const expected = all.filter((body) => isIn(body) && written.includes(body));
    assert.deepEqual(written.filter(isIn), expected);
  }
  for (const body of deadBodies) assert.notEqual(kinds.get(body), "good");
  for (const body of written) assert.notEqual(kinds.get(body), "forbidden");
  assert.equal(given.context.counted.get("written") ?? 0, written.length);
  assert.equal(given.context.counted.get("deadLetters") ?? 0, deadBodies.length);
}

/** Numbers in [0, 1), the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
