import type { Unit } from "../../../compiler/model/checked.ts";
import type { Declaration, ImportDecl } from "../../../grammar/ast.ts";
import { importables, importEdit } from "../actions/auto-import.ts";
import { type CompletionItem, type CompletionKind, callSnippet, RANK } from "./item.ts";
import type { Slot } from "./slot-kinds.ts";

/** Public names of other files that fit the slot; choosing one imports it. `known`: what is offered already. */
export function importableItems(
  slot: Slot,
  unit: Unit,
  others: () => readonly Unit[],
  known: readonly CompletionItem[],
): readonly CompletionItem[] {
  const wanted = kindsOf(slot);
  if (wanted === null) return [];
  const labels = new Set(known.map(({ label }) => label));
  return importables(unit, others())
    .filter(({ name, decl }) => wanted(decl) && !labels.has(name))
    .map(({ name, decl, from }) => {
      const params = decl.kind === "FnDecl" || decl.kind === "ExternDecl" ? decl.params.length : null;
      return {
        label: name,
        kind: kindOf(decl),
        detail: `from ${from}`,
        doc: decl.doc,
        text: name,
        snippet: params === null ? null : callSnippet(name, params),
        rank: RANK.elsewhere,
        edits: [importEdit(unit, { name, from })],
      };
    });
}

type Wanted = (decl: Exclude<Declaration, ImportDecl>) => boolean;

/** What of another file the slot can take; null for nothing. */
function kindsOf(slot: Slot): Wanted | null {
  const isExtern =
    (...kinds: readonly string[]): Wanted =>
    (decl) =>
      decl.kind === "ExternDecl" && kinds.includes(decl.externKind);
  switch (slot.kind) {
    case "type":
      return ({ kind }) => kind === "TypeDecl";
    case "component":
      return isExtern(slot.role);
    case "target":
    case "reject":
      return (decl) => decl.kind === "TopicDecl" || isExtern("sink", "channel")(decl);
    case "statement":
      return slot.owner.kind === "AgentDecl" || slot.owner.kind === "StreamDecl"
        ? (decl) => decl.kind === "TopicDecl" || isExtern("source")(decl)
        : null;
    case "expression":
    case "handler":
    case "option":
    case "argument":
      return (decl) =>
        ["FnDecl", "ConstDecl", "ParamDecl", "SecretDecl", "TableDecl"].includes(decl.kind) || isExtern("fn")(decl);
    default:
      return null;
  }
}

function kindOf(decl: Declaration): CompletionKind {
  switch (decl.kind) {
    case "TypeDecl":
      return "type";
    case "TopicDecl":
      return "topic";
    case "TableDecl":
      return "table";
    case "FnDecl":
      return "function";
    case "ExternDecl":
      return decl.externKind === "fn" ? "function" : "component";
    default:
      return "constant";
  }
}
