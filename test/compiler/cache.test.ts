import assert from "node:assert/strict";
import { type Analysis, analyse, createCache, retain } from "../../compiler/compile.ts";
import { show } from "../../compiler/model/types/show.ts";
import { render } from "../../compiler/report/render.ts";
import { memoryHost } from "../support/memory-host.ts";

const files = {
  "/main.flow": `import { double, Level } from "./maths.flow"
import { hits } from "./topics.flow"
param limit: int = double(2)
stream s every 1s { hits.filter(hit => hit.n < limit).map(hit => (hit.level, hit.n)) -> print() }
const level: Level = "low"
agent a { generate(rate: limit) -> memory() -> logger() }
test "t" { expect level == "low" }
`,
  "/maths.flow": `pub type Level = "low" | "high"
pub fn double(n: int) = n * 2
`,
  "/topics.flow": `import { Level } from "./maths.flow"
pub type Hit = { level: Level, n: int }
pub topic hits: Hit = embedded()
`,
};

/** One text of one file becomes another: right ones, wrong ones, and ones that change what others see. */
const edits: readonly (readonly [path: keyof typeof files, from: string, to: string])[] = [
  ["/maths.flow", "n * 2", "n * 3"],
  ["/maths.flow", "n * 2", "`${n}`"],
  ["/maths.flow", "pub fn double", "fn double"],
  ["/maths.flow", "pub fn double(n: int)", "pub fn doubled(n: int)"],
  ["/maths.flow", '"low" | "high"', '"high"'],
  ["/maths.flow", "pub type", 'import { hits } from "./topics.flow"\npub type'],
  ["/maths.flow", "double(n: int) = n * 2", "double(n: int): int = double(n)"],
  ["/topics.flow", "n: int", "n: float"],
  ["/topics.flow", "embedded()", "embeded()"],
  ["/main.flow", "hit.n < limit", "hit.m < limit"],
  ["/main.flow", 'import { hits } from "./topics.flow"', ""],
  ["/main.flow", '"low"\n', '"middle"\n'],
];

describe("what the compiler keeps between compilations", () => {
  it("changes nothing of what it says, whatever is edited and mended", function () {
    this.timeout(120_000);
    const texts: Record<string, string> = { ...files };
    const cache = createCache();
    const both = () => {
      const host = memoryHost(texts);
      assert.deepEqual(outline(analyse(host, "/main.flow", cache)), outline(analyse(host, "/main.flow")));
    };
    both();
    for (const [first, second] of edits.flatMap(
      (one, at) => [[one], [one, edits[(at * 5 + 3) % edits.length]!]] as const,
    )) {
      for (const edit of [first, second]) {
        if (edit === undefined) continue;
        const [path, from, to] = edit;
        texts[path] = texts[path]!.replace(from, to);
        both();
      }
      Object.assign(texts, files);
      both();
    }
  });

  it("is bounded by the files that are worked on", () => {
    const cache = createCache();
    const host = memoryHost(files);
    analyse(host, "/main.flow", cache);
    analyse(host, "/topics.flow", cache);
    const library = [...cache.parsed.values()].filter(({ unit }) => unit.stdlib).length;
    assert.equal(cache.parsed.size - library, 3);
    assert.deepEqual([...cache.passes.keys()], ["/main.flow", "/topics.flow"]);
    retain(cache, new Set(["/topics.flow", "/maths.flow"]));
    assert.equal(cache.parsed.size - library, 2);
    assert.deepEqual([...cache.passes.keys()], ["/topics.flow"]);
  });

  it("is bounded in what it knows of many programs", () => {
    const cache = createCache();
    const texts = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`/${n}.flow`, "agent a {}"]));
    for (const path of Object.keys(texts)) analyse(memoryHost(texts), path, cache);
    analyse(memoryHost(texts), "/13.flow", cache);
    analyse(memoryHost(texts), "/0.flow", cache);
    assert.deepEqual(
      [...cache.passes.keys()],
      [14, 15, 16, 17, 18, 19, 13, 0].map((n) => `/${n}.flow`),
    );
  });
});

/** All that a user gets to see: diagnostics, types of what is declared, and the plan. */
function outline({ diagnostics, checked, plan }: Analysis) {
  const types = checked.units.flatMap(({ tree }) =>
    tree.declarations.map((decl) => {
      const type = checked.types.get(decl);
      return type === undefined ? decl.kind : `${decl.kind} ${show(type)}`;
    }),
  );
  const frames = render(diagnostics, { text: () => "", path: (file) => file, color: false });
  return { frames, types, plan: JSON.stringify(plan) };
}
