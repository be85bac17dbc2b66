import type { TypeNode } from "../ast.ts";
import { type Doc, group, hardLine, ifBroken, indent, join, line } from "./doc.ts";
import { commaList } from "./lists.ts";
import { docLines, type Printer, type Printers } from "./printer.ts";

/** Types; their parentheses are no part of the tree, so they are put where they are needed. */
export const typePrinters: Printers<TypeNode["kind"] | "FieldType" | "FunctionTypeParam"> = {
  NamedType: (node, printer) => [printer.print(node.name), typeArguments(node.args, printer)],
  ArrayType: (node, printer) => [tight(node.element, printer), "[]"],
  NullableType: (node, printer) => [tight(node.type, printer), "?"],
  FallibleType: (node, printer) => [tight(node.type, printer), "!"],
  TupleType: (node, printer) => {
    const inside = { start: node.span.start + 1, end: node.span.end - 1 };
    return commaList(printer, node.elements, { brackets: "()", inside });
  },
  RecordType: (node, printer) => {
    const inside = { start: node.span.start + 1, end: node.span.end - 1 };
    const breaks = node.fields.some((field) => field.doc.length > 0);
    return commaList(printer, node.fields, { brackets: "{}", inside, spaced: true, bare: true, breaks });
  },
  FieldType: (node, printer) => [
    docLines(node.doc, hardLine),
    node.pii ? "pii " : "",
    printer.print(node.name),
    ": ",
    printer.print(node.type),
  ],
  FunctionType: (node, printer) => {
    const end = printer.comments.find(")", node.params.at(-1)?.span.end ?? node.span.start);
    const inside = { start: node.span.start + 1, end };
    return [commaList(printer, node.params, { brackets: "()", inside }), " => ", printer.print(node.result)];
  },
  FunctionTypeParam: (node, printer) => [
    node.name === null ? "" : [printer.print(node.name), ": "],
    printer.print(node.type),
  ],
  UnionType: (node, printer) => {
    const members = node.members.map((member) =>
      member.kind === "FunctionType" ? tight(member, printer) : printer.print(member),
    );
    if (members.length === 1) return ["| ", members];
    return group(indent([ifBroken([line, "| "]), join([line, "| "], members)]));
  },
  LiteralType: (node) => node.raw,
  MissingType: () => "",
};

/** `<A, B>`, or nothing without arguments. */
export function typeArguments(args: readonly TypeNode[], printer: Printer): Doc {
  return args.length === 0 ? "" : ["<", join(", ", args.map(printer.print)), ">"];
}

/** A type that something follows which would otherwise belong to its last part alone. */
function tight(type: TypeNode, printer: Printer): Doc {
  const isLoose = type.kind === "FunctionType" || type.kind === "UnionType";
  return isLoose ? ["(", printer.print(type), ")"] : printer.print(type);
}
