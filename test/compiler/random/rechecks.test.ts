/**
 * Edits of a program of several files, most of them senseless: with what is kept of the last compilation the compiler
 * must find the same as without. `SEED=1000 EDITS=5000` tries others, and more of them.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Analysis, analyse, type CompilerCache, createCache } from "../../../compiler/compile.ts";
import { show } from "../../../compiler/model/types/show.ts";
import { walk } from "../../../grammar/walk.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { seeded } from "./choices.ts";
import { edited, nudged } from "./edits.ts";

const first = Number(process.env["SEED"] ?? 1);
const count = Number(process.env["EDITS"] ?? 150);

const folder = fileURLToPath(new URL("../../../bench/programs/shop", import.meta.url));
const shop = Object.fromEntries(
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".flow"))
    .map((name) => [`/${name}`, readFileSync(`${folder}/${name}`, "utf8")]),
);
const paths = Object.keys(shop);

describe("random edits of one file after the other", function () {
  this.timeout(60_000 + count * 1_000);

  it("leave nothing behind of what was known before", () => {
    const cache = createCache();
    // Keeps the standard library and nothing else.
    const fresh = createCache();
    let texts = shop;
    for (let seed = first; seed < first + count; seed++) {
      const choices = seeded(seed);
      const path = choices.pick(paths);
      const [text = "", other = ""] = [texts[path], shop[choices.pick(paths)]];
      texts = { ...texts, [path]: choices.chance(80) ? nudged(text, choices) : edited(text, other, choices) };
      const [again, anew] = [found(texts, cache), found(texts, withoutPasses(fresh))];
      const at = again.findIndex((line, index) => line !== anew[index]);
      assert.equal(again[at], anew[at], `seed ${seed}`);
      // Some mistakes are lived with for a while.
      if (choices.chance(60)) texts = shop;
    }
  });
});

function withoutPasses(cache: CompilerCache): CompilerCache {
  cache.passes.clear();
  return cache;
}

/** All that the later stages and the editor can see, as lines. */
function found(texts: Readonly<Record<string, string>>, cache: CompilerCache): string[] {
  const { checked, plan, diagnostics }: Analysis = analyse(memoryHost(texts), "/main.flow", cache);
  const nodes: string[] = [];
  for (const { tree, path } of checked.units) {
    walk(tree, (node) => {
      const type = checked.types.get(node);
      const call = node.kind === "CallExpr" ? checked.calls.get(node) : undefined;
      const symbols = [checked.symbols.get(node), call?.callee].map((symbol) => {
        if (symbol === undefined) return "";
        const { unit, kind, decl } = symbol;
        assert.ok(unit.stdlib || checked.units.includes(unit), `${path}: ${decl.name.text} is of an old text`);
        return `${kind} ${unit.path} ${unit.text.slice(decl.span.start, decl.span.end)}`;
      });
      const apart = node.kind === "LambdaExpr" && checked.destructured.has(node);
      nodes.push(`${path} ${node.span.start} ${node.kind} ${type ? show(type) : ""} ${symbols.join(" ")} ${apart}`);
      return true;
    });
  }
  const exits = checked.units.map((unit) => [...(checked.exits.get(unit) ?? [])].map(({ span }) => span.start));
  const parts = [diagnostics, exits, plan.topics, plan.agents, plan.streams].flat();
  return [...nodes, ...parts.map((part) => JSON.stringify(part)), "the end"];
}
