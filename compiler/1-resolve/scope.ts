/**
 * What the top level of each file declares and may see. Names inside agents, streams and functions are resolved by
 * the checker on its way, since members need types; this stage never looks below a declaration's name.
 */
import type { Declaration as DeclarationNode, ExternDecl, ImportDecl, Name } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import type { FlowSymbol, Unit } from "../model/checked.ts";
import type { Declaration } from "../model/declaration.ts";
import { messages } from "../model/messages/messages.ts";
import type { Loaded } from "./load.ts";

/** What an `extern` declares, with its declaration, which is read when it is first asked for. */
export type ExternSymbol = Extract<FlowSymbol, { kind: "extern" }>;

/** The top level of one file. */
export interface ModuleScope {
  /** Own declarations and imports, without those that have a receiver. */
  readonly names: ReadonlyMap<string, FlowSymbol>;
  /** Imported names that stand for nothing; their import has been reported. */
  readonly broken: ReadonlySet<string>;
}

/** The standard library: several things may share a name, told apart by what the place asks for. */
export interface StdlibScope {
  readonly names: ReadonlyMap<string, readonly FlowSymbol[]>;
  readonly members: ReadonlyMap<string, readonly ExternSymbol[]>;
  /** What `extern options` declare for all components of a kind; no name of a program can mean them. */
  readonly options: readonly ExternSymbol[];
}

/** The top level of every file, and what was wrong with their imports. */
export interface Scopes {
  readonly modules: ReadonlyMap<Unit, ModuleScope>;
  /** Operators, functions and fields with a receiver, of all files, by name. */
  readonly members: ReadonlyMap<string, readonly ExternSymbol[]>;
  readonly stdlib: StdlibScope;
  /** Names in imports, with what they stand for. */
  readonly importSymbols: ReadonlyMap<Name, FlowSymbol>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads an extern declaration's types and clauses; called at most once for each, when it is first needed. */
export type ReadDeclaration = (decl: ExternDecl, unit: Unit) => Declaration;

/** Builds the scopes of all files of a program. Reports duplicates and imports that name nothing. */
export function buildScopes(loaded: Loaded, stdlib: StdlibScope, read: ReadDeclaration): Scopes {
  const diagnostics: Diagnostic[] = [];
  const modules = new Map<Unit, Filling>();
  const members = new Map<string, ExternSymbol[]>();
  const importSymbols = new Map<Name, FlowSymbol>();

  for (const unit of loaded.units) {
    const names = new Map<string, FlowSymbol>();
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "ImportDecl" || decl.kind === "TestDecl") continue;
      const symbol = symbolOf(decl, unit, read);
      if (symbol.kind === "extern" && symbol.decl.receiver !== null) {
        append(members, decl.name.text, symbol);
      } else if (names.has(decl.name.text)) {
        diagnostics.push(duplicate(unit, decl.name, names.get(decl.name.text) as FlowSymbol));
      } else if (decl.name.text !== "") {
        names.set(decl.name.text, symbol);
      }
    }
    modules.set(unit, { names, broken: new Set() });
  }

  for (const unit of loaded.units) {
    const scope = modules.get(unit) as Filling;
    for (const decl of unit.tree.declarations) {
      if (decl.kind !== "ImportDecl") continue;
      const target = loaded.imports.get(decl);
      for (const name of decl.names) {
        if (name.text === "") continue;
        const symbol = target === undefined ? undefined : modules.get(target)?.names.get(name.text);
        if (target !== undefined) {
          const exported = modules.get(target)?.names ?? new Map();
          diagnostics.push(...checkImport(unit, decl, name, target, exported));
        }
        if (symbol === undefined) {
          scope.broken.add(name.text);
          continue;
        }
        importSymbols.set(name, symbol);
        const own = scope.names.get(name.text);
        if (own !== undefined) diagnostics.push(duplicate(unit, name, own));
        else scope.names.set(name.text, symbol);
      }
    }
  }
  return { modules, members, stdlib, importSymbols, diagnostics };
}

