import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planFromJson, planToJson } from "../../../compiler/3-plan/plan-json.ts";
import { analyse } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { root } from "../../support/sluice.ts";
import { absolute, cache, programOf } from "../random/compiled.ts";
import { allIds } from "./all-ids.ts";

/** Programs to try: the samples, those that the emitter is tried on, and random ones. */
function* programs(): Generator<readonly [name: string, files: Readonly<Record<string, string>>, entry: string]> {
  const files = new Map<string, string>();
  for (const folder of ["samples", "test/compiler/4-emit/samples"]) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })) {
      if (/\.(flow|ts)$/.test(name)) files.set(`/p/${folder}/${name}`, readFileSync(join(root, folder, name), "utf8"));
    }
  }
  for (const path of files.keys()) if (path.endsWith(".flow")) yield [path, Object.fromEntries(files), path];
  for (let seed = firstSeed; seed < firstSeed + sampleSize(40, 1000); seed++) {
    yield [`seed ${seed}`, absolute(programOf(seed).program), "/p/main.flow"];
  }
}

describe("plan: as JSON", () => {
  it("is read back as it was written, and gives each part an id of its own", () => {
    for (const [name, files, entry] of programs()) {
      const { plan } = analyse(memoryHost(files), entry, cache);
      const folder = entry.slice(0, entry.lastIndexOf("/"));
      const written = JSON.parse(JSON.stringify(planToJson(plan, folder)));
      assert.deepEqual(planFromJson(written, folder), plan, name);
      const ids = allIds(plan);
      assert.equal(new Set(ids).size, ids.length, `${name}: ${ids.join(" ")}`);
    }
  });

  it("is the same wherever the program lies", () => {
    const text = "topic words: string = embedded()\nstream s every 1s {\n  words.count() -> print()\n}\n";
    const written = ["/a", "/b/c"].map((folder) => {
      const { plan } = analyse(memoryHost({ [`${folder}/main.flow`]: text }), `${folder}/main.flow`, cache);
      return planToJson(plan, folder);
    });
    assert.deepEqual(written[0], written[1]);
    assert.equal(JSON.stringify(written[0]).includes("/a/"), false);
  });

  it("is refused where it is of another version", () => {
    assert.throws(() => planFromJson({ version: 0 }, "/p"), /a plan of version 0; this is version 1/);
  });
});
