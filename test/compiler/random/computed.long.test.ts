/**
 * Programs that a generator writes together with what comes out of them, which it computes in plain JavaScript: streams
 * with state and joins, and agents. `SEED=1000 CASES=500` tries others, and more of them.
 */
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { computedAgent } from "./oracle/agent.ts";
import { computedStream } from "./oracle/stream.ts";
import { tryAll } from "./oracle/try-all.ts";

const count = sampleSize(200, 10_000);

describe("random programs compute what plain JavaScript does", function () {
  this.timeout(60_000 + count * 5_000);

  it("in streams, those with state and joins included", () => tryAll(computedStream, firstSeed, count));

  it("in agents", () => tryAll(computedAgent, firstSeed, Math.min(count, 1_000)));
});
