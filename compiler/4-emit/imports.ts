import { dirname, join, relative } from "node:path/posix";
import type { Extern } from "../model/checked.ts";
import type { RuntimeType, RuntimeValue } from "./runtime-names.ts";
import type { Scope } from "./scope.ts";

/** One `import { a, type b, c as d } from "module"`. */
export interface ImportedModule {
  readonly module: string;
  readonly names: readonly { readonly name: string; readonly alias: string | null; readonly typeOnly: boolean }[];
}

/** What the emitted module imports, gathered on the way. */
export interface Imports {
  /** A value of the runtime; gives the name that it has here. */
  runtime(name: RuntimeValue): string;
  /** A type of the runtime. */
  runtimeType(name: RuntimeType): string;
  /** The export that implements an extern declaration, or another one of its module. */
  extern(symbol: Extern, name?: string): string;
  /** Something of the standard library that is no component: `array/equal`. */
  stdlib(path: string, name: string): string;
  /** An export of a module that is written beside the program. */
  beside(file: string, name: string): string;
  /** Everything asked for, sorted. */
  modules(): readonly ImportedModule[];
}

/**
 * `top` holds the program's own names, which imports give way to. User's modules are named relative to `folder`, where
 * the emitted file will stand.
 */
export function createImports(top: Scope, folder: string): Imports {
  const modules = new Map<string, Map<string, { alias: string; typeOnly: boolean }>>();

  const use = (module: string, name: string, role: string, typeOnly: boolean): string => {
    const names = modules.get(module) ?? new Map<string, { alias: string; typeOnly: boolean }>();
    modules.set(module, names);
    const known = names.get(name);
    if (known !== undefined) {
      if (!typeOnly) known.typeOnly = false;
      return known.alias;
    }
    const alias = top.declare(top.isFree(name) ? name : `${name}${role}`);
    names.set(name, { alias, typeOnly });
    return alias;
  };

  return {
    runtime: (name) => use("sluice/runtime", name, "OfRuntime", false),
    runtimeType: (name) => use("sluice/runtime", name, "OfRuntime", true),
    extern: ({ decl, unit, declaration }, name = declaration.name) => {
      const path = join(dirname(unit.path), declaration.from ?? "");
      const role =
        decl.externKind === "operator" ? "Step" : decl.externKind[0]?.toUpperCase() + decl.externKind.slice(1);
      return use(unit.stdlib ? stdlibModule(path) : userModule(folder, path), name, role, false);
    },
    stdlib: (path, name) => use(`sluice/stdlib/${path}`, name, "OfStdlib", false),
    beside: (file, name) => use(`./${file}`, name, "OfPage", false),
    modules: () =>
      [...modules]
        .sort(([a], [b]) => rank(a) - rank(b) || compare(a, b))
        .map(([module, names]) => ({
          module,
          names: [...names]
            .sort(([a], [b]) => compare(a, b))
            .map(([name, { alias, typeOnly }]) => ({ name, alias: alias === name ? null : alias, typeOnly })),
        })),
  };
}

/** `sluice/stdlib/netcat/netcat` of a file of the standard library, wherever that lies. */
function stdlibModule(path: string): string {
  const below = path.slice(path.lastIndexOf("/stdlib/") + "/stdlib/".length);
  return `sluice/stdlib/${below.replace(/\.ts$/, "")}`;
}

function userModule(folder: string, path: string): string {
  const from = relative(folder, path);
  return from.startsWith(".") ? from : `./${from}`;
}

/** Packages before the program's own files. */
function rank(module: string): number {
  return module.startsWith(".") ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
