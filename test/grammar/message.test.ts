import assert from "node:assert/strict";
import { defineMessages } from "../../grammar/message.ts";

const messages = defineMessages({
  TEST1: { severity: "error", title: "One", message: "no {what} in {where}", help: "{advice}" },
  TEST2: { severity: "warning", title: "Two", message: "plain" },
});

it("parameters are filled in", () => {
  assert.deepEqual(messages.report("TEST1", { what: "{where}", where: 2, advice: "Look again." }), {
    code: "TEST1",
    severity: "error",
    message: "no {where} in 2",
    help: "Look again.",
  });
});

it("an empty help is none", () => {
  assert.equal("help" in messages.report("TEST1", { what: "a", where: "b", advice: "" }), false);
});

it("a message without parameters takes none", () => {
  assert.deepEqual(messages.report("TEST2"), { code: "TEST2", severity: "warning", message: "plain" });
  // @ts-expect-error there is nothing to fill in
  messages.report("TEST2", {});
});

it("a missing or misspelt parameter does not compile", () => {
  // @ts-expect-error `where` and `advice` are missing
  assert.match(messages.report("TEST1", { what: "a" }).message, /no a in \{where\}/);
  // @ts-expect-error there is no such code
  assert.throws(() => messages.report("TEST3"));
});
