import assert from "node:assert/strict";
import { eventWriter } from "../../../cli/record/recorded-value.ts";
import { event } from "../../../runtime/contract/event.ts";
import { Failure } from "../../../runtime/contract/failure.ts";

describe("an event in a recording", () => {
  const write = eventWriter(new Set(["email"]));

  it("has masked headers, and reasons of failures without what they quote", () => {
    const headers = new Map([
      ["email", "ann@example.org"],
      ["reason", 'a.flow:1:1: "ann@example.org" is not a number'],
      ["host", "web1"],
    ]);
    assert.deepEqual(write(event("text", headers)), {
      body: "text",
      headers: [
        ["email", "***"],
        ["reason", 'a.flow:1:1: "***" is not a number'],
        ["host", "web1"],
      ],
    });
  });

  it("has masked headers of a record as it was, too", () => {
    const original = [
      ["email", "ann@example.org"],
      ["email", null],
      ["n", "1"],
    ] as const;
    const headers = Object.assign(new Map([["n", "1"]]), { original });
    assert.deepEqual(write(event("text", headers)), {
      body: "text",
      headers: [["n", "1"]],
      original: [
        ["email", "***"],
        ["email", null],
        ["n", "1"],
      ],
    });
  });

  it("has failures without what they quote", () => {
    const { body } = write(event<unknown>({ age: new Failure('"ann" is not a number') })) as { readonly body: unknown };
    assert.deepEqual(body, { age: { $sluice: "failure", is: '"***" is not a number' } });
  });
});
