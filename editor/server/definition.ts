import { dirname, join } from "node:path/posix";
import type { Analysis } from "../../compiler/compile.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { Span } from "../../grammar/ast.ts";
import { nodeAt } from "../../grammar/walk.ts";
import { fieldDeclaration } from "./field-declaration.ts";
import { thingAt } from "./thing-at.ts";

/** A place in a file, by the file's path. */
export interface FilePlace {
  readonly file: string;
  readonly span: Span;
}

/**
 * Where the thing under the cursor is declared: in this file, in one that it imports, or in a declaration of the
 * standard library. Null for what is declared nowhere.
 */
export function definition(analysis: Analysis, offset: number): FilePlace | null {
  const { checked } = analysis;
  const thing = thingAt(analysis, offset);
  switch (thing?.kind) {
    case "symbol":
      return { file: thing.symbol.unit.path, span: thing.symbol.decl.name.span };
    case "option": {
      const { callee } = thing.call;
      const declared = callee.decl.params.find((param) => param.name.text === thing.name);
      return declared === undefined ? null : { file: callee.unit.path, span: declared.name.span };
    }
    case "field": {
      const found = thing.record === null ? null : fieldDeclaration(checked, thing.record, thing.name, offset);
      return found === null ? null : { file: found.unit.path, span: found.field.name.span };
    }
    default:
      return importedFile(analysis, offset);
  }
}

/** Where the type of the thing under the cursor is declared; null for types that have no declaration. */
export function typeDefinition(analysis: Analysis, offset: number): FilePlace | null {
  const { checked } = analysis;
  const thing = thingAt(analysis, offset);
  if (thing?.kind !== "symbol" && thing?.kind !== "field") return null;
  const type = thing.type ?? (thing.kind === "symbol" ? checked.types.get(thing.symbol.decl) : undefined);
  const name = type === undefined ? null : nameOfType(type);
  if (name === null) return null;
  const visible = checked.scopeAt(checked.entry, offset).types();
  const symbol = visible.find((one) => one.name === name)?.symbol ?? null;
  return symbol === null ? null : { file: symbol.unit.path, span: symbol.decl.name.span };
}

/** The name of what a type is made of: `Access` of a stream of arrays of `Access?`. */
function nameOfType(type: Type): string | null {
  switch (type.kind) {
    case "record":
    case "union":
      return type.name ?? null;
    case "array":
      return nameOfType(type.element);
    case "nullable":
    case "fallible":
      return nameOfType(type.type);
    case "function":
      return nameOfType(type.result);
    case "generic":
      return type.args.map(nameOfType).find((name) => name !== null) ?? null;
    case "tuple":
      return type.elements.map(nameOfType).find((name) => name !== null) ?? null;
    default:
      return null;
  }
}

/** `"./access.flow"` of an import. */
function importedFile({ checked }: Analysis, offset: number): FilePlace | null {
  const path = nodeAt(checked.entry.tree, offset);
  const decl = path.at(-2);
  if (decl?.kind !== "ImportDecl" || path.at(-1) !== decl.from) return null;
  const file = join(dirname(checked.entry.path), decl.from.value);
  return checked.units.some((unit) => unit.path === file) ? { file, span: { start: 0, end: 0 } } : null;
}
