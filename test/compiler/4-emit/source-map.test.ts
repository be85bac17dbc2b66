import assert from "node:assert/strict";
import { SourceMap } from "node:module";
import { buildSourceMap } from "../../../compiler/4-emit/source-map.ts";
import { indexLines } from "../../../grammar/line-index.ts";
import { emitted } from "./emitted.ts";

const program = `/// Doubles what can be doubled.
fn doubled(text: string): int! = (try text.toInt()) * 2

stream numbers every 1s {
  let lines = socketText(host: "localhost", port: 1)

  lines.map(line => doubled(line.trim()) else drop).filter(n => n > 0) -> print()
}
`;

/** Where `part` of the output comes from, as the text that stands there in the source, up to `length` characters. */
async function originOf(part: string, length: number): Promise<string> {
  const { typescript, sourceMap } = await emitted({ "/p/numbers.flow": program });
  const offset = typescript.indexOf(part);
  assert.ok(offset >= 0, typescript);
  const { line, column } = indexLines(typescript).position(offset);
  const entry = new SourceMap(JSON.parse(sourceMap)).findEntry(line - 1, column - 1);
  assert.ok("originalSource" in entry);
  assert.equal(entry.originalSource, "numbers.flow");
  const from = indexLines(program).offset({ line: entry.originalLine + 1, column: entry.originalColumn + 1 });
  return program.slice(from, from + length);
}

describe("emit: source maps", () => {
  const pairs: [emitted: string, source: string][] = [
    ["doubled(text: string)", "doubled(text: string)"],
    ["toInt(text)", "toInt()"],
    ["int(", "(try text.toInt()) * 2"],
    ["numbers = stream", "numbers every 1s"],
    ["socketText(\n", "socketText(host"],
    ["doubled(line.trim())", "doubled(line.trim())"],
    ["trim()", "trim()"],
    ["emit.print.push", "print()"],
  ];
  for (const [part, source] of pairs) {
    it(`${JSON.stringify(part)} comes from ${JSON.stringify(source)}`, async () => {
      assert.equal(await originOf(part, source.length), source);
    });
  }

  it("leaves no mark in the output", async () => {
    const { typescript } = await emitted({ "/p/numbers.flow": program });
    assert.doesNotMatch(typescript, /[\u{f0000}-\u{10fffd}]/u);
  });

  it("keeps apart what looks like a mark in the program", async () => {
    const { typescript } = await emitted({
      "/p/input.flow": `/// \u{f0000} doc
const odd = "\u{f0001}"
stream s every 1s { lines("/x\u{f0002}").filter(line => line != odd && line.matches(/\u{f0003}/u)) -> print() }`,
    });
    assert.match(typescript, /const odd = "\\udb80\\udc01";/);
    assert.match(typescript, /"\/x\\udb80\\udc02"/);
    assert.match(typescript, /\/\\u\{f0003\}\/u/);
  });

  it("holds the texts of all files", async () => {
    const files = {
      "/p/main.flow": 'import { name } from "./lib.flow"\nstream s every 1s { lines(name) -> print() }',
      "/p/lib.flow": 'pub const name = "x"',
    };
    const map = JSON.parse((await emitted(files)).sourceMap);
    assert.deepEqual(new Set(map.sources), new Set(["main.flow", "lib.flow"]));
    assert.deepEqual(new Set(map.sourcesContent), new Set(Object.values(files)));
    assert.equal(map.file, "main.ts");
  });

  it("encodes steps back, forth and far", () => {
    const unit = { path: "/a.flow", text: "x".repeat(100_000), tree: null as never, stdlib: false };
    const text = "abc\n\ndef";
    const places = [
      { generated: 0, unit, offset: 70_000 },
      { generated: 1, unit, offset: 3 },
      { generated: 5, unit, offset: 99_999 },
      { generated: 7, unit, offset: 0 },
    ];
    const map = new SourceMap(buildSourceMap("/", "a.ts", text, places) as never);
    const columns = [map.findEntry(0, 0), map.findEntry(0, 2), map.findEntry(2, 1), map.findEntry(2, 2)];
    assert.deepEqual(
      columns.map((entry) => "originalColumn" in entry && entry.originalColumn),
      [70_000, 3, 99_999, 0],
    );
  });
});
