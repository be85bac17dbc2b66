import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emitted, flowFiles } from "./emitted.ts";

const folder = fileURLToPath(new URL("samples", import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : []));

/** One folder a sample: `input.flow` and what is made of it. `UPDATE=1` writes that anew; read it before committing. */
describe("emit: samples", () => {
  for (const name of names) {
    it(name, async () => {
      const { typescript } = await emitted(flowFiles(join(folder, name)));
      const expected = join(folder, name, "expected.ts");
      if (process.env["UPDATE"]) writeFileSync(expected, typescript);
      assert.equal(typescript, existsSync(expected) ? readFileSync(expected, "utf8") : "");
    });
  }

  it("all pass the type checker, strict", function () {
    this.timeout(120_000);
    const tsc = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    assert.equal(`${stdout}${status}`, "0");
  });
});
