import assert from "node:assert/strict";
import { guard } from "../../editor/server/guard.ts";

it("turns a fault into an empty answer and a line with its stack", () => {
  const logged: string[] = [];
  const handler = guard(
    "hover",
    (message) => logged.push(message),
    null,
    (value: number) => {
      if (value > 1) throw new Error("too much");
      return value;
    },
  );
  assert.equal(handler(1), 1);
  assert.equal(handler(2), null);
  assert.match(logged.join(), /^hover: Error: too much\n\s+at /);
});
