import type { Node } from "./ast.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { createComments, leadingComments } from "./format/comments.ts";
import { declarationPrinters } from "./format/declarations.ts";
import { type Doc, hardLine, printDoc } from "./format/doc.ts";
import { expressionPrinters } from "./format/expressions.ts";
import { linesOf } from "./format/lists.ts";
import type { Printer, Printers } from "./format/printer.ts";
import { typePrinters } from "./format/types.ts";
import { wirePrinters } from "./format/wires.ts";
import { type ParseResult, parse, parseEdited } from "./parse.ts";

/** Columns of a line, where they can be kept to. */
const WIDTH = 120;

const PRINTERS: Printers<Node["kind"]> = {
  ...declarationPrinters,
  ...wirePrinters,
  ...expressionPrinters,
  ...typePrinters,
  Name: (node) => node.text,
  SourceFile: (node, printer) => {
    const { lines } = linesOf(printer, node.declarations, node.span, printer.print);
    return lines.length === 0 ? "" : [lines, hardLine];
  },
};

/**
 * The text in the one layout of the language. The syntax tree stays the same but for its spans, and no comment is
 * lost; laying out again changes nothing. A text that does not parse is not laid out: its diagnostics are returned.
 * `parsed` is what the text says, where that is known.
 */
export function format(text: string, parsed?: ParseResult): Formatted {
  let last = text.replace(/\r\n?/g, "\n");
  let read = parsed !== undefined && last === text ? parsed : parse(last, "");
  // A list that was broken because it is too long counts as broken by its author from then on, which may let what is
  // around it stay in one line. Once is enough nearly always.
  for (let round = 0; round < ROUNDS; round++) {
    const next = formatOnce(last, read);
    if (!("text" in next) || next.text === last) return next;
    read = read.diagnostics.length > 0 ? parse(next.text, "") : parseEdited(next.text, "", { ...read, text: last });
    last = next.text;
  }
  return { text: last };
}

type Formatted = { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] };

const ROUNDS = 8;

function formatOnce(source: string, { tree, comments, diagnostics }: ParseResult): Formatted {
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics };
  const printer: Printer = {
    text: source,
    comments: createComments(comments, source),
    print: (node) => [leadingComments(printer.comments.takeBefore(node.span.start)), printNode(node, printer)],
  };
  return { text: printDoc(printNode(tree, printer), WIDTH) };
}

function printNode(node: Node, printer: Printer): Doc {
  const print = PRINTERS[node.kind] as (node: Node, printer: Printer) => Doc;
  return print(node, printer);
}
