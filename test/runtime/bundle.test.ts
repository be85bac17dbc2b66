import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { tempFolders } from "../support/temp-folder.ts";

const runtime = fileURLToPath(new URL("../../runtime", import.meta.url));

describe("the runtime in a bundle", () => {
  const folder = tempFolders();

  /** Bundles `source` beside a copy of the runtime, which no package.json calls free of side effects there. */
  async function bundle(source: string): Promise<string> {
    const directory = folder();
    cpSync(runtime, join(directory, "runtime"), { recursive: true });
    writeFileSync(join(directory, "main.ts"), source);
    const { outputFiles } = await build({
      entryPoints: [join(directory, "main.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      target: "node20",
      minify: true,
    });
    return outputFiles[0]!.text;
  }

  it("leaves nothing of an import that is not used", async () => {
    const text = await bundle('import "./runtime/index.ts";\n');
    // Only Node's own modules stay: a bundler cannot know that those do nothing.
    assert.equal(text.replaceAll(/import"node:[a-z/]+";|import"[a-z/]+";/g, "").trim(), "");
  });

  it("brings in only what is used", async () => {
    const text = await bundle(
      'import { GroupedBatch } from "./runtime/index.ts";\nconsole.log([...new GroupedBatch()]);\n',
    );
    assert.ok(text.length < 600, `${text.length} bytes`);
    for (const other of ["murmur2", "segment", "SIGINT", "checkpoint"]) assert.ok(!text.includes(other), other);
  });

  it("brings in what keeps state, and what runs agents, only where a program has such parts", async () => {
    const program = (parts: string, imports: string) => `
      import { ${imports}, run } from "./runtime/index.ts";
      const stateless = { name: "s", place: "", every: 1000, inputs: {}, outputs: {}, batch() {} };
      await run({ file: "a.flow", ${parts} }, []);
    `;
    const ofState = "was written by a later version of Sluice";
    const ofSaving = "save the state of a batch";
    const ofAgents = "this source has stopped";
    const stateless = await bundle(program("streams: [stream(stateless)]", "stream"));
    assert.ok(!stateless.includes(ofState) && !stateless.includes(ofSaving) && !stateless.includes(ofAgents));
    const state = "state: () => ({ all: new CountedWindow({ window: 1000, slide: 1000, every: 1000 }) })";
    const stateful = await bundle(
      program(`streams: [statefulStream({ ...stateless, ${state} })]`, "CountedWindow, statefulStream"),
    );
    assert.ok(stateful.includes(ofState) && stateful.includes(ofSaving) && !stateful.includes(ofAgents));
    const parts = '{ name: "a", place: "", sources: {}, channels: {}, sinks: {}, flows: [] }';
    const agents = await bundle(program(`agents: [agent(${parts})]`, "agent"));
    assert.ok(agents.includes(ofAgents) && !agents.includes(ofState));
  });
});
