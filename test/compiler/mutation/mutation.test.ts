import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Analysis, analyse, createCache } from "../../../compiler/compile.ts";
import type { Span } from "../../../grammar/ast.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { root } from "../../support/sluice.ts";
import { type Mutant, mutantsOf, programOf } from "./mutant.ts";
import { nameRules } from "./name-rules.ts";
import { typeRules } from "./type-rules.ts";
import { wireRules } from "./wire-rules.ts";

/**
 * Every sample with one mistake in it, many times over. The mistakes are made so that the program is wrong whatever
 * the compiler says about it; the first thing that it says must mark the place.
 */
describe("mutants of the samples", () => {
  const cache = createCache();
  const library = programsIn("stdlib")
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  const check = (text: string): Analysis => analyse(memoryHost({ "/sample.flow": text }), "/sample.flow", cache);

  it("are marked where they are wrong", function () {
    this.timeout(240_000);
    const missed: string[] = [];
    const repeated: string[] = [];
    const tally = new Map<string, { all: number; marked: number }>();
    for (const path of programsIn("samples")) {
      const sample = check(readFileSync(path, "utf8"));
      assert.deepEqual(sample.diagnostics, [], path);
      for (const mutant of mutantsOf(programOf(sample, library), { ...nameRules, ...typeRules, ...wireRules })) {
        const found = check(mutant.text).diagnostics;
        const [first] = found;
        if (found.length > 2)
          repeated.push(`${basename(path)}: ${mutant.kind}: ${shown(mutant)}: ${found.length} reports`);
        const marked = first !== undefined && mutant.at.some((at) => overlap(at, first.span));
        const { all, marked: before } = tally.get(mutant.kind) ?? { all: 0, marked: 0 };
        tally.set(mutant.kind, { all: all + 1, marked: before + (marked ? 1 : 0) });
        if (!marked)
          missed.push(`${basename(path)}: ${mutant.kind}: ${shown(mutant)}: ${first?.code} ${first?.message}`);
      }
    }
    const all = sum([...tally.values()].map((one) => one.all));
    const marked = sum([...tally.values()].map((one) => one.marked));
    const score = `${marked} of ${all} mutants marked`;
    const kinds = [...tally].map(([kind, one]) => `${one.marked}/${one.all} ${kind}`);
    console.log(`      ${score}: ${kinds.join(", ")}`);
    assert.ok(all >= 200, score);
    assert.ok(marked >= all * 0.97, `${score}\n${missed.join("\n")}`);
    assert.deepEqual(repeated, [], "one mistake has at most two reports");
  });
});

function programsIn(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => name.endsWith(".flow"))
    .sort()
    .map((name) => join(root, folder, name));
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function shown({ text, at }: Mutant): string {
  const [first = { start: 0, end: 0 }] = at;
  return JSON.stringify(text.slice(Math.max(0, first.start - 20), first.end + 20));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
