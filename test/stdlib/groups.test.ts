import assert from "node:assert/strict";
import { event } from "../../runtime/contract/event.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { SinkGroup } from "../../runtime/groups/sink-group.ts";
import { failover } from "../../stdlib/groups/failover.ts";
import { loadBalance } from "../../stdlib/groups/load-balance.ts";
import { contextFor } from "./support/context.ts";

/** Their rules are tested with the runtime, where they are; here, that the declared options reach them. */
describe("sink groups of the standard library", () => {
  function over(group: SinkGroup, works: Readonly<Record<string, boolean>>) {
    const written: string[] = [];
    const members = group.members.map((name) => {
      const sink: Sink<unknown> = {
        batchSize: 10,
        async open() {},
        async write() {
          if (!works[name]) throw new Error(`${name} is down`);
          written.push(name);
        },
        async close() {},
      };
      return { name, sink };
    });
    const sink = group.over(members, contextFor({}));
    return { written, write: () => sink.write([event("a")]) };
  }

  it("failover writes to the first that works", async () => {
    const { written, write } = over(failover(["k1", "k2"], {}), { k1: false, k2: true });
    await write();
    await write();
    assert.deepEqual(written, ["k2", "k2"]);
  });

  it("loadBalance takes turns", async () => {
    const { written, write } = over(loadBalance(["k1", "k2"], {}), { k1: true, k2: true });
    await write();
    await write();
    assert.deepEqual(written, ["k1", "k2"]);
  });
});
