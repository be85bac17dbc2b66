import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("a secret without a value", () => {
  const folder = tempFolders();

  const sinks = `import type { Secret, Sink } from "sluice/runtime";

function sink(open: () => void): Sink<string> {
  return { batchSize: 1, async open() { open(); }, async write() {}, async close() {} };
}
export function early({ key }: { readonly key: Secret }): Sink<string> {
  const value = key.reveal();
  return sink(() => console.log(value.length));
}
export function late({ key }: { readonly key: Secret }): Sink<string> {
  return sink(() => console.log(key.reveal().length));
}
`;

  const titles: Readonly<Record<string, string>> = {
    early: "names its environment variable when it is revealed before open",
    late: "names its environment variable when it is revealed at open",
  };

  for (const name of Object.keys(titles)) {
    it(titles[name]!, async () => {
      const cwd = folder();
      writeFileSync(join(cwd, "sinks.ts"), sinks);
      writeFileSync(
        join(cwd, "a.flow"),
        `secret password = env("SLUICE_TEST_PASSWORD")

extern sink ${name}(key: secret): string delivers confirmed from "./sinks.ts"

agent a {
  generate(count: 1) -> memory() -> ${name}(key: password)
}
`,
      );
      const built = await sluice(["build", "a.flow", "-o", "out"], { cwd });
      assert.equal(built.status, 0, built.stderr);
      const runs = [sluice(["run", "a.flow"], { cwd }), start(process.execPath, ["out/a.mjs"], { cwd }).ended];
      for (const { status, stderr, stdout } of await Promise.all(runs)) {
        assert.equal(status, 1);
        assert.equal(stdout, "");
        assert.match(stderr, /^.*secret password has no value; set \$SLUICE_TEST_PASSWORD.*\n$/);
        assert.match(stderr, /a\.flow:1:8/);
      }
      const given = await sluice(["run", "a.flow"], { cwd, env: { SLUICE_TEST_PASSWORD: "xyz" } });
      assert.deepEqual([given.status, given.stdout], [0, "3\n"], given.stderr);
    });
  }
});
