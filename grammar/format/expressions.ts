import type { Block, Expr, LambdaExpr, Node, Span } from "../ast.ts";
import { printChain } from "./chains.ts";
import { choice, type Doc, group, hardLine, indent, join, line } from "./doc.ts";
import { braced, commaList, type Lines, linesOf } from "./lists.ts";
import { operatorRow } from "./operators.ts";
import { docLines, type Printer, type Printers } from "./printer.ts";
import { alignLets } from "./statements.ts";

type Kinds = Expr["kind"] | "Spread" | "RecordField" | "Argument" | "MatchCase" | "Parameter" | "Block" | ElseKinds;
type ElseKinds = "ElseValue" | "ElseDrop" | "ElseReject" | "ElseFail";

/** How expressions and statements of functions are laid out; literals stay as they are written. */
export const expressionPrinters: Printers<Kinds> = {
  NameExpr: (node) => node.text,
  NumberLiteral: (node) => node.raw,
  StringLiteral: (node) => node.raw,
  BoolLiteral: (node) => String(node.value),
  NullLiteral: () => "null",
  DurationLiteral: (node) => node.raw,
  SizeLiteral: (node) => node.raw,
  TimestampLiteral: (node) => node.raw,
  RegexLiteral: (node) => `/${node.pattern}/${node.flags}`,
  MissingExpr: () => "",

  TemplateLiteral: ({ raws, values }, { print }) => [
    "`",
    raws.map((raw, index) => {
      const value = values[index];
      return value === undefined ? raw : [raw, "${", print(value), "}"];
    }),
    "`",
  ],
  ArrayExpr: (node, printer) => commaList(printer, node.elements, { brackets: "[]", inside: withoutBrackets(node) }),
  TupleExpr: (node, printer) => commaList(printer, node.elements, { brackets: "()", inside: withoutBrackets(node) }),
  RecordExpr: (node, printer) =>
    commaList(printer, node.fields, { brackets: "{}", inside: withoutBrackets(node), spaced: true }),
  ParenExpr: (node, { print }) => ["(", print(node.value), ")"],

  Spread: (node, { print }) => ["...", print(node.value)],
  RecordField: (node, { print }) => (node.shorthand ? node.name.text : [node.name.text, ": ", print(node.value)]),
  Argument: (node, { print }) => [
    node.name === null ? "" : `${node.name.text}: `,
    node.spread ? "..." : "",
    print(node.value),
  ],
  Parameter: (node, { print }) => [
    docLines(node.doc, hardLine),
    node.positional ? "positional " : "",
    node.name.text,
    node.type === null ? "" : [": ", print(node.type)],
    node.value === null ? "" : [" = ", print(node.value)],
  ],

  LambdaExpr: (node, printer) => [printLambdaParameters(node, printer), " => ", printer.print(node.body)],
  Block: (node, printer) => braced(printBlock(node, printer)),

  CallExpr: printChain,
  MemberExpr: printChain,
  IndexExpr: printChain,
  UnaryExpr: (node, { print }) => [node.operator, print(node.operand)],
  TryExpr: (node, { print }) => ["try ", print(node.value)],
  BinaryExpr: (node, printer) => {
    const [first = "", ...rest] = operatorRow(node, printer);
    return group([first, indent(rest)]);
  },
  ConditionalExpr: ({ condition, then, otherwise }, { print }) =>
    group([print(condition), indent([line, "? ", print(then), line, ": ", print(otherwise)])]),

  MatchExpr: (node, printer) => {
    const value = printer.print(node.value);
    const inside = { start: printer.comments.find("{", node.value.span.end) + 1, end: node.span.end - 1 };
    return ["match ", value, " ", commaList(printer, node.cases, { brackets: "{}", inside, spaced: true })];
  },
  MatchCase: (node, printer) => [printPatterns(node.patterns, printer), " => ", printer.print(node.value)],

  ElseExpr: (node, { print }) => {
    const value = print(node.value);
    const handler = print(node.handler);
    return choice([value, " ", handler], [value, indent([hardLine, handler])]);
  },
  ElseValue: (node, { print }) => ["else ", print(node.value)],
  ElseReject: (node, { print }) => ["else -> ", print(node.target)],
  ElseDrop: () => "else drop",
  ElseFail: () => "else fail",
};

/** The patterns of a case, or `else`. */
export function printPatterns(patterns: readonly Expr[], { print }: Printer): Doc {
  return patterns.length === 0 ? "else" : join(", ", patterns.map(print));
}

function withoutBrackets({ span }: Node): Span {
  return { start: span.start + 1, end: span.end - 1 };
}

function printLambdaParameters({ params, span, body }: LambdaExpr, printer: Printer): Doc {
  const only = params[0];
  const isBare = params.length === 1 && only?.type === null && only.value === null;
  if (isBare) return printer.print(only);
  const end = printer.comments.find(")", params.at(-1)?.span.end ?? span.start);
  return commaList(printer, params, {
    brackets: "()",
    inside: { start: span.start + 1, end: Math.min(end, body.span.start) },
  });
}

function printBlock({ lets, result, span }: Block, printer: Printer): Lines {
  const inside = { start: span.start + 1, end: span.end - 1 };
  const printLet = alignLets(lets, printer);
  return linesOf(printer, [...lets, result], inside, (part) =>
    part.kind === "LetStmt" ? printLet(part) : ["return ", printer.print(part)],
  );
}