/** A module scope under construction. */
interface Filling {
  readonly names: Map<string, FlowSymbol>;
  readonly broken: Set<string>;
}

/** The standard library's scope. */
export function buildStdlib(units: readonly Unit[], read: ReadDeclaration): StdlibScope {
  const names = new Map<string, FlowSymbol[]>();
  const members = new Map<string, ExternSymbol[]>();
  const options: ExternSymbol[] = [];
  for (const unit of units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind === "ImportDecl" || decl.kind === "TestDecl" || !decl.pub) continue;
      const symbol = symbolOf(decl, unit, read);
      if (symbol.kind === "extern" && symbol.decl.externKind === "options") options.push(symbol);
      else if (symbol.kind === "extern" && symbol.decl.receiver !== null) append(members, decl.name.text, symbol);
      else append(names, decl.name.text, symbol);
    }
  }
  return { names, members, options };
}

type Declaring = Exclude<DeclarationNode, ImportDecl | { kind: "TestDecl" }>;

function symbolOf(decl: Declaring, unit: Unit, read: ReadDeclaration): FlowSymbol {
  switch (decl.kind) {
    case "ExternDecl": {
      let declaration: Declaration | null = null;
      return {
        kind: "extern",
        decl,
        unit,
        // Read when first asked for: a program uses a few of the standard library's hundreds.
        get declaration() {
          declaration ??= read(decl, unit);
          return declaration;
        },
      };
    }
    case "FnDecl":
      return { kind: "fn", decl, unit };
    case "ConstDecl":
      return { kind: "const", decl, unit };
    case "ParamDecl":
      return { kind: "param", decl, unit };
    case "SecretDecl":
      return { kind: "secret", decl, unit };
    case "TypeDecl":
      return { kind: "type", decl, unit };
    case "TopicDecl":
      return { kind: "topic", decl, unit };
    case "TableDecl":
      return { kind: "table", decl, unit };
    case "AgentDecl":
      return { kind: "agent", decl, unit };
    case "StreamDecl":
      return { kind: "stream", decl, unit };
  }
}

function checkImport(
  unit: Unit,
  decl: ImportDecl,
  name: Name,
  target: Unit,
  exported: ReadonlyMap<string, FlowSymbol>,
): Diagnostic[] {
  const path = decl.from.value;
  const symbol = exported.get(name.text);
  if (symbol === undefined || symbol.unit !== target) {
    const near = suggest(name.text, exported.keys());
    const isMember = target.tree.declarations.some(
      (one) => one.kind === "ExternDecl" && one.receiver !== null && one.name.text === name.text,
    );
    const otherwise = isMember
      ? "It is called upon a value: it comes along with whatever is imported from there, unnamed."
      : "It must be declared there with `pub`.";
    const help = near === null ? otherwise : `Did you mean \`${near}\`?`;
    const fixes =
      near === null ? [] : [{ title: `Write \`${near}\``, edits: [{ span: name.span, text: near }], safe: true }];
    return [
      { ...messages.report("FLOW2009", { path, name: name.text, help }), file: unit.path, span: name.span, fixes },
    ];
  }
  if ("pub" in symbol.decl && !symbol.decl.pub) {
    const label = { file: target.path, span: symbol.decl.name.span, message: "declared here without `pub`" };
    const at = symbol.decl.span.start;
    const fix = {
      title: "Make it public",
      edits: [{ file: target.path, span: { start: at, end: at }, text: "pub " }],
      safe: symbol.decl.doc.length === 0,
    };
    return [
      {
        ...messages.report("FLOW2013", { path, name: name.text }),
        file: unit.path,
        span: name.span,
        labels: [label],
        fixes: [fix],
      },
    ];
  }
  return [];
}

function duplicate(unit: Unit, name: Name, first: FlowSymbol): Diagnostic {
  return {
    ...messages.report("FLOW2002", { name: name.text }),
    file: unit.path,
    span: name.span,
    labels: [{ file: first.unit.path, span: first.decl.name.span, message: "first declared here" }],
  };
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
