import type { Node, SourceFile } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { children, nodeAt } from "../../grammar/walk.ts";
import type { Checked } from "../model/checked.ts";
import { certain } from "../model/types/construct.ts";
import { show } from "../model/types/show.ts";

/** The fields (`Session.pages`) that are given or read where a diagnostic stands, and whose types its message names. */
export function fieldsAt(tree: SourceFile, types: Checked["types"], { span, message }: Diagnostic): string[] {
  const around = nodeAt(tree, span.start).filter(
    (node) => node.kind !== "Name" && node.span.start <= span.start && span.end <= node.span.end,
  );
  const given = around.findLastIndex(({ kind }) => kind === "RecordField");
  const [field, record] = [around[given], around[given - 1]];
  const at = around.at(-1);
  const reads = at === undefined ? [] : [at, ...children(at)].filter((node) => node.kind === "MemberExpr");
  return [
    ...(field?.kind === "RecordField" ? named(record, field.name.text) : []),
    ...reads.flatMap(({ object, name }) => named(object, name.text)),
  ];

  function named(owner: Node | undefined, name: string): string[] {
    const found = owner && types.get(owner);
    const type = found && certain(found);
    if (type?.kind !== "record" || type.name === undefined) return [];
    const declared = type.fields.find((one) => one.name === name);
    return declared && message.includes(`\`${show(certain(declared.type))}`) ? [`${type.name}.${name}`] : [];
  }
}
