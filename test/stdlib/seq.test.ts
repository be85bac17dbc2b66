import assert from "node:assert/strict";
import { seq } from "../../stdlib/seq/seq.ts";
import { eventually } from "../support/eventually.ts";
import { declared, startOneAgent } from "./support/one-agent.ts";

describe("seq", () => {
  it("counts to its end", async () => {
    const agent = await startOneAgent(seq({ from: 5, count: 250 }, declared("r1")));
    assert.equal(await agent.ended, true);
    assert.deepEqual(
      agent.bodies(),
      Array.from({ length: 250 }, (_, index) => String(5 + index)),
    );
  });

  it("leaves no number out when the channel is full", async () => {
    let writes = 0;
    const onWrite = () => {
      if (writes++ < 3) throw new Error("not now");
    };
    const agent = await startOneAgent(seq({ count: 300, batchSize: 7 }, declared("r1")), {
      capacity: 10,
      keepAlive: 5,
      onWrite,
    });
    await agent.ended;
    assert.deepEqual(
      agent.bodies(),
      Array.from({ length: 300 }, (_, index) => String(index)),
    );
  });

  it("ends when the program drains", async () => {
    const agent = await startOneAgent(seq({}, declared("r1")));
    await eventually("some events", () => agent.events.length > 500);
    assert.equal(await agent.drain(), true);
    assert.equal(agent.bodies().at(-1), String(agent.events.length - 1));
  });
});
