import assert from "node:assert/strict";
import { load } from "../../../../compiler/1-resolve/load.ts";
import { check } from "../../../../compiler/2-check/check.ts";
import { createCache } from "../../../../compiler/cache.ts";
import { analyse } from "../../../../compiler/compile.ts";
import { memoryHost } from "../../../support/memory-host.ts";

const files = {
  "/main.flow": `import { collect, hits, kept } from "./collect.flow"
import { double, halve, limit } from "./maths.flow"
param n: int = double(2)
stream s every 1s {
  let own = hits.filter(hit => hit < n)
  own.map(hit => halve(hit)) -> print()
  collect.spool -> print()
}
agent main { generate(rate: n) -> memory(capacity: limit, transactionCapacity: 2) -> logger() }
test "own" { given hits = [[1]] expect s.own == [[1]] expect kept.own == [[1]] expect kept.spare == [[]] }
`,
  "/maths.flow": `pub const limit = 10
pub fn double(n: int): int = n * 2
pub fn halve(n: int) = n * 0.5
fn hidden(n: int) = n + 1
`,
  "/collect.flow": `import { double } from "./maths.flow"
pub topic hits: int = embedded()
pub agent collect {
  source  numbers = generate(rate: double(1))
  channel spool   = memory()
  numbers -> spool
}
pub agent other {
  source numbers = generate(rate: 1)
  numbers -> memory() -> logger()
}
pub stream kept every 1s {
  let own   = hits.filter(hit => hit > 0)
  let spare = hits.filter(hit => hit > 5)
  own -> print()
}
stream more every 1s { hits -> print() }
`,
};

type Edit = readonly [file: keyof typeof files, from: string, to: string];

/** Only that file is checked again. */
const inside: readonly Edit[] = [
  ["/maths.flow", "n * 2", "n * 3"],
  ["/maths.flow", "n * 0.5", "0.5 * n"],
  ["/maths.flow", "n + 1", "`${n}`"],
  ["/maths.flow", "fn hidden(n: int)", "fn hidden(m: string, n: int)"],
  ["/maths.flow", "fn hidden", "pub fn shown(n: int) = n\nfn hidden"],
  ["/maths.flow", "fn hidden(n: int) = n + 1", ""],
  ["/collect.flow", "generate(rate: 1)", "generate(rate: 2, size: 1KiB)"],
  ["/collect.flow", "hits -> print()", "hits.count() -> print()"],
  ["/collect.flow", "pub agent other", "pub agent another"],
  ["/main.flow", "hit < n", "hit < n + 1"],
  ["/main.flow", "given hits = [[1]]", "given hits = [[n]]"],
  ["/main.flow", "import { double, halve, limit }", "import { double, halve }"],
];

/** Others may see a difference. */
const outside: readonly Edit[] = [
  ["/maths.flow", "limit = 10", "limit = 1"],
  ["/maths.flow", "n * 2", "`${n}`"],
  ["/maths.flow", "n * 0.5", "`${n}`"],
  ["/maths.flow", "double(n: int)", "double(n: int, m: int)"],
  ["/maths.flow", "fn double", "fn twice"],
  ["/maths.flow", "fn hidden", "extern field int.next: int emits `1`\nfn hidden"],
  ["/collect.flow", "embedded()", "embedded(partitions: 2)"],
  ["/collect.flow", "hit > 0", "hit > 1"],
  ["/collect.flow", "channel spool   = memory()", "channel spool   = file()"],
  ["/collect.flow", 'import { double } from "./maths.flow"', "fn double(n: int) = n"],
  ["/main.flow", "collect.spool -> print()", ""],
  ["/collect.flow", "hits -> print()", "collect.spool -> print()"],
  ["/main.flow", "n: int = double(2)", "n: float = 2.0"],
];

/** A mistake, and what is done with it there. */
const mistaken: readonly (readonly [mistake: Edit, edit: Edit])[] = [
  // Stays where it is when the other file moves on.
  [
    ["/main.flow", "hit < n", 'hit < double("one")'],
    ["/maths.flow", "pub const", "\n\npub const"],
  ],
  // What `double` gives is anybody's guess.
  [
    ["/maths.flow", "n * 2", "`${n}`"],
    ["/main.flow", "stream s", "fn own(): string = double(1)\nstream s"],
  ],
  [
    ["/main.flow", "agent main", `${listener("one")}${listener("two")}agent main`],
    ["/maths.flow", "n + 1", "n + 2"],
  ],
];

function listener(name: string): string {
  return `agent ${name} { netcat(port: 4444) -> memory() -> logger() }\n`;
}

describe("a check after an edit", () => {
  for (const edit of inside) {
    it(`is one of that file when ${told(edit)}`, () => assert.ok(isOfOneFile(edit)));
  }
  for (const edit of outside) {
    it(`is one of all files when ${told(edit)}`, () => assert.ok(!isOfOneFile(edit)));
  }

  for (const [mistake, edit] of mistaken) {
    it(`says the same of other files when ${told(mistake)}, then ${told(edit)}`, () => {
      const cache = createCache();
      const first = edited(mistake);
      const then = edited(edit, first);
      assert.notDeepEqual(analyse(memoryHost(first), "/main.flow", cache).diagnostics, []);
      const { diagnostics } = analyse(memoryHost(then), "/main.flow", cache);
      assert.deepEqual(diagnostics, analyse(memoryHost(then), "/main.flow").diagnostics);
    });
  }

  it("knows what is no longer used", () => {
    const cache = createCache();
    analyse(memoryHost(files), "/main.flow", cache);
    const { diagnostics } = analyse(
      memoryHost(edited(["/main.flow", " expect kept.spare == [[]]", ""])),
      "/main.flow",
      cache,
    );
    assert.deepEqual(
      diagnostics.map(({ code, file, span }) => [code, file, files["/collect.flow"].slice(span.start, span.end)]),
      [["FLOW2012", "/collect.flow", "spare"]],
    );
  });
});

function told([file, from, to]: Edit): string {
  return `${file.slice(1)} has \`${to.split("\n")[0]}\` for \`${from}\``;
}

function edited([file, from, to]: Edit, texts: Readonly<Record<string, string>> = files): Record<string, string> {
  const text = texts[file] ?? "";
  assert.ok(text.includes(from), from);
  return { ...texts, [file]: text.replace(from, () => to) };
}

function isOfOneFile(edit: Edit): boolean {
  const cache = createCache();
  const stdlib = () => cache.standard?.scope ?? assert.fail();
  assert.deepEqual(analyse(memoryHost(files), "/main.flow", cache).diagnostics, []);
  const last = cache.passes.get("/main.flow") ?? null;
  const { whole } = check(load(memoryHost(edited(edit)), "/main.flow", cache.parsed), stdlib(), last);
  return whole === last;
}
