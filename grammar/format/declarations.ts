import type { Clause, Declaration, Expr, ExternDecl, FnDecl, Name, Node, Parameter, Span } from "../ast.ts";
import { type Doc, hardLine, indent, join } from "./doc.ts";
import { braced, commaList, linesOf } from "./lists.ts";
import { docLines, type Printer, type Printers } from "./printer.ts";
import { alignComponents, alignLets, printAssignment, was } from "./statements.ts";

/** How declarations, components and clauses are laid out. */
export const declarationPrinters: Printers<Declaration["kind"] | "ComponentDecl" | "Clause"> = {
  ImportDecl: (node, printer) => {
    const inside = { start: printer.comments.find("{", node.span.start) + 1, end: node.from.span.start };
    const end = printer.comments.find("}", node.names.at(-1)?.span.end ?? inside.start);
    const names = commaList(printer, node.names, { brackets: "{}", inside: { ...inside, end }, spaced: true });
    return ["import ", names, " from ", printer.print(node.from)];
  },
  TypeDecl: (node, printer) => [head(node, "type"), typeParameters(node.typeParams), " = ", printer.print(node.type)],
  ConstDecl: (node, printer) => printAssignment([head(node, "const"), typed(node.type, printer)], node.value, printer),
  ParamDecl: (node, printer) => {
    const start = [head(node, "param"), typed(node.type, printer)];
    return node.value === null ? start : printAssignment(start, node.value, printer);
  },
  SecretDecl: (node, printer) => printAssignment(head(node, "secret"), node.value, printer),
  TopicDecl: (node, printer) =>
    printAssignment([head(node, "topic"), was(node.was), typed(node.element, printer)], node.value, printer),
  TableDecl: (node, printer) =>
    printAssignment([head(node, "table"), typed(node.element, printer)], node.value, printer),
  FnDecl: (node, printer) => {
    const start: Doc = [head(node, "fn"), signature(node, node.body.span.start, printer)];
    if (node.body.kind === "Block") return [start, " ", printer.print(node.body)];
    return printAssignment(start, node.body, printer);
  },
  AgentDecl: (node, printer) => {
    const start = [head(node, "agent"), was(node.was), guarantees(node.guarantees), " "];
    const printComponent = alignComponents(node.members, printer);
    const lines = linesOf(
      printer,
      node.members,
      bodyOf(node, node.guarantees ?? node.was ?? node.name, printer),
      (member) => (member.kind === "ComponentDecl" ? printComponent(member) : printer.print(member)),
    );
    return [start, braced(lines)];
  },
  ComponentDecl: (node, printer) => alignComponents([node], printer)(node),
  StreamDecl: (node, printer) => {
    const { every, overrun, maxRate, maxRatePerPartition, backpressureSpan, retries, otherwise } = node;
    const valued = (word: string, value: Expr | null): Doc =>
      value === null ? "" : [` ${word} `, printer.print(value)];
    const start = [
      [head(node, "stream"), was(node.was), " every ", printer.print(every), guarantees(node.guarantees)],
      overrun === null ? "" : ` overrun ${overrun.text}`,
      valued("maxRate", maxRate),
      valued("maxRatePerPartition", maxRatePerPartition),
      backpressureSpan === null ? "" : " backpressure",
      valued("retries", retries),
      otherwise === null ? "" : [" ", printer.print(otherwise)],
      " ",
    ];
    const claimLast = (node.guarantees?.span.start ?? 0) > every.span.start;
    const claim = claimLast && node.guarantees !== null ? node.guarantees : every;
    const pressure = backpressureSpan === null ? null : { span: backpressureSpan };
    const last = otherwise ?? retries ?? pressure ?? maxRatePerPartition ?? maxRate ?? overrun ?? claim;
    const printLet = alignLets(node.members, printer);
    const lines = linesOf(printer, node.members, bodyOf(node, last, printer), (member) =>
      member.kind === "LetStmt" ? printLet(member) : printer.print(member),
    );
    return [start, braced(lines)];
  },
  TestDecl: (node, printer) => {
    const title = printer.text.slice(node.name.span.start, node.name.span.end);
    const printLet = alignLets(node.members, printer);
    const lines = linesOf(printer, node.members, bodyOf(node, node.name, printer), (member) =>
      member.kind === "LetStmt" ? printLet(member) : printer.print(member),
    );
    return [docLines(node.doc, hardLine), node.pub ? "pub " : "", "test ", title, " ", braced(lines)];
  },
  ExternDecl: (node, printer) => {
    const receiver = node.receiver === null ? "" : [printer.print(node.receiver), "."];
    const start = [docLines(node.doc, hardLine), node.pub ? "pub " : "", "extern ", node.externKind, " ", receiver];
    const isField = node.externKind === "field" && node.params.length === 0;
    const end = node.clauses[0]?.span.start ?? node.from?.span.start ?? node.span.end;
    const shape = isField
      ? [typeParameters(node.typeParams), typed(node.result, printer)]
      : signature(node, end, printer);
    return [start, node.name.text, shape, clauses(node, printer)];
  },
  Clause: printClause,
};

function head(node: { doc: readonly string[]; pub: boolean; name: Name }, word: string): Doc {
  return [docLines(node.doc, hardLine), node.pub ? "pub " : "", word, " ", node.name.text];
}

function typed(type: Node | null, { print }: Printer): Doc {
  return type === null ? "" : [": ", print(type)];
}

function guarantees(name: Name | null): Doc {
  return name === null ? "" : [" guarantees ", name.text];
}

function typeParameters(names: readonly Name[]): Doc {
  return names.length === 0
    ? ""
    : [
        "<",
        join(
          ", ",
          names.map(({ text }) => text),
        ),
        ">",
      ];
}

function clauses(node: ExternDecl, printer: Printer): Doc {
  const parts = node.from === null ? node.clauses : [...node.clauses, node.from];
  if (parts.length === 0) return "";
  const { opening, lines } = linesOf(printer, parts, { start: endOfShape(node), end: node.span.end }, (part) =>
    part === node.from ? ["from ", printer.print(part)] : printer.print(part),
  );
  return [opening, indent([hardLine, lines])];
}

/** Where the part of an extern declaration ends that its clauses follow, brackets aside. */
function endOfShape({ name, typeParams, params, result }: ExternDecl): number {
  return (result ?? params.at(-1) ?? typeParams.at(-1) ?? name).span.end;
}

/** What stands between the braces that follow `last`. */
function bodyOf({ span }: Node, last: Pick<Node, "span">, { comments }: Printer): Span {
  return { start: comments.find("{", last.span.end) + 1, end: span.end - 1 };
}

function signature({ name, typeParams, params, result }: FnDecl | ExternDecl, before: number, printer: Printer): Doc {
  const { comments } = printer;
  const start = comments.find("(", (typeParams.at(-1) ?? name).span.end) + 1;
  const end = Math.min(comments.find(")", params.at(-1)?.span.end ?? start), before);
  const breaks = params.some(({ doc }: Parameter) => doc.length > 0);
  const list = commaList(printer, params, { brackets: "()", inside: { start, end }, breaks });
  return [typeParameters(typeParams), list, typed(result, printer)];
}

function printClause(node: Clause, { print }: Printer): Doc {
  const part = (word: string, values: readonly Node[]): Doc =>
    values.length === 0 ? "" : [word, " ", join(", ", values.map(print))];
  return [
    part(node.word.text, node.args),
    node.args.length === 0 ? node.word.text : "",
    node.text === null ? "" : [" ", print(node.text)],
    part(" for", node.for),
    part(" unless", node.unless),
  ];
}
