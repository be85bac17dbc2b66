import assert from "node:assert/strict";
import { event } from "../../../../runtime/contract/event.ts";
import type { Source } from "../../../../runtime/contract/source.ts";
import { probedSource } from "../../../../runtime/engine/probe/component-probes.ts";
import { Valves } from "../../../../runtime/program/ui/valves.ts";
import { testContext } from "../../../support/test-context.ts";

describe("sources that are paused", () => {
  /** A probed source that puts once, into `taken`. */
  async function putting(paused: ReadonlyMap<string, Promise<void>>, draining: AbortSignal) {
    const taken: unknown[] = [];
    const source = probedSource<Source<string>>({
      open: async () => {},
      run: (output) => output.put([event("x")]),
      close: async () => {},
    });
    await source.open({ ...testContext(), draining, held: () => paused.get("a.r") ?? null });
    const run = source.run({
      batchSize: 1,
      put: async (events) => {
        taken.push(...events.map(({ body }) => body));
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    return { taken, run };
  }

  it("wait until they may go on", async () => {
    const paused = new Map<string, Promise<void>>();
    const valves = new Valves(paused);
    const { signal } = new AbortController();
    valves.close("a.other");
    const free = await putting(paused, signal);
    assert.deepEqual(free.taken, ["x"]);
    valves.close("a.r");
    valves.close("a.r");
    const held = await putting(paused, signal);
    assert.deepEqual(held.taken, []);
    valves.open("a.r");
    await held.run;
    assert.deepEqual(held.taken, ["x"]);
    assert.deepEqual([...paused.keys()], ["a.other"]);
    valves.open("a.r");
  });

  it("go on when the program drains", async () => {
    const paused = new Map<string, Promise<void>>();
    const draining = new AbortController();
    new Valves(paused).close("a.r");
    const held = await putting(paused, draining.signal);
    assert.deepEqual(held.taken, []);
    draining.abort();
    await held.run;
    assert.deepEqual((await putting(paused, draining.signal)).taken, ["x"]);
  });
});
