import assert from "node:assert/strict";
import { documentSymbols, type OutlineItem } from "../../editor/server/document-symbols.ts";
import { marked } from "../support/marked.ts";

function outline(items: readonly OutlineItem[], depth = 0): string {
  return items
    .map(({ kind, name, detail, children }) => {
      const line = `${"  ".repeat(depth)}${kind} ${name}${detail === "" ? "" : ` (${detail})`}\n`;
      return line + outline(children, depth + 1);
    })
    .join("");
}

it("outlines a file", () => {
  const { analysis } = marked(`import { x } from "./x.flow"
type Hit = { path: string, status: int }
type Level = "low" | "high"
param brokers: string = "localhost:9092"
topic hits: Hit = embedded()
fn parse(line: string): Hit! = parseJson<Hit>(line)
agent collect guarantees atLeastOnce {
  source r = netcat(port: 1)
  channel c = memory()
  r -> c -> logger()
}
stream top every 10s {
  let all = hits.count()
  all -> print()
}
test "counts" {
  expect top.all == [[1]]
}
┆`);
  assert.equal(
    outline(documentSymbols(analysis.checked.entry)),
    `type Hit
  field path (string)
  field status (int)
type Level ("low" | "high")
param brokers (string)
topic hits (Hit)
fn parse (Hit!)
agent collect (atLeastOnce)
  component r (source netcat)
  component c (channel memory)
stream top (every 10s)
  let all
test counts
`,
  );
});

it("leaves out what has no name yet", () => {
  const { analysis } = marked("fn f(): int = 1\ntopic ┆");
  assert.equal(outline(documentSymbols(analysis.checked.entry)), "fn f (int)\n");
});
