import type { ParsedFiles } from "./1-resolve/load.ts";
import type { StdlibScope } from "./1-resolve/scope.ts";
import type { Pass } from "./2-check/unit/pass.ts";
import { standardScope } from "./2-check/unit/standard.ts";
import type { Unit } from "./model/checked.ts";

/** What a process keeps from one compilation to the next, of one program or of several. */
export interface CompilerCache {
  readonly parsed: ParsedFiles;
  /** The last whole pass of the checker over each program, by its entry. */
  readonly passes: Map<string, Pass>;
  /** What the standard library declares, and the files that say so. */
  standard: { readonly units: readonly Unit[]; readonly scope: StdlibScope } | null;
}

/** An empty cache, to be given to each compilation of one process; it is never shared between processes. */
export function createCache(): CompilerCache {
  return { parsed: new Map(), passes: new Map(), standard: null };
}

/** The scope of the standard library: the one that is kept, unless a file of it has changed. */
export function cachedStandardScope(cache: CompilerCache, units: readonly Unit[]): StdlibScope {
  const kept = cache.standard;
  if (kept?.units.length === units.length && units.every((unit, index) => unit === kept.units[index])) {
    return kept.scope;
  }
  const scope = standardScope(units);
  cache.standard = { units, scope };
  return scope;
}

/** Each pass holds on to all that was found out about a program: so many are kept. */
const PASSES = 8;

/** Keeps the pass over the program of that entry, and gives up the one that was longest not kept. */
export function keepPass({ passes }: CompilerCache, entry: string, pass: Pass): void {
  passes.delete(entry);
  passes.set(entry, pass);
  for (const oldest of passes.keys()) if (passes.size > PASSES) passes.delete(oldest);
}

/** Forgets the files of programs that are not in `paths`, so that a long session keeps no more than it works on. */
export function retain(cache: CompilerCache, paths: ReadonlySet<string>): void {
  for (const path of cache.passes.keys()) if (!paths.has(path)) cache.passes.delete(path);
  for (const [path, { unit }] of cache.parsed) if (!unit.stdlib && !paths.has(path)) cache.parsed.delete(path);
}
