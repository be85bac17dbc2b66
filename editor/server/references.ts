import type { Analysis } from "../../compiler/compile.ts";
import type { FieldType, Name, NameExpr, Node, Span } from "../../grammar/ast.ts";
import { walk } from "../../grammar/walk.ts";
import { fieldDeclaration } from "./field-declaration.ts";
import { type Thing, thingAt } from "./thing-at.ts";

/** A place of a file that names a thing. */
export interface Reference {
  /** Path of the file. */
  readonly file: string;
  readonly span: Span;
  /** The name in the thing's own declaration. */
  readonly declares: boolean;
  /** `{ b }`: names a field and the value that it gets. */
  readonly shorthand: boolean;
}

/** What stands under the cursor and has a name of its own: a declared thing, or a field of a record type. */
export interface Named {
  readonly decl: (Thing & { readonly kind: "symbol" })["symbol"]["decl"] | FieldType;
  readonly name: string;
}

/** What the places that `referencesTo` finds are looked for by; null where nothing has a name. */
export function namedAt(analysis: Analysis, offset: number): Named | null {
  const thing = thingAt(analysis, offset);
  const decl = thing?.kind === "symbol" ? thing.symbol.decl : thing === null ? null : fieldOf(analysis, thing, offset);
  return decl === null ? null : { decl, name: decl.name.text };
}

/**
 * Every place of an analysed file that names the thing, in the order of the text. It may have been found in another
 * file, if both were analysed with one cache.
 */
export function referencesTo(analysis: Analysis, named: Named): readonly Reference[] {
  const { entry } = analysis.checked;
  const found = new Map<number, Reference>();
  walk(entry.tree, (node, parent) => {
    const name = nameOf(node);
    if (name === null || name.text === "" || !isOf(analysis, node, name, named)) return;
    const shorthand = parent?.kind === "RecordField" && parent.shorthand;
    const declares = node === named.decl.name;
    found.set(name.span.start, { file: entry.path, span: name.span, declares, shorthand });
  });
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

function isOf(analysis: Analysis, node: Node, name: Name | NameExpr, { decl, name: wanted }: Named): boolean {
  if (node === decl.name || analysis.checked.symbols.get(node)?.decl === decl) return true;
  if (decl.kind !== "FieldType" || name.text !== wanted || node.kind === "MemberExpr") return false;
  const { start } = name.span;
  const thing = thingAt(analysis, start);
  return thing !== null && fieldOf(analysis, thing, start) === decl;
}

/** The declaration of a field of a named record type. */
function fieldOf({ checked }: Analysis, thing: Thing, offset: number): FieldType | null {
  if (thing.kind === "fieldType") return thing.field;
  if (thing.kind !== "field" || thing.record === null) return null;
  return fieldDeclaration(checked, thing.record, thing.name, offset)?.field ?? null;
}

/** The name that a node of the table of symbols stands under. */
function nameOf(node: Node): Name | NameExpr | null {
  if (node.kind === "Name" || node.kind === "NameExpr") return node;
  return node.kind === "MemberExpr" ? node.name : null;
}
