import assert from "node:assert/strict";
import { Counters } from "../../../../runtime/engine/counters.ts";
import { Troubles } from "../../../../runtime/program/ui/troubles.ts";

describe("what fails now", () => {
  const look = (troubles: Troubles, counters: Counters, now: number, ended: readonly string[] = []) => {
    const found = troubles.look(["a.k", "a.k1", "a.k2", "a.o"], counters, {
      now,
      ended: new Set(ended),
      said: (id) => `${id} said`,
    });
    return Object.fromEntries(Object.entries(found).map(([id, { level, since }]) => [id, `${level} ${since}`]));
  };

  it("fails from a failure on until it has worked, also between its tries", () => {
    const [troubles, counters] = [new Troubles(), new Counters()];
    counters.count("a.k", "written", 3);
    assert.deepEqual(look(troubles, counters, 1), {});
    counters.count("a.k", "failed");
    assert.deepEqual(look(troubles, counters, 2), { "a.k": "failing 2" });
    assert.deepEqual(look(troubles, counters, 3), { "a.k": "failing 2" });
    counters.count("a.k", "failed");
    counters.count("a.k", "written");
    assert.deepEqual(look(troubles, counters, 4), { "a.k": "failing 2" });
    counters.count("a.k", "written");
    assert.deepEqual(look(troubles, counters, 5), {});
    assert.deepEqual(look(troubles, counters, 6, ["a.k"]), { "a.k": "failing 6" });
  });

  it("fails as a member of a group, which counts that", () => {
    const [troubles, counters] = [new Troubles(), new Counters()];
    counters.count("a.k1", "writes");
    counters.count("a.g", "k1.failed");
    assert.deepEqual(look(troubles, counters, 1), { "a.k1": "failing 1" });
    counters.count("a.k2", "writes");
    counters.count("a.g", "written");
    assert.deepEqual(look(troubles, counters, 2), { "a.k1": "failing 1" });
    counters.count("a.k1", "writes");
    assert.deepEqual(look(troubles, counters, 3), {});
  });

  it("refuses for some time after events have left", () => {
    const [troubles, counters] = [new Troubles(), new Counters()];
    counters.count("a.o", "rejected");
    assert.deepEqual(look(troubles, counters, 1000), { "a.o": "refusing 1000" });
    assert.deepEqual(look(troubles, counters, 11_000), { "a.o": "refusing 1000" });
    assert.deepEqual(look(troubles, counters, 11_001), {});
    assert.equal(troubles.look(["a.o"], counters, { now: 12_000, ended: new Set(), said: String })["a.o"], undefined);
  });
});
