import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Failure } from "../../../runtime/contract/failure.ts";
import { placeOf } from "../../../runtime/log/place.ts";
import { ElementFailed } from "../../../runtime/value/rejected.ts";
import { start } from "../../support/process.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const runtime = fileURLToPath(new URL("../../../runtime/index.ts", import.meta.url));

describe("the place of an error", () => {
  const folder = tempFolders();

  it("is the first frame in a .flow file", () => {
    const error = new Error("x");
    error.stack = [
      "Error: x at not.flow:1:1",
      "    at parse (/home/me/lib.ts:3:4)",
      "    at pass (/home/me/my%20flows/access.flow:21:11)",
      "    at other (file:///home/me/other.flow:1:2)",
    ].join("\n");
    assert.equal(placeOf(error), "access.flow:21:11");
    error.stack = "Error: x\n    at file:///home/me/other.flow:1:2";
    assert.equal(placeOf(error), "other.flow:1:2");
  });

  it("is the one that a failed element brings along", () => {
    assert.equal(placeOf(new ElementFailed(new Failure("no", "a.flow:1:2"))), "a.flow:1:2");
  });

  it("is unknown for what does not come from one", () => {
    assert.equal(placeOf(new Error("x")), null);
    assert.equal(placeOf("text"), null);
    assert.equal(placeOf(null), null);
  });

  it("is found through the source maps of a built program, however that is started", async () => {
    const directory = folder();
    // Line 4 of the generated file comes from line 7, column 5 of the .flow file: VLQ of [0, 0, +6, +4].
    const map = { version: 3, sources: ["words.flow"], names: [], mappings: ";;;AAMI" };
    const inline = Buffer.from(JSON.stringify(map)).toString("base64");
    writeFileSync(
      join(directory, "words.ts"),
      `import { placeOf } from ${JSON.stringify(runtime)};\n` +
        "function fails(line: string | null): number {\n" +
        "// the next line is the one that throws\n" +
        "return line!.length;\n" +
        "}\n" +
        "try { fails(null); } catch (error) { console.log(placeOf(error)); }\n" +
        `//# sourceMappingURL=data:application/json;base64,${inline}\n`,
    );
    const outfile = join(directory, "words.mjs");
    await build({
      entryPoints: [join(directory, "words.ts")],
      bundle: true,
      outfile,
      format: "esm",
      platform: "node",
      sourcemap: true,
    });
    for (const options of [[], ["--enable-source-maps"]]) {
      const { stdout } = await start(process.execPath, [...options, outfile]).ended;
      assert.equal(stdout, "words.flow:7:5\n", options.join());
    }
  });
});
