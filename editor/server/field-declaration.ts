import type { Checked, Unit } from "../../compiler/model/checked.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { FieldType } from "../../grammar/ast.ts";

/** Where the field of a named record is declared. Records are structural: one without a name has no such place. */
export function fieldDeclaration(
  checked: Checked,
  record: Type,
  name: string,
  offset: number,
): { readonly field: FieldType; readonly unit: Unit } | null {
  if (record.kind !== "record" || record.name === undefined) return null;
  const visible = checked.scopeAt(checked.entry, offset).types();
  const elsewhere = checked.units.flatMap((unit) =>
    unit.tree.declarations.flatMap((decl) => (decl.kind === "TypeDecl" ? [{ decl, unit }] : [])),
  );
  for (const { decl, unit } of [...visible.flatMap(({ symbol }) => symbol ?? []), ...elsewhere]) {
    if (decl.name.text !== record.name || decl.type.kind !== "RecordType") continue;
    const field = decl.type.fields.find((one) => one.name.text === name);
    if (field !== undefined) return { field, unit };
  }
  return null;
}
