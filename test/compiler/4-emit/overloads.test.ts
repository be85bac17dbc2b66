import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { loaded } from "./loaded.ts";

describe("emit: members of one name", () => {
  it("replace matches by pseudonyms whose key is a secret", async () => {
    process.env["PEPPER_OF_TEST"] = "key";
    const program = await loaded(`secret pepper = env("PEPPER_OF_TEST")
      topic lines: string = embedded()
      stream s every 1s {
        lines.map(x => x.replaceMatches(/\\w+@/, m => m.hmacSha256(pepper).substring(0, 8) + "@")) -> print()
        lines.map(x => x.replaceMatches(/\\w+@/, "#@")) -> print()
      }`);
    const [batch] = program.batches("s", [{ lines: ["to eve@x"] }]);
    const pseudonym = createHmac("sha256", "key").update("eve@").digest("hex").slice(0, 8);
    assert.deepEqual(batch?.[0], { print: [`to ${pseudonym}@x`], print2: ["to #@x"] });
  });
});
