import assert from "node:assert/strict";
import { memory } from "../../../../runtime/channel/memory.ts";
import { t } from "../../../../runtime/contract/schema.ts";
import type { Agent } from "../../../../runtime/engine/agent/agent.ts";
import { agent } from "../../../../runtime/engine/agent/declare-agent.ts";
import { keepingSink, listSource } from "../../../support/memory-endpoints.ts";
import { startTestProgram } from "../../../support/test-program.ts";

describe("a program whose params leave no room for an event", () => {
  const declared = { name: "a.c", place: "test.flow:2:3", element: t.string };

  const started = (capacity: number, batchSize: number) =>
    startTestProgram({
      agents: [
        agent({
          name: "a",
          place: "test.flow:1:1",
          sources: { r: listSource<string>(["x"]) },
          channels: { c: memory<string>({ capacity }, declared) },
          sinks: { k: keepingSink<string>(batchSize) },
          flows: [
            { from: "r", to: ["c"], optional: [], rejects: [], place: "" },
            { from: "c", to: ["k"], optional: [], rejects: [], place: "" },
          ],
        }) as unknown as Agent,
      ],
    });

  it("does not start, as it would neither work nor stop, and says which part takes nothing", async () => {
    const none = "a.c takes 0 events at a time";
    await assert.rejects(started(0, 10), { message: none, place: "test.flow:1:1" });
    await assert.rejects(started(-3, 10), { message: /^a\.c takes -3 events/ });
    await assert.rejects(started(10, 0), { message: /^a\.k takes 0 events at a time$/ });
    await assert.rejects(started(10, Number.NaN), { message: /^a\.k takes NaN events/ });
  });

  it("starts where each takes one", async () => {
    const program = await started(1, 1);
    program.drain();
    assert.equal(await program.ended, true);
  });
});
