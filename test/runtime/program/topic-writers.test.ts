import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import { type Part, runBehindWriters } from "../../../runtime/program/topic-writers.ts";

describe("parts of a program that catches up", () => {
  const topic = { name: "t" };
  const reads = { topic, reads: true };
  const writes = { topic };
  const agent = (name: string, sources: object, sinks: object) => ({ name, sources, sinks }) as unknown as Part;
  const stream = (name: string, inputs: object, outputs: object) => ({ name, inputs, outputs }) as unknown as Part;

  /** The order in which parts begin that end at once. */
  async function orderOf(...parts: Part[]): Promise<string[]> {
    const begun: string[] = [];
    const run = (part: Part) => async () => {
      begun.push(part.name);
      await setImmediate();
    };
    const runs = new Map(parts.map((part) => [part, run(part)]));
    const ends = runBehindWriters(runs, new AbortController().signal);
    await Promise.race([
      Promise.all(ends.values()),
      setImmediate()
        .then(() => setImmediate())
        .then(() => setImmediate()),
    ]);
    return begun;
  }

  it("run behind those that write what they read, and end by themselves", async () => {
    const ending = agent("ending", { r: { ends: true } }, { k: writes });
    const endless = agent("endless", { r: {} }, { k: writes });
    assert.deepEqual(await orderOf(stream("s", { i: reads }, {}), ending), ["ending", "s"]);
    assert.deepEqual(await orderOf(stream("s", { i: reads }, {}), endless), ["s", "endless"]);
  });

  it("do not wait for each other in a circle, which may lead through a channel of an agent that is recorded", async () => {
    const declared = agent("a", { r: reads }, {});
    const recorded = agent("a", { r: reads }, {});
    const back = stream("back", { c: { agent: declared } }, { o: writes });
    assert.deepEqual(await orderOf(recorded, back), ["a", "back"]);
  });
});
