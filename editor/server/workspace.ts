/**
 * The open files: their unsaved texts laid over the disk, and what the compiler says of each. An analysis is kept until
 * a text that went into it changes, so that the many questions about one state of a file cost one analysis.
 */
import { dirname, join } from "node:path/posix";
import {
  type Analysis,
  analyse,
  type CompilerCache,
  createCache,
  type ExternReading,
  parsedFile,
  retain,
  withModules,
} from "../../compiler/compile.ts";
import type { Unit } from "../../compiler/model/checked.ts";
import type { Host } from "../../compiler/model/host.ts";
import { applyEdits } from "../../grammar/apply-edits.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { ParseResult } from "../../grammar/parse.ts";
import type { FileEdit } from "./rename.ts";

/** Open files with their unsaved texts, over the disk; analyses are made when they are asked for. */
export interface Workspace {
  /** Paths of the open files, in the order of their opening. */
  readonly open: readonly string[];
  /** Opens the file, or gives an open one another text. */
  setText(path: string, text: string): void;
  /** From now on the file is what the disk says. */
  close(path: string): void;
  /** A file that is not open has changed on the disk, come into being, or gone; a user's module, too. */
  changedOnDisk(path: string): void;
  /** Searches these folders, besides the open files, for what `naming` is asked. */
  setFolders(folders: readonly string[]): void;
  /** Paths of the `.flow` files, open or below the folders, whose text has `name` in it; of all for an empty name. */
  naming(name: string): readonly string[];
  /** Text as the user sees it: unsaved, else from the disk; null when there is none. */
  text(path: string): string | null;
  /** A file as it is parsed, without what is checked of it; null when there is none. */
  unit(path: string): Unit | null;
  /** All that parsing a file has given; undefined where it was not parsed here. */
  parsed(path: string): ParseResult | undefined;
  /** The program that begins at an open file, for its text as it is now. */
  analysis(path: string): Analysis;
  /**
   * The same with what users' TypeScript adds, which may take a second: for its text as it is when this is called. From
   * then on it is the analysis of that text.
   */
  withModules(path: string): Promise<Analysis>;
  /**
   * The first error that one of the programs at `paths` would have with these edits and does not have now; null for
   * none. The edits are not made.
   */
  errorWith(edits: readonly FileEdit[], paths: readonly string[]): Diagnostic | null;
  /**
   * Open files whose program has `path` in it, or asks for it: itself, and those that import it. A module that is no
   * `.flow` file may be behind every program that names any.
   */
  dependents(path: string): readonly string[];
}

interface OpenFile {
  text: string;
  /** Null when something has changed since. */
  analysis: Analysis | null;
  /** What the last analysis read, or wanted to. */
  reads: ReadonlySet<string>;
  /** It named users' modules. */
  namesModules: boolean;
}

/** What a workspace needs beside the disk. */
export interface WorkspaceOptions {
  /** Asked for once, when the first file is opened: it may hold files that were parsed already, and is added to. */
  readonly cache?: () => CompilerCache;
  /** How users' TypeScript is read; null to leave it alone. */
  readonly externs?: ExternReading | null;
  /** The `.flow` files of a folder and below. */
  readonly flowFiles?: (folder: string) => readonly string[];
}

/** A workspace without open files. */
export function createWorkspace(
  disk: Host,
  { cache: makeCache = createCache, externs = null, flowFiles = () => [] }: WorkspaceOptions = {},
): Workspace {
  let made: CompilerCache | null = null;
  const cache = (): CompilerCache => {
    made ??= makeCache();
    return made;
  };
  const files = new Map<string, OpenFile>();
  let folders: readonly string[] = [];
  const host: Host = {
    read: (path) => files.get(path)?.text ?? disk.read(path),
    get stdlib() {
      return disk.stdlib;
    },
  };

  const dependents = (path: string): string[] =>
    [...files].flatMap(([own, file]) => {
      const mayReach = file.namesModules && !path.endsWith(".flow");
      return own === path || file.reads.has(path) || mayReach ? [own] : [];
    });

  const forget = (path: string): void => {
    // The compiler takes a file of the standard library from here without looking at its text again. Of others it looks,
    // and reads what was edited.
    if (disk.stdlib.includes(path)) cache().parsed.delete(path);
    for (const own of dependents(path)) (files.get(own) as OpenFile).analysis = null;
  };

  const analysisOf = (path: string): Analysis => {
    const file = files.get(path);
    if (file?.analysis) return file.analysis;
    const analysis = analyse(host, path, cache());
    const namesModules = analysis.checked.externs.some(({ unit, declaration }) => !unit.stdlib && declaration.from);
    if (file !== undefined) Object.assign(file, { analysis, reads: filesReadBy(analysis), namesModules });
    return analysis;
  };

  return {
    get open() {
      return [...files.keys()];
    },
    setText(path, text) {
      const before = host.read(path);
      const file = files.get(path);
      if (file === undefined) files.set(path, { text, analysis: null, reads: new Set(), namesModules: false });
      else file.text = text;
      if (before !== text) forget(path);
    },
    close(path) {
      const text = files.get(path)?.text;
      files.delete(path);
      if (text !== disk.read(path)) forget(path);
      retain(cache(), new Set([...files].flatMap(([own, { reads }]) => [own, ...reads])));
    },
    changedOnDisk(path) {
      if (!files.has(path)) forget(path);
    },
    setFolders(named) {
      folders = named;
    },
    naming(name) {
      const paths = new Set([...files.keys(), ...folders.flatMap(flowFiles)]);
      return [...paths].filter((path) => name === "" || host.read(path)?.includes(name));
    },
    text: (path) => host.read(path),
    unit: (path) => parsedFile(host, path, cache())?.unit ?? null,
    parsed(path) {
      const file = parsedFile(host, path, cache());
      return file?.comments && { tree: file.unit.tree, comments: file.comments, diagnostics: file.diagnostics };
    },
    analysis: analysisOf,
    async withModules(path) {
      const before = analysisOf(path);
      if (externs === null) return before;
      const whole = await withModules(host, before, externs);
      const file = files.get(path);
      if (file?.analysis === before) file.analysis = whole;
      return whole;
    },
    errorWith(edits, paths) {
      const texts = new Map<string, string>();
      for (const path of new Set(edits.map(({ file }) => file))) {
        const own = edits.filter(({ file }) => file === path);
        texts.set(path, applyEdits(host.read(path) ?? "", own));
      }
      const edited: Host = { stdlib: disk.stdlib, read: (path) => texts.get(path) ?? host.read(path) };
      const trial: CompilerCache = { ...createCache(), standard: cache().standard };
      for (const path of disk.stdlib) {
        const parsed = cache().parsed.get(path);
        if (parsed !== undefined) trial.parsed.set(path, parsed);
      }
      for (const path of paths) {
        const [before, after] = [errorsOf(analysisOf(path)), errorsOf(analyse(edited, path, trial))];
        const known = new Set(before.map(({ code, message }) => `${code} ${message}`));
        const added = after.find(({ code, message }) => !known.has(`${code} ${message}`));
        if (after.length > before.length) return added ?? after[0] ?? null;
      }
      return null;
    },
    dependents,
  };
}

function errorsOf({ diagnostics }: Analysis): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error");
}

/** Every file that the program consists of, and those that it imports in vain. */
function filesReadBy(analysis: Analysis): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { path, tree } of analysis.checked.units) {
    found.add(path);
    for (const decl of tree.declarations) {
      if (decl.kind === "ImportDecl") found.add(join(dirname(path), decl.from.value));
    }
  }
  return found;
}
