import type { Comment } from "../ast.ts";

/** Doc comments by the place of what they belong to. */
export interface Docs {
  /** The `///` lines right before an offset, without slashes and one blank behind them. They count as taken then. */
  before(offset: number): readonly string[];
  /** The comments that nobody has taken, in the order of the text. */
  rest(): Comment[];
}

/** Sorts out doc comments: whole lines of `///` with nothing but blanks between them and what follows. */
export function collectDocs(comments: readonly Comment[], text: string): Docs {
  const taken = new Set<Comment>();
  return {
    before(offset) {
      const lines: string[] = [];
      let end = offset;
      for (let index = lastBefore(comments, offset); index >= 0; index--) {
        const comment = comments[index] as Comment;
        const touches = text.slice(comment.span.end, end).trim() === "";
        if (!touches || !isDocLine(comment, text)) break;
        taken.add(comment);
        lines.unshift(comment.text.replace(/^\/\/\/ ?/, "").trimEnd());
        end = comment.span.start;
      }
      return lines;
    },
    rest: () => comments.filter((comment) => !taken.has(comment)),
  };
}

/** Index of the last comment that ends before the offset, -1 when there is none. */
function lastBefore(comments: readonly Comment[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle] as Comment).span.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isDocLine({ text: comment, span }: Comment, text: string): boolean {
  if (!comment.startsWith("///") || comment.startsWith("////")) return false;
  // Not by `lastIndexOf`: where a text has no "\r" at all, that looks through all of it.
  for (let at = span.start - 1; at >= 0; at--) {
    const before = text[at]!;
    if (before === "\n" || before === "\r") return true;
    if (before.trim() !== "") return false;
  }
  return true;
}
