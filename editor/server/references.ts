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
    const { decl } = named;
    const isField = decl.kind === "FieldType";
    const name = isField ? nameOfField(analysis, node, parent, decl) : nameOfSymbol(analysis, node, decl);
    if (name === null || name.text === "") return;
    const given = isField ? node : parent;
    const shorthand = given?.kind === "RecordField" && given.shorthand;
    found.set(name.span.start, { file: entry.path, span: name.span, declares: name === decl.name, shorthand });
  });
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

/** The name in the node where that is the declaration or a use of the thing; null elsewhere. */
function nameOfSymbol({ checked }: Analysis, node: Node, decl: Named["decl"]): Name | NameExpr | null {
  if (node !== decl.name && checked.symbols.get(node)?.decl !== decl) return null;
  if (node.kind === "Name" || node.kind === "NameExpr") return node;
  return node.kind === "MemberExpr" ? node.name : null;
}

/** The name in the node where that declares the field, gives it in a record, or reads it; null elsewhere. */
function nameOfField({ checked }: Analysis, node: Node, parent: Node | null, decl: FieldType): Name | null {
  if (node === decl) return decl.name;
  if ((node.kind !== "RecordField" && node.kind !== "MemberExpr") || node.name.text !== decl.name.text) return null;
  // Of an agent or stream it is a part, of other types a member that is declared.
  if (checked.symbols.has(node)) return null;
  const owner = node.kind === "MemberExpr" ? node.object : parent;
  const type = owner === null ? undefined : checked.types.get(owner);
  const record = type?.kind === "nullable" ? type.type : type;
  if (record === undefined) return null;
  return fieldDeclaration(checked, record, decl.name.text, node.span.start)?.field === decl ? node.name : null;
}

/** The declaration of a field of a named record type. */
function fieldOf({ checked }: Analysis, thing: Thing, offset: number): FieldType | null {
  if (thing.kind === "fieldType") return thing.field;
  if (thing.kind !== "field" || thing.record === null) return null;
  return fieldDeclaration(checked, thing.record, thing.name, offset)?.field ?? null;
}
