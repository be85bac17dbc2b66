/**
 * From a path to syntax trees: the entry, what it imports (directly or not), and the standard library. Parsed files
 * are kept by path and text, so that a second compilation parses only what changed: the declarations around the edit,
 * and all that was edited since the file was last without faults.
 */
import { dirname, join } from "node:path/posix";
import type { Comment, ImportDecl } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { parse, parseEdited } from "../../grammar/parse.ts";
import type { Parsed } from "../../grammar/unchanged.ts";
import type { Unit } from "../model/checked.ts";
import type { Host } from "../model/host.ts";
import { messages } from "../model/messages/messages.ts";

/** A file as it was parsed. */
export interface ParsedFile {
  readonly unit: Unit;
  /** Those that are in no `doc`; left out of files whose text does not change. */
  readonly comments?: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
  /** The last text of the file that was parsed without faults. */
  readonly sound?: Parsed;
}

/** Parsed files by path. */
export type ParsedFiles = Map<string, ParsedFile>;

/** The files of a program, parsed, with their imports resolved to files; not one name is looked up yet. */
export interface Loaded {
  /** The entry first, then its imports. */
  readonly units: readonly Unit[];
  /** The same, each behind those that it imports. */
  readonly importsFirst: readonly Unit[];
  readonly stdlib: readonly Unit[];
  /** By importing unit and import: the unit it names, where there is one. */
  readonly imports: ReadonlyMap<ImportDecl, Unit>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and parses everything that `entry` needs. A file that cannot be read is a diagnostic at its import. */
export function load(host: Host, entry: string, cache: ParsedFiles): Loaded {
  const diagnostics: Diagnostic[] = [];
  const imports = new Map<ImportDecl, Unit>();
  const units: Unit[] = [];
  const importsFirst: Unit[] = [];
  const known = new Map<string, Unit | null>();
  const standard: ReadonlySet<string> = new Set(host.stdlib);

  const visit = (path: string, way: readonly string[]): Unit | null => {
    const seen = known.get(path);
    if (seen !== undefined) return seen;
    // The editor opens files of the standard library too, when it goes to a definition.
    const parsed = parseCached(host, path, standard.has(path), cache);
    known.set(path, parsed?.unit ?? null);
    if (parsed === null) return null;
    const { unit } = parsed;
    units.push(unit);
    diagnostics.push(...parsed.diagnostics);
    const told = new Set<string>();
    for (const decl of unit.tree.declarations) {
      if (decl.kind !== "ImportDecl" || decl.from.value === "") continue;
      const target = join(dirname(path), decl.from.value);
      const cycle = [...way, path].indexOf(target);
      if (cycle >= 0) {
        if (told.has(target)) continue;
        told.add(target);
        const names = [...way.slice(cycle), path, target].map((file) => file.slice(file.lastIndexOf("/") + 1));
        diagnostics.push({
          ...messages.report("FLOW2010", { cycle: names.join(" -> ") }),
          file: path,
          span: decl.from.span,
        });
        continue;
      }
      const imported = visit(target, [...way, path]);
      if (imported !== null) imports.set(decl, imported);
      else {
        diagnostics.push({
          ...messages.report("FLOW2008", { path: decl.from.value }),
          file: path,
          span: decl.from.span,
        });
      }
    }
    importsFirst.push(unit);
    return unit;
  };

  if (visit(entry, []) === null) {
    diagnostics.push({ ...messages.report("FLOW2008", { path: entry }), file: entry, span: { start: 0, end: 0 } });
  }
  const stdlib = host.stdlib.flatMap((path) => parseCached(host, path, true, cache)?.unit ?? []);
  return { units, importsFirst, stdlib, imports, diagnostics };
}

/** A file parsed as it is now, from `cache` where its text is the same; null when there is none. */
export function parseCached(host: Host, path: string, stdlib: boolean, cache: ParsedFiles): ParsedFile | null {
  const kept = cache.get(path);
  // The standard library does not change under a running compiler.
  if (kept !== undefined && stdlib) return kept;
  const text = host.read(path);
  if (text === null) return null;
  if (kept !== undefined && kept.unit.text === text) return kept;
  const before = kept?.sound;
  const { tree, comments, diagnostics } = before === undefined ? parse(text, path) : parseEdited(text, path, before);
  const sound = diagnostics.length === 0 ? { text, tree, comments } : before;
  const unit = { path, text, tree, stdlib };
  const entry = { unit, comments, diagnostics, ...(sound === undefined ? {} : { sound }) };
  cache.set(path, entry);
  return entry;
}
