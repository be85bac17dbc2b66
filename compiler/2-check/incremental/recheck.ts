/**
 * Checking again after an edit. Most edits are inside a function, an agent, a stream or a test, and nothing that other
 * files see of theirs becomes another: then what was found out about those others still holds.
 */
import type { Declaration, Node } from "../../../grammar/ast.ts";
import type { Loaded } from "../../1-resolve/load.ts";
import { buildScopes, type Scopes, type StdlibScope } from "../../1-resolve/scope.ts";
import type { Unit } from "../../model/checked.ts";
import type { CheckContext, Tables } from "../context/context.ts";
import { keySetOver, tableOver } from "../context/table.ts";
import { readDeclaration } from "../declaration/read-declaration.ts";
import { partsReadByStreams } from "../pipeline/agent.ts";
import { checkUnits } from "../unit/check-units.ts";
import { createContext } from "../unit/create-context.ts";
import type { Pass } from "../unit/pass.ts";
import { type Changes, looksTheSame, type Successors, successorsOf } from "./successors.ts";

/** Files that may differ from the last whole pass; with more of them the next pass is a whole one. */
const FEW = 3;

/**
 * What a whole pass over the program would find, made from `last`, a whole pass over it before some edits, and from the
 * files that were edited. Null where those edits may matter to other files.
 */
export function recheck(last: Pass, loaded: Loaded, stdlib: StdlibScope): Omit<Pass, "found"> | null {
  const changes = changesSince(last, loaded, stdlib);
  if (changes === null) return null;
  const scopes = buildScopes(loaded, stdlib, (decl, unit) => readDeclaration(context, decl, unit));
  if (!sameImports(last, scopes, changes)) return null;
  const successors = successorsOf(changes, last.context.scopes, scopes);
  const paths = new Set([...changes.values()].map(({ path }) => path));
  // None of these points into another file: what does comes from imports or the whole program, and is looked up again.
  const kept = last.found.filter(({ file }) => !paths.has(file));

  const context = createContext(scopes, tablesOver(last.context, changes, successors));
  context.diagnostics.push(...loaded.diagnostics, ...scopes.diagnostics, ...kept);
  for (const [name, symbol] of scopes.importSymbols) context.symbols.set(name, symbol);
  const changed = new Set(changes.values());
  checkUnits(
    context,
    loaded.importsFirst.filter((unit) => changed.has(unit)),
  );
  if (!looksTheSame(last.context, context, changes, successors)) return null;
  // A file with extern declarations is no such change, so these are those of the other files.
  return { loaded, context, externs: last.externs };
}

/** The changed files, where they are few and the rest of the program is what it was. */
function changesSince(last: Pass, loaded: Loaded, stdlib: StdlibScope): Changes | null {
  const { units } = last.loaded;
  if (last.context.scopes.stdlib !== stdlib) return null;
  const changes = new Map<Unit, Unit>();
  for (const [index, unit] of loaded.units.entries()) {
    const old = units[index];
    if (old === unit) continue;
    if (old?.path !== unit.path || changes.size === FEW || !isInside(old, unit)) return null;
    changes.set(old, unit);
  }
  if (changes.size === units.length || !sameTargets(last.loaded, loaded) || !sameReads(changes, units)) return null;
  return changes;
}

/** These are looked at from everywhere: operators by every file, constants for their values. */
const ALL_ROUND: readonly Declaration["kind"][] = [
  "ConstDecl",
  "ParamDecl",
  "SecretDecl",
  "TypeDecl",
  "TopicDecl",
  "TableDecl",
];

/** Whether the edits are inside of functions, agents, streams and tests, and of imports. */
function isInside(old: Unit, unit: Unit): boolean {
  const outside = ({ tree, text }: Unit): string[] =>
    tree.declarations.flatMap(({ kind, span }) => (ALL_ROUND.includes(kind) ? text.slice(span.start, span.end) : []));
  const hasExterns = ({ tree }: Unit): boolean => tree.declarations.some(({ kind }) => kind === "ExternDecl");
  return !hasExterns(old) && !hasExterns(unit) && sameList(outside(old), outside(unit));
}

/** Whether streams read the same parts of agents: a channel that none reads any more ends nowhere, in whatever file. */
function sameReads(changes: Changes, units: readonly Unit[]): boolean {
  const differing = [...changes].flatMap(([old, unit]) => {
    const [before, now] = [partsReadByStreams(old), partsReadByStreams(unit)];
    return [...before, ...now].filter((part) => before.has(part) !== now.has(part));
  });
  const agents = units.flatMap(({ tree }) => tree.declarations.filter((decl) => decl.kind === "AgentDecl"));
  return !agents.some(({ name, members }) =>
    members.some((part) => part.kind === "ComponentDecl" && differing.includes(`${name.text}.${part.name.text}`)),
  );
}

/** Whether imports lead to the same files as before. */
function sameTargets(last: Loaded, loaded: Loaded): boolean {
  const targets = ({ units, imports }: Loaded): string[] =>
    units.flatMap(({ tree }) =>
      tree.declarations.flatMap((decl) =>
        decl.kind === "ImportDecl" ? `${decl.from.value} ${imports.get(decl)?.path}` : [],
      ),
    );
  return sameList(targets(last), targets(loaded));
}

/** Whether what unchanged files import is still there, and nothing that they lacked. */
function sameImports({ loaded, context }: Pass, scopes: Scopes, changes: Changes): boolean {
  const before = context.scopes.importSymbols;
  return loaded.units.every(
    (unit) =>
      changes.has(unit) ||
      unit.tree.declarations.every(
        (decl) =>
          decl.kind !== "ImportDecl" ||
          decl.names.every((name) => before.get(name)?.kind === scopes.importSymbols.get(name)?.kind),
      ),
  );
}

/** What is known of the other files, to be added to. */
function tablesOver(last: CheckContext, changes: Changes, successors: Successors): Tables {
  const current = successors.symbol;
  return {
    types: tableOver(last.types),
    symbols: tableOver(last.symbols, current),
    calls: tableOver(last.calls, (call) => {
      const callee = current(call.callee);
      return callee === call.callee ? call : { ...call, callee };
    }),
    destructured: keySetOver(last.destructured),
    headers: tableOver(last.headers),
    diagnostics: [],
    poisoned: keySetOver(last.poisoned),
    used: usedByOthers(last, changes, successors),
    // Files that import each other are refused, so no cycle leaves its file.
    uses: new Map(),
    exits: ofOthers(last.exits, changes),
    doubted: ofOthers(last.doubted, changes),
    lets: ofOthers(last.lets, changes),
    claims: ofOthers(last.claims, changes),
    demands: ofOthers(last.demands, changes),
  };
}

function usedByOthers({ used }: CheckContext, changes: Changes, { nodes }: Successors): Map<Unit, Set<Node>> {
  const others = ofOthers(used, changes);
  for (const [unit, decls] of others) {
    const current = [...decls].flatMap((decl) => nodes.get(decl)?.decl ?? []);
    if (current.length > 0) others.set(unit, new Set([...decls, ...current]));
  }
  return others;
}

function ofOthers<Value>(table: ReadonlyMap<Unit, Value>, changes: Changes): Map<Unit, Value> {
  return new Map([...table].filter(([unit]) => !changes.has(unit)));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
