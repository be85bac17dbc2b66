import assert from "node:assert/strict";
import { compile, createCache } from "../../compiler/compile.ts";
import { memoryHost } from "../support/memory-host.ts";

const cache = createCache();
const MANY = 1000;

/** Declarations of which each needs the one before it, in both orders. */
function chains(first: string, next: (number: number) => string, use: string): Record<string, string> {
  const lines = [first, ...Array.from({ length: MANY - 1 }, (_, index) => next(index + 1))];
  return { forwards: [...lines, use].join("\n"), backwards: [...lines.reverse(), use].join("\n") };
}

const LAST = MANY - 1;
const stream = (value: string) => `stream s every 1s { lines("x").map(line => ${value}) -> print() }`;
const programs: Record<string, Record<string, string>> = {
  functions: chains("fn f0(x: int) = x", (n) => `fn f${n}(x: int) = f${n - 1}(x)`, stream(`f${LAST}(1)`)),
  constants: chains("const c0 = 1", (n) => `const c${n} = c${n - 1} + 1`, stream(`c${LAST}`)),
  records: chains("type T0 = int", (n) => `type T${n} = { a: T${n - 1} }`, `topic t: T${LAST} = embedded()`),
  names: chains("type T0 = int", (n) => `type T${n} = T${n - 1}`, `topic t: T${LAST} = embedded()`),
  groups: { nested: stream(`line.matches(/${"(".repeat(5 * MANY)}a${")".repeat(5 * MANY)}/)`) },
};

describe("what is nested too deeply for the compiler", () => {
  for (const [kind, orders] of Object.entries(programs)) {
    for (const [order, text] of Object.entries(orders)) {
      it(`is said of ${kind}, ${order}`, async () => {
        const { analysis, output } = await compile(memoryHost({ "/p/main.flow": text }), "/p/main.flow", { cache });
        const errors = analysis.diagnostics.filter(({ severity }) => severity === "error");
        assert.deepEqual([...new Set(errors.map(({ code }) => code))], ["FLOW3146"]);
        assert.equal(output, null);
      });
    }
  }

  it("is said of a stream whose operators stand on each other", async () => {
    const lets = Array.from({ length: 40 }, (_, n) => `let a${n + 1} = a${n}${".map(line => line)".repeat(100)}`);
    const text = `stream s every 1s {\nlet a0 = lines("x")\n${lets.join("\n")}\na40 -> print()\n}`;
    const { analysis, output } = await compile(memoryHost({ "/p/main.flow": text }), "/p/main.flow", { cache });
    assert.deepEqual(
      analysis.diagnostics.map(({ code }) => code),
      ["FLOW3146"],
    );
    assert.equal(output, null);
  });

  it("leaves a cycle of many to be told as a cycle", async () => {
    const text = Array.from({ length: MANY }, (_, n) => `fn f${n}(x: int): int = f${(n + 1) % MANY}(x)`).join("\n");
    const { analysis } = await compile(memoryHost({ "/p/main.flow": text }), "/p/main.flow", { cache });
    const [first, ...others] = analysis.diagnostics.filter(({ severity }) => severity === "error");
    assert.equal(first?.code, "FLOW2011");
    assert.ok(first.message.length < 300, first.message);
    assert.deepEqual(others, []);
  });
});
