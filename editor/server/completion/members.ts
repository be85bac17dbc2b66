import { partsOf } from "../../../compiler/2-check/value/member.ts";
import type { Checked, ScopeAt } from "../../../compiler/model/checked.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Expr } from "../../../grammar/ast.ts";
import { fieldDeclaration } from "../field-declaration.ts";
import { type CompletionItem, callSnippet, named, RANK } from "./item.ts";

/** What may stand after `object.`: fields, declared members, and the parts of an agent or stream. */
export function members(checked: Checked, scope: ScopeAt, object: Expr): CompletionItem[] {
  const owner = checked.symbols.get(object);
  if (owner?.kind === "agent" || owner?.kind === "stream") return partsOf(owner).map((part) => named(checked, part));
  const found = checked.types.get(object);
  const type = found?.kind === "nullable" ? found.type : found;
  if (type === undefined || type.kind === "error") return [];
  const fields = type.kind === "record" ? type.fields : [];
  const items = new Map<string, CompletionItem>();
  for (const { name, type: field } of fields) {
    const doc = fieldDeclaration(checked, type, name, object.span.start)?.field.doc ?? [];
    items.set(name, {
      label: name,
      kind: "field",
      detail: show(field),
      doc,
      text: name,
      snippet: null,
      rank: RANK.near,
    });
  }
  for (const symbol of scope.members(type)) {
    const item = named(checked, symbol);
    if (items.has(item.label)) continue;
    const isField = symbol.decl.externKind === "field";
    items.set(item.label, {
      ...item,
      kind: isField ? "field" : "method",
      snippet: isField ? null : callSnippet(item.label, symbol.decl.params.length),
    });
  }
  return [...items.values()];
}
