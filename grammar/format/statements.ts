import type { ComponentDecl, Expr, LetStmt, Node, StringLiteral } from "../ast.ts";
import { isFollowedByEmptyLine } from "./comments.ts";
import { type Doc, group, hardLine, indent, line, mustBreak } from "./doc.ts";
import { operatorRow } from "./operators.ts";
import { docLines, type Printer } from "./printer.ts";

/** `head = value`; a value that has no bracket to break in goes to the next line where it is too long. */
export function printAssignment(head: Doc, value: Expr, printer: Printer): Doc {
  const doc = value.kind === "BinaryExpr" ? operatorRow(value, printer) : printer.print(value);
  if (opensBracket(value) || mustBreak(doc)) return [head, " = ", doc];
  return [head, " =", group(indent([line, doc]))];
}

function opensBracket(value: Expr): boolean {
  switch (value.kind) {
    case "TryExpr":
      return opensBracket(value.value);
    case "BinaryExpr":
    case "ConditionalExpr":
    case "ElseExpr":
    case "StringLiteral":
      return false;
    default:
      return true;
  }
}

/**
 * Prints the `let`s of a block so that in rows without a free line between them the `=` stand below each other. A
 * written type ends a row: types differ too much in length.
 */
export function alignLets(members: readonly Node[], printer: Printer): (node: LetStmt) => Doc {
  const isBare = (node: Node): node is LetStmt => node.kind === "LetStmt" && node.type === null;
  const widths = widthsOfRows(members, isBare, printer, nameWidth);
  return (node) => {
    const head = ["let ", nameOf(node).padEnd(widths.get(node) ?? 0)];
    const type = node.type === null ? "" : [": ", printer.print(node.type)];
    return [docLines(node.doc, hardLine), printAssignment([head, type], node.value, printer)];
  };
}

/** The same for the components of an agent, with the words before their names in a column too. */
export function alignComponents(members: readonly Node[], printer: Printer): (node: ComponentDecl) => Doc {
  const isComponent = (node: Node): node is ComponentDecl => node.kind === "ComponentDecl";
  const names = widthsOfRows(members, isComponent, printer, nameWidth);
  const roles = widthsOfRows(members, isComponent, printer, ({ role }) => role.length);
  return (node) => {
    const head = `${node.role.padEnd(roles.get(node) ?? 0)} ${nameOf(node).padEnd(names.get(node) ?? 0)}`;
    return [docLines(node.doc, hardLine), printAssignment(head, node.value, printer)];
  };
}

function nameWidth(node: LetStmt | ComponentDecl): number {
  return nameOf(node).length;
}

/** The name, and the former one. */
function nameOf({ name, was: former }: LetStmt | ComponentDecl): string {
  return `${name.text}${was(former)}`;
}

/** ` was "old"`, or nothing. */
export function was(former: StringLiteral | null): string {
  return former === null ? "" : ` was ${former.raw}`;
}

/** For each node of a row the greatest width in that row. */
function widthsOfRows<N extends Node>(
  members: readonly Node[],
  belongs: (node: Node) => node is N,
  { text }: Printer,
  widthOf: (node: N) => number,
): ReadonlyMap<Node, number> {
  const widths = new Map<Node, number>();
  let row: N[] = [];
  const endRow = (): void => {
    const widest = Math.max(...row.map(widthOf));
    for (const node of row) widths.set(node, widest);
    row = [];
  };
  for (const node of members) {
    if (!belongs(node)) {
      endRow();
      continue;
    }
    row.push(node);
    if (isFollowedByEmptyLine(text, node.span.end)) endRow();
  }
  endRow();
  return widths;
}
