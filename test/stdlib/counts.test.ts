import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { ExternDecl } from "../../grammar/ast.ts";
import { parse } from "../../grammar/parse.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What the runtime's engine counts for components, whatever they are. */
const OF_THE_RUNTIME = ["accepted", "channelFull", "deadLetters", "dropped", "failed", "retried", "written"];

/** Files of the standard library and of the runtime's components that a module is made of, itself included. */
function closureOf(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path) || !existsSync(path)) return seen;
  seen.add(path);
  for (const [, from] of readFileSync(path, "utf8").matchAll(/from "(\.[^"]+\.ts)";/g)) {
    const next = join(dirname(path), from!);
    const isComponent = /^(stdlib|runtime\/(channel|topic))\//.test(relative(root, next));
    if (isComponent) closureOf(next, seen);
  }
  return seen;
}

/** Names that a module counts by. */
function countedIn(text: string): string[] {
  const calls = [...text.matchAll(/\bcount\(((?:[^()]|\([^()]*\))*)\)/g)].map(([, args]) => args!);
  const faults = [...text.matchAll(/type (?:Line|Record|Blob)Fault = ([^;]+);/g)].map(([, names]) => names!);
  return [...calls, ...faults].flatMap((names) => [...names.matchAll(/"([a-zA-Z]+)"/g)].map(([, name]) => name!));
}

function flowFiles(): string[] {
  const found = readdirSync(join(root, "stdlib"), { recursive: true, encoding: "utf8" });
  return found.filter((path) => path.endsWith(".flow")).map((path) => join("stdlib", path));
}

describe("what components count", () => {
  const declared = flowFiles().flatMap((path) =>
    parse(readFileSync(join(root, path), "utf8"), path).tree.declarations.flatMap((decl) =>
      decl.kind === "ExternDecl" && decl.from !== null && /source|sink|channel|topic|table/.test(decl.externKind)
        ? [{ decl, module: join(root, dirname(path), decl.from.value) }]
        : [],
    ),
  );
  const declaredBy = ({ clauses }: ExternDecl): string[] =>
    clauses.flatMap(({ word, args }) =>
      word.text === "counts" ? args.flatMap((arg) => (arg.kind === "NameExpr" ? [arg.text] : [])) : [],
    );

  for (const { decl, module } of declared) {
    it(`is declared: ${decl.externKind} ${decl.name.text}`, () => {
      const counted = new Set([...closureOf(module)].flatMap((path) => countedIn(readFileSync(path, "utf8"))));
      const own = [...counted].filter((name) => !OF_THE_RUNTIME.includes(name)).sort();
      assert.deepEqual(declaredBy(decl).sort(), own);
    });
  }
});
