import assert from "node:assert/strict";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";

const cache = createCache();

/** Codes of what is wrong, with the words that are marked. */
function wrong(body: string): string[] {
  const text = `stream s every 1s {
    let lines = socketText(host: "localhost", port: 1)
    ${body} -> print()
  }`;
  const { diagnostics } = analyse(memoryHost({ "/p/input.flow": text }), "/p/input.flow", cache);
  return diagnostics.map((one) => `${one.code} ${text.slice(one.span.start, one.span.end)}`);
}

describe("plan: ways out of lambdas", () => {
  const fine = [
    "lines.map(line => line.toInt() else drop)",
    "lines.map(line => (line, 1)).mapValues(n => 1 div n else drop)",
    'lines.flatMap(line => line.split(" ").map(word => word.toInt() else drop))',
    'lines.filter(line => line.split(" ").flatMap(a => a.split("-").filter(b => (b.toInt() else drop) > 1)).length > 0)',
    'lines.map(line => line.split(" ").reduce((sum, word) => sum + (word.toInt() else drop), 0))',
  ];
  for (const body of fine) it(`${body} is fine`, () => assert.deepEqual(wrong(body), []));

  const bad: [body: string, marked: string[]][] = [
    ["lines.map(line => (line, 1)).reduceByKey((a, b) => a div b else drop)", ["FLOW3010 else drop"]],
    ["lines.top(3, by: line => line.toFloat() else drop)", ["FLOW3010 else drop"]],
    ['lines.map(line => line.split(" ").sortBy(word => word.toInt() else drop))', ["FLOW3010 else drop"]],
    [
      'lines.map(line => line.split(" ").sortBy(word => word.split("").map(c => c.toInt() else drop).length))',
      ["FLOW3010 else drop"],
    ],
    ["lines.map(line => line.length).reduce((a, b) => a div b else drop)", ["FLOW3010 else drop"]],
  ];
  for (const [body, marked] of bad) it(`${body} is not`, () => assert.deepEqual(wrong(body), marked));

  it("takes a try out of a loop to the function, and out of nothing else", () => {
    const text = `fn fine(line: string): int[]! = line.split(",").map(part => try part.toInt())
fn bad(line: string): string[]! = line.split(",").sortBy(part => try part.toInt())
stream s every 1s { lines("/x").map(line => ((fine(line) else drop).length, (bad(line) else drop).length)) -> print() }`;
    const { diagnostics } = analyse(memoryHost({ "/p/input.flow": text }), "/p/input.flow", cache);
    assert.deepEqual(
      diagnostics.map((one) => `${one.code} ${text.slice(one.span.start, one.span.end)}`),
      ["FLOW3009 try part.toInt()"],
    );
  });

  it("does not say twice what the checker has said", () => {
    const text =
      'const n = "1".toInt() else drop\nstream s every 1s { lines("/x").filter(line => line.length == n) -> print() }';
    const { diagnostics } = analyse(memoryHost({ "/p/input.flow": text }), "/p/input.flow", cache);
    assert.deepEqual(
      diagnostics.map((one) => one.code),
      ["FLOW3010"],
    );
  });
});
