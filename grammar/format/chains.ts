import type { Argument, CallExpr, Expr, IndexExpr, MemberExpr } from "../ast.ts";
import { inOneLine } from "./comments.ts";
import { choice, type Doc, hardLine, indent, join, mustBreak, suffix } from "./doc.ts";
import { commaList } from "./lists.ts";
import type { Printer } from "./printer.ts";
import { typeArguments } from "./types.ts";

type Link = MemberExpr | CallExpr | IndexExpr;

/** `a.b(…).c(…)`: in one line, or each call in its own where the author has done so or one line is too short. */
export function printChain(node: Link, printer: Printer): Doc {
  const { base, links } = unfold(node);
  const head: Doc[] = [printer.print(base)];
  const calls: Doc[][] = [];
  for (const [index, link] of links.entries()) {
    const isCall = link.kind === "MemberExpr" && links[index + 1]?.kind === "CallExpr";
    if (isCall) {
      const comments = printCommentsBefore(link, printer, calls.at(-1) ?? head);
      calls.push([comments, printLink(link, printer)]);
    } else (calls.at(-1) ?? head).push(printLink(link, printer));
  }
  const oneLine = [head, ...calls];
  const broken = [head, indent(calls.map((call) => [hardLine, call]))];
  if (isBrokenByAuthor(node, printer.text)) return broken;
  if (calls.length < 2) return oneLine;
  return calls.slice(0, -1).some((call) => mustBreak(call)) ? broken : choice(oneLine, broken);
}

/** Whether a line of the text begins with the point of one of the chain's calls. */
export function isBrokenByAuthor(node: Expr, text: string): boolean {
  const { links } = unfold(node);
  return links.some((link, index) => {
    const isCall = link.kind === "MemberExpr" && links[index + 1]?.kind === "CallExpr";
    return isCall && !inOneLine(text, link.object.span.end, link.name.span.start);
  });
}

function unfold(node: Expr): { base: Expr; links: readonly Link[] } {
  const links: Link[] = [];
  let base = node;
  while (base.kind === "MemberExpr" || base.kind === "CallExpr" || base.kind === "IndexExpr") {
    links.push(base);
    base = base.kind === "CallExpr" ? base.callee : base.object;
  }
  return { base, links: links.reverse() };
}

/** Comments at the end of the line before go there; the others stand in lines of their own. */
function printCommentsBefore(link: MemberExpr, { comments, text }: Printer, before: Doc[]): Doc[] {
  const own: Doc[] = [];
  let end = link.object.span.end;
  for (const comment of comments.takeBefore(link.name.span.start)) {
    const isInside = comment.span.end <= link.object.span.end;
    const isTrailing = isInside || (!comment.startsLine && inOneLine(text, end, comment.span.start));
    if (!comment.endsLine) before.push(` ${comment.text}`);
    else if (isTrailing) before.push(suffix(` ${comment.text}`));
    else own.push(comment.text, hardLine);
    end = comment.span.end;
  }
  return own;
}

function printLink(link: Link, printer: Printer): Doc {
  switch (link.kind) {
    case "MemberExpr":
      return [link.optional ? "?." : ".", link.name.text];
    case "IndexExpr":
      return ["[", printer.print(link.index), "]"];
    case "CallExpr":
      return [typeArguments(link.typeArgs, printer), printArguments(link, printer)];
  }
}

function printArguments({ callee, typeArgs, args, span }: CallExpr, printer: Printer): Doc {
  const { comments, text } = printer;
  const before = (typeArgs.at(-1) ?? callee).span.end;
  const inside = { start: comments.find("(", before) + 1, end: span.end - 1 };
  const docs = new Map<Argument, Doc>();
  const list = commaList(printer, args, { brackets: "()", inside }, (argument) => {
    const doc = printer.print(argument);
    docs.set(argument, doc);
    return doc;
  });
  const [first, last] = [args[0], args.at(-1)];
  if (first === undefined || last === undefined) return list;
  const edges = [before, ...args.flatMap(({ span: { start, end } }) => [start, end]), inside.end];
  const hasComments = edges.some(
    (from, index) => index % 2 === 0 && comments.anyBetween(from, edges[index + 1] ?? from),
  );
  if (hasComments || !inOneLine(text, inside.start, first.span.start)) return list;
  const all = args.map((argument) => docs.get(argument) ?? "");
  const embraced = ["(", join(", ", all), ")"];
  if (args.length === 1 && (isLiteral(last.value) || hugs(last.value))) return embraced;
  const isTail = hugs(last.value) && mustBreak(all.at(-1) ?? "") && !all.slice(0, -1).some((doc) => mustBreak(doc));
  return isTail ? choice(embraced, list) : list;
}

/** A line of its own would not make it any shorter. */
function isLiteral({ kind }: Expr): boolean {
  return kind === "RegexLiteral" || kind === "StringLiteral" || kind === "TemplateLiteral";
}

/** Whether it has brackets of its own to break in, so that those of the call can stay close. */
function hugs(value: Expr): boolean {
  switch (value.kind) {
    case "LambdaExpr":
      return value.body.kind === "Block" || hugs(value.body);
    case "RecordExpr":
      return value.fields.length > 0;
    case "ArrayExpr":
      return value.elements.length > 0;
    case "MatchExpr":
      return true;
    default:
      return false;
  }
}
