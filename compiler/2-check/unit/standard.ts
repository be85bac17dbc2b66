import { buildStdlib, type StdlibScope } from "../../1-resolve/scope.ts";
import type { Unit } from "../../model/checked.ts";
import { readDeclaration } from "../declaration/read-declaration.ts";
import { createContext } from "./create-context.ts";

/**
 * The scope of the standard library, for any number of programs: its declarations are read in a context of their own,
 * so that what is kept of them holds on to no program.
 */
export function standardScope(units: readonly Unit[]): StdlibScope {
  const stdlib = buildStdlib(units, (decl, unit) => readDeclaration(context, decl, unit));
  const context = createContext({
    modules: new Map(),
    members: new Map(),
    stdlib,
    importSymbols: new Map(),
    diagnostics: [],
  });
  return stdlib;
}
