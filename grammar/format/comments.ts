import type { Comment } from "../ast.ts";
import { type Doc, freshLine, hardLine, suffix } from "./doc.ts";

/** A comment and what else stands in its lines. */
export interface PlacedComment extends Comment {
  readonly startsLine: boolean;
  readonly endsLine: boolean;
}

/** Hands out comments in the order of the text, each once, to whatever is printed next. */
export interface Comments {
  /** The comments that end before the offset and have not been taken. */
  takeBefore(offset: number): PlacedComment[];
  /** Whether a comment lies between the offsets, taken or not. */
  anyBetween(from: number, to: number): boolean;
  /** Where `symbol` next stands outside a comment; the end of the text when it does not. */
  find(symbol: string, from: number): number;
}

/** Hands out `comments`, which stand in `text` in this order; each is given to one node, and once. */
export function createComments(comments: readonly Comment[], text: string): Comments {
  let next = 0;
  return {
    takeBefore(offset) {
      const taken: PlacedComment[] = [];
      for (
        let comment = comments[next];
        comment !== undefined && comment.span.end <= offset;
        comment = comments[next]
      ) {
        taken.push(place(comment, text));
        next++;
      }
      return taken;
    },
    anyBetween(from, to) {
      const first = comments[firstFrom(comments, from)];
      return first !== undefined && first.span.end <= to;
    },
    find(symbol, from) {
      let at = text.indexOf(symbol, from);
      for (let around = commentAround(comments, at); around !== undefined; around = commentAround(comments, at)) {
        at = text.indexOf(symbol, around.span.end);
      }
      return at < 0 ? text.length : at;
    },
  };
}

/** Index of the first comment that begins at the offset or behind it. */
function firstFrom(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle] as Comment).span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commentAround(comments: readonly Comment[], offset: number): Comment | undefined {
  const comment = comments[firstFrom(comments, offset + 1) - 1];
  return comment !== undefined && offset < comment.span.end ? comment : undefined;
}

function place(comment: Comment, text: string): PlacedComment {
  const lineStart = text.lastIndexOf("\n", comment.span.start - 1) + 1;
  const before = text.slice(lineStart, comment.span.start);
  const after = /[^\S\n]*/y;
  after.lastIndex = comment.span.end;
  after.test(text);
  const next = text[after.lastIndex];
  const endsLine = next === undefined || next === "\n" || comment.text.startsWith("//");
  return { ...comment, text: comment.text.trimEnd(), startsLine: before.trim() === "", endsLine };
}

/** Comments right before something, wherever in an expression that is. */
export function leadingComments(comments: readonly PlacedComment[]): Doc {
  return comments.map(({ text, startsLine, endsLine }) => {
    if (!endsLine) return [text, " "];
    return startsLine ? [freshLine, text, hardLine] : [suffix(` ${text}`), hardLine];
  });
}

/** Whether the places are in one line of the text. */
export function inOneLine(text: string, from: number, to: number): boolean {
  return !text.slice(from, to).includes("\n");
}

/** Whether a line is left free right behind the offset. */
export function isFollowedByEmptyLine(text: string, offset: number): boolean {
  const blank = /[^\S\n]*,?[^\S\n]*\n[^\S\n]*\r?\n/y;
  blank.lastIndex = offset;
  return blank.test(text);
}
