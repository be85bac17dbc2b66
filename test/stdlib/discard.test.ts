import assert from "node:assert/strict";
import { event } from "../../runtime/contract/event.ts";
import { discard } from "../../stdlib/discard/discard.ts";
import { declared } from "./support/one-agent.ts";

describe("discard", () => {
  it("takes everything, in batches of the size that is asked for", async () => {
    const sink = discard<string>({ batchSize: 7 }, declared("k1"));
    assert.equal(sink.batchSize, 7);
    await sink.write([event("a")]);
    await sink.close();
  });
});
