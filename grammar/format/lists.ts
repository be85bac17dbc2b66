import type { Node, Span } from "../ast.ts";
import { inOneLine, isFollowedByEmptyLine } from "./comments.ts";
import { type Doc, group, hardLine, ifBroken, indent, join, line, softLine, suffix } from "./doc.ts";
import type { Printer } from "./printer.ts";

/** What `linesOf` makes of the things between two braces. */
export interface Lines {
  /** Comments that stay in the line of the opening brace. */
  readonly opening: readonly Doc[];
  readonly lines: readonly Doc[];
}

/**
 * Things that stand in lines of their own, with the comments between them: those at the end of a line stay there, and
 * one free line is kept where there are any.
 */
export function linesOf<N extends Node>(
  { text, comments }: Printer,
  nodes: readonly N[],
  inside: Span,
  print: (node: N, index: number) => Doc,
): Lines {
  const opening: Doc[] = [];
  const lines: Doc[] = [];
  let end = inside.start;

  const startLine = (content: Doc): void => {
    if (lines.length > 0) lines.push(hardLine, isFollowedByEmptyLine(text, end) ? hardLine : "");
    lines.push(content);
  };
  const placeComments = (before: number): Doc[] => {
    const inline: Doc[] = [];
    for (const comment of comments.takeBefore(before)) {
      if (!comment.endsLine) inline.push(comment.text);
      else if (!comment.startsLine && inOneLine(text, end, comment.span.start))
        (lines.length > 0 ? lines : opening).push(suffix(` ${comment.text}`));
      else startLine(comment.text);
      end = Math.max(end, comment.span.end);
    }
    return inline;
  };

  for (const [index, node] of nodes.entries()) {
    const inline = placeComments(node.span.start);
    startLine([inline.map((comment) => [comment, betweenCommentAnd(node)]), print(node, index)]);
    end = node.span.end;
  }
  const inline = placeComments(inside.end);
  if (inline.length > 0) startLine(join(" ", inline));
  return { opening, lines };
}

/** Docs have lines of their own, so a comment before them has one too. */
function betweenCommentAnd(node: Node): Doc {
  return "doc" in node && node.doc.length > 0 ? hardLine : " ";
}

/** Lines in braces; nothing but the braces where there are none. */
export function braced({ opening, lines }: Lines): Doc {
  if (lines.length === 0) return ["{", opening, opening.length > 0 ? hardLine : "", "}"];
  return ["{", opening, indent([hardLine, lines]), hardLine, "}"];
}

/** How a list with commas is written. */
export interface ListStyle {
  /** The brackets, such as `()`. */
  readonly brackets: string;
  /** From behind the opening bracket to before the closing one. */
  readonly inside: Span;
  /** Blanks inside the brackets, as braces have them. */
  readonly spaced?: boolean;
  /** In several lines even where one would do. */
  readonly breaks?: boolean;
  /** Without commas when it is broken, as the fields of record types stand. */
  readonly bare?: boolean;
}

/** A list in one line, or with each element in its own line where the author has begun it so or it is too long. */
export function commaList<N extends Node>(
  printer: Printer,
  nodes: readonly N[],
  style: ListStyle,
  print: (node: N) => Doc = printer.print,
): Doc {
  const { text, comments } = printer;
  const { inside, brackets } = style;
  const first = nodes[0];
  const opening: Doc[] = [];
  const content: Doc[] = [];
  let isForced = style.breaks === true || (first !== undefined && !inOneLine(text, inside.start, first.span.start));
  let end = inside.start;

  /** Those at the end of a line go there; the others are returned, each with whether it has a line of its own. */
  const placeComments = (before: number): { others: [text: string, ownLine: boolean][]; hasGap: boolean } => {
    const others: [string, boolean][] = [];
    let hasGap: boolean | undefined;
    for (const comment of comments.takeBefore(before)) {
      isForced ||= comment.endsLine;
      const isTrailing = comment.endsLine && !comment.startsLine && inOneLine(text, end, comment.span.start);
      if (isTrailing) (content.length > 0 ? content : opening).push(suffix(` ${comment.text}`));
      else {
        hasGap ??= isFollowedByEmptyLine(text, end);
        others.push([comment.text, comment.endsLine]);
      }
      end = Math.max(end, comment.span.end);
    }
    return { others, hasGap: hasGap ?? isFollowedByEmptyLine(text, end) };
  };

  for (const [index, node] of nodes.entries()) {
    const { others, hasGap } = placeComments(node.span.start);
    if (index > 0) content.push(hasGap ? softLine : "", line);
    const leading = others.map(([comment, ownLine]) => [comment, ownLine ? hardLine : betweenCommentAnd(node)]);
    const separator = style.bare ? ifBroken("", ",") : ",";
    content.push(leading, print(node), index < nodes.length - 1 ? separator : "");
    end = node.span.end;
  }
  if (nodes.length > 0 && !style.bare) content.push(ifBroken(","));
  const rest = placeComments(inside.end).others.map(([comment]) => comment);
  if (rest.length > 0) content.push(content.length > 0 ? line : "", join(line, rest));
  const [open, close] = [brackets[0] ?? "", brackets[1] ?? ""];
  if (content.length === 0) return opening.length === 0 ? brackets : [open, opening, hardLine, close];
  const edge = style.spaced ? line : softLine;
  return group([open, opening, indent([edge, content]), edge, close], isForced);
}
