import assert from "node:assert/strict";
import { compile, createCache } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";

const cache = createCache();

async function compiled(text: string) {
  return await compile(memoryHost({ "/a.flow": text }), "/a.flow", { cache });
}

describe("the name of a component in its own options", () => {
  it("means what it means outside of the agent", async () => {
    const { analysis, output } = await compiled(`param r: string = "in"
param c: int = 500
param out: string = "dir"

agent a {
  source  r   = lines(r)
  channel c   = memory(capacity: c)
  sink    out = files(out)

  r -> c
  c -> out
}
`);
    assert.deepEqual(analysis.diagnostics, []);
    for (const option of ["path: r", "capacity: c", "directory: out"])
      assert.ok(output?.typescript.includes(option), option);
  });

  it("is unknown where nothing outside has it", async () => {
    const { analysis } = await compiled('agent a {\n  sink out = files(out)\n  lines("x") -> memory() -> out\n}\n');
    assert.deepEqual(
      analysis.diagnostics.map(({ code, span }) => [code, span.start]),
      [["FLOW2001", 29]],
    );
  });
});
