/** The compiler on one page: load and parse, resolve, check, plan, emit. Pure: files come from the host. */
import { dirname } from "node:path/posix";
import type { Diagnostic } from "../grammar/diagnostic.ts";
import { load, type ParsedFile, parseCached } from "./1-resolve/load.ts";
import { check } from "./2-check/check.ts";
import { buildPlan, type Planned } from "./3-plan/build-plan.ts";
import { checkPlan } from "./3-plan/checks/check-plan.ts";
import type { Origins } from "./3-plan/origins.ts";
import type { Plan } from "./3-plan/plan.ts";
import type { Purpose } from "./4-emit/emit-module.ts";
import { type CompilerCache, cachedStandardScope, createCache, keepPass } from "./cache.ts";
import type { ExternReading } from "./extern/check-externs.ts";
import type { Checked, Unit } from "./model/checked.ts";
import type { Host } from "./model/host.ts";
import { messages } from "./model/messages/messages.ts";
import { isStackOverflow } from "./model/stack-overflow.ts";
import { oneForEachCause } from "./report/one-cause.ts";

export { type CompilerCache, createCache, retain } from "./cache.ts";
export type { ExternReading } from "./extern/check-externs.ts";

/** A program as far as it could be understood. */
export interface Analysis {
  readonly checked: Checked;
  readonly plan: Plan;
  /** What the plan was made from: for whoever writes code. */
  readonly origins: Origins;
  /** Errors and warnings of all stages, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** False when there is an error: then nothing may be emitted. */
  readonly ok: boolean;
}

/**
 * Everything but code: what `sluice check` and the editor need. `path` is absolute. Hand the same `cache` in again
 * and only changed files are parsed, and only they are checked where others do not see the difference.
 */
export function analyse(host: Host, path: string, cache = createCache()): Analysis {
  const loaded = load(host, path, cache.parsed);
  const { checked, whole } = check(loaded, cachedStandardScope(cache, loaded.stdlib), cache.passes.get(path) ?? null);
  keepPass(cache, path, whole);
  const planned = planOf(checked);
  const found = [...checked.diagnostics, ...planned.diagnostics];
  const diagnostics = oneForEachCause(inOrder(found, loaded.units), checked);
  return {
    checked,
    plan: planned.plan,
    origins: planned.origins,
    diagnostics,
    ok: diagnostics.every((one) => one.severity !== "error"),
  };
}

/** The plan with what is wrong with it; of a program that is too deep to follow an empty one. */
function planOf(checked: Checked): Planned {
  try {
    const planned = buildPlan(checked);
    return { ...planned, diagnostics: [...planned.diagnostics, ...checkPlan(planned.plan)] };
  } catch (error) {
    return { ...buildPlan({ ...checked, units: [] }), diagnostics: [tooDeep(error, checked.entry)] };
  }
}

/** What to say of a program for which the stack has no room; throws whatever else it is. */
function tooDeep(error: unknown, { path }: Unit): Diagnostic {
  if (!isStackOverflow(error)) throw error;
  const what = "something in this program";
  return { file: path, span: { start: 0, end: 0 }, ...messages.report("FLOW3146", { what }) };
}

/** A file as it is parsed, the same that an analysis with this cache has; null when there is none. */
export function parsedFile(host: Host, path: string, cache: CompilerCache): ParsedFile | null {
  return parseCached(host, path, host.stdlib.includes(path), cache.parsed);
}

/** All of that, and whether users' TypeScript is what it is declared to be: reading it takes a second. */
export async function analyseWithModules(
  host: Host,
  path: string,
  externs: ExternReading,
  cache?: CompilerCache,
): Promise<Analysis> {
  return await withModules(host, analyse(host, path, cache), externs);
}

/** An analysis with what users' TypeScript adds to it: the same one where it is not asked, or fits. */
export async function withModules(host: Host, analysis: Analysis, externs: ExternReading): Promise<Analysis> {
  const declared = analysis.checked.externs.filter(
    ({ unit, declaration }) => !unit.stdlib && declaration.from !== null,
  );
  if (!analysis.ok || declared.length === 0) return analysis;
  const { checkExterns } = await import("./extern/check-externs.ts");
  const found = await checkExterns(host, declared, externs);
  if (found.length === 0) return analysis;
  return { ...analysis, diagnostics: inOrder([...analysis.diagnostics, ...found], analysis.checked.units), ok: false };
}

/** What a compilation may be told beside its entry; all of it may be left out. */
export interface CompileOptions {
  /** See `analyse`. */
  readonly cache?: CompilerCache;
  /**
   * What to emit: the program (by default), for metrics with counts at its operators, also with a page that shows it, for
   * trials with what they reach; what runs its `test` blocks, for coverage with what they reach; or its functions, for
   * whoever imports them.
   */
  readonly purpose?: Purpose;
  /** Where the output is to stand, which it names other files from; by default beside the entry. */
  readonly folder?: string;
  /** How users' TypeScript is read; without it, nobody looks whether it is what it is declared to be. */
  readonly externs?: ExternReading;
}

/** The TypeScript of the program at `path` with its source map; null when it has errors. */
export async function compile(host: Host, path: string, options: CompileOptions = {}) {
  const { cache, purpose = "run", folder = dirname(path), externs } = options;
  const analysis =
    externs === undefined ? analyse(host, path, cache) : await analyseWithModules(host, path, externs, cache);
  if (!analysis.ok) return { analysis, output: null };
  // Loaded when it is needed: the editor never does, and that is a large part of the compiler.
  const { emit } = await import("./4-emit/emit.ts");
  try {
    return { analysis, output: emit(analysis, purpose, folder) };
  } catch (error) {
    const diagnostics = [...analysis.diagnostics, tooDeep(error, analysis.checked.entry)];
    return { analysis: { ...analysis, diagnostics, ok: false }, output: null };
  }
}

/** By file and place, each once: a name misspelt in a type is met by everyone who uses the type. */
function inOrder(diagnostics: readonly Diagnostic[], units: readonly Unit[]): Diagnostic[] {
  const order = new Map(units.map((unit, index) => [unit.path, index]));
  const seen = new Set<string>();
  return [...diagnostics]
    .sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || a.span.start - b.span.start)
    .filter((one) => {
      const key = `${one.file}:${one.span.start}:${one.span.end}:${one.code}`;
      return !seen.has(key) && seen.add(key);
    });
}
