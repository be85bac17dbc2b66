import assert from "node:assert/strict";
import { event } from "../../../runtime/contract/event.ts";
import { deadLetter } from "../../../runtime/delivery/dead-letter.ts";

const refusal = { reason: "too large", place: "a.flow:1:1", edge: "a.c -> k", tries: 1, time: 1_700_000_000_000 };

function headersOf(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(deadLetter(event("b", new Map(Object.entries(headers))), refusal, undefined).headers);
}

describe("a dead letter", () => {
  it("says twice where a record comes from, as a topic writes its own over the plain headers", () => {
    const record = { topic: "t", partition: "3", offset: "9007199254740993", timestamp: "1600000000000", key: "k" };
    const found = headersOf(record);
    for (const [name, value] of Object.entries(record)) {
      assert.equal(found[name], value);
      assert.equal(found[`from.${name}`], value);
    }
    assert.equal(headersOf({ ...record, partition: "0" })["from.partition"], "0");
  });

  it("has a time stamp that its own target can use", () => {
    for (const bad of ["soon", "-1", "9999999999999", "1.5", ""]) {
      const found = headersOf({ timestamp: bad });
      assert.equal(found["timestamp"], String(refusal.time), bad);
      assert.equal(found["from.timestamp"], bad);
    }
    assert.equal(headersOf({ timestamp: "1600000000000" })["from.timestamp"], undefined);
    assert.equal(headersOf({})["timestamp"], undefined);
  });
});
