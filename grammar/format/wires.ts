import type { Target, TestMember, Wire } from "../ast.ts";
import { isBrokenByAuthor } from "./chains.ts";
import { choice, type Doc, group, hardLine, indent, line } from "./doc.ts";
import { printPatterns } from "./expressions.ts";
import { commaList } from "./lists.ts";
import type { Printer, Printers } from "./printer.ts";
import { alignLets, printAssignment } from "./statements.ts";

/** How wires, their targets and the statements of tests are laid out. */
export const wirePrinters: Printers<"Wire" | Target["kind"] | "RouteCase" | TestMember["kind"]> = {
  Wire: printWire,
  TargetExpr: ({ value, optional, refused }, { print }) => [
    print(value),
    optional ? "?" : "",
    refused === null ? "" : [" ", print(refused)],
  ],
  FanOut: (node, printer) => {
    const inside = { start: node.span.start + 1, end: node.span.end - 1 };
    return commaList(printer, node.targets, { brackets: "[]", inside });
  },
  DropTarget: () => "drop",
  Route: (node, printer) => {
    const selector = printer.print(node.selector);
    const inside = { start: printer.comments.find("{", node.selector.span.end) + 1, end: node.span.end - 1 };
    return ["route ", selector, " ", commaList(printer, node.cases, { brackets: "{}", inside, spaced: true })];
  },
  RouteCase: (node, printer) => [printPatterns(node.patterns, printer), " => ", printer.print(node.target)],

  LetStmt: (node, printer) => alignLets([node], printer)(node),
  GivenStmt: (node, printer) => printAssignment(["given ", printer.print(node.target)], node.value, printer),
  AdvanceStmt: (node, { print }) => ["advance ", print(node.by)],
  ExpectStmt: ({ actual, relation, expected }, { print }) => {
    const brackets = expected.kind === "ArrayExpr" || expected.kind === "RecordExpr";
    // What has brackets of its own breaks within them.
    if (brackets) return ["expect ", print(actual), " ", relation, " ", print(expected)];
    return ["expect ", group([print(actual), indent([line, relation, " ", print(expected)])])];
  },
  ExpectFailureStmt: ({ owner, reason }, { print }) => [
    "expect ",
    print(owner),
    " fails",
    reason === null ? "" : [" ", print(reason)],
  ],
};

/** `a -> b -> c`: in one line where the stages' heads fit into one, else each arrow in its own. */
function printWire({ from, to }: Wire, { print, text }: Printer): Doc {
  const start = print(from);
  const targets = to.map((target) => ["-> ", print(target)]);
  const broken = [start, indent(targets.map((target) => [hardLine, target]))];
  if (isBrokenByAuthor(from, text)) return broken;
  return choice([start, targets.map((target) => [" ", target])], broken);
}
