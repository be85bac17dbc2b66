/** The second stage: types, and everything that must hold before a plan can be made. Never throws on bad input. */
import type { Loaded } from "../1-resolve/load.ts";
import { buildScopes, type StdlibScope } from "../1-resolve/scope.ts";
import type { Checked, Unit } from "../model/checked.ts";
import { readDeclaration } from "./declaration/read-declaration.ts";
import { checkTablesAreLoaded } from "./declaration/table.ts";
import { recheck } from "./incremental/recheck.ts";
import { scopeAt } from "./scope-at.ts";
import { checkUnits } from "./unit/check-units.ts";
import { createContext } from "./unit/create-context.ts";
import { checkExclusive } from "./unit/exclusive.ts";
import { checkNeedless } from "./unit/needless.ts";
import type { Pass } from "./unit/pass.ts";
import { checkUnused } from "./unit/unused.ts";

/**
 * Checks a loaded program, whose standard library is `stdlib`. Where only what nobody else sees was changed in a few
 * files since `last`, a whole pass over the same program, only those are checked. The diagnostics hold those of
 * loading too, in no order, some more than once. `whole` is the pass to hand in the next time.
 */
export function check(
  loaded: Loaded,
  stdlib: StdlibScope,
  last: Pass | null,
): { readonly checked: Checked; readonly whole: Pass } {
  const again = last === null ? null : recheck(last, loaded, stdlib);
  if (last !== null && again !== null) return { checked: conclude(again), whole: last };
  const whole = checkAll(loaded, stdlib);
  return { checked: conclude(whole), whole };
}

function checkAll(loaded: Loaded, stdlib: StdlibScope): Pass {
  const scopes = buildScopes(loaded, stdlib, (decl, unit) => readDeclaration(context, decl, unit));
  const context = createContext(scopes);
  const { diagnostics } = context;
  diagnostics.push(...loaded.diagnostics, ...scopes.diagnostics);
  for (const [name, symbol] of scopes.importSymbols) context.symbols.set(name, symbol);
  const before = diagnostics.length;
  const externs = checkUnits(context, loaded.importsFirst);
  return { loaded, context, found: diagnostics.slice(before), externs };
}

/** Adds what only a look at the whole program can tell. */
function conclude({ loaded: { units }, context, externs }: Omit<Pass, "found">): Checked {
  const diagnostics = [...context.diagnostics];
  const whole = { ...context, diagnostics };
  checkExclusive(whole, units);
  checkTablesAreLoaded(whole, units);
  checkNeedless(whole, units);
  checkUnused(whole, units);
  return {
    entry: units[0] ?? NO_UNIT,
    units,
    diagnostics,
    types: context.types,
    symbols: context.symbols,
    calls: context.calls,
    externs,
    destructured: context.destructured,
    headers: context.headers,
    exits: context.exits,
    demands: context.demands,
    typeNamed: (decl) => context.types.get(decl) ?? { kind: "error" },
    scopeAt: (unit, offset) => scopeAt(context, unit, offset),
  };
}

const NO_UNIT: Unit = {
  path: "",
  text: "",
  tree: { kind: "SourceFile", span: { start: 0, end: 0 }, declarations: [] },
  stdlib: false,
};
