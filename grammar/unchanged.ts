/** What an edit of a text has left alone. */
import type { Declaration, Node, SourceFile, Span } from "./ast.ts";
import { countEqual, countEqualFromEnd } from "./equal-ends.ts";

/** A text, and the tree that it was parsed to. */
export interface Parsed {
  readonly text: string;
  readonly tree: SourceFile;
}

/** Declarations at both ends of the text before, and what is between them in the text now. */
export interface Unchanged {
  readonly head: readonly Declaration[];
  readonly tail: readonly Declaration[];
  /** Where the last of `head` ends. */
  readonly from: number;
  /** Where the declaration before those of `tail` ends, which is unchanged too. */
  readonly to: number;
}

/**
 * The declarations that stand in `text` as they did before, but for those next to the edit: what follows a declaration
 * decides where it ends, and what stands before it may be its documentation.
 */
export function findUnchanged(before: Parsed, text: string): Unchanged {
  const { declarations } = before.tree;
  const start = countEqual(before.text, text);
  const end = before.text.length - countEqualFromEnd(before.text, text, start);
  const untouched = declarations.filter((one) => one.span.end <= start).length;
  const head = declarations.slice(0, Math.max(untouched - 1, 0));
  const firstBehind = declarations.findIndex((one) => one.span.start >= end);
  const neighbour = firstBehind === -1 ? undefined : declarations[firstBehind];
  const tail = neighbour === undefined ? [] : declarations.slice(firstBehind + 1);
  return {
    head,
    tail,
    from: head.at(-1)?.span.end ?? 0,
    to:
      neighbour === undefined || tail.length === 0
        ? text.length
        : neighbour.span.end + text.length - before.text.length,
  };
}

/** A copy of all that is below `node`, whose places are `by` letters further on. */
export function moveNode<Moved extends Node>(node: Moved, by: number): Moved {
  return copy(node, by) as Moved;
}

/** By spreading: V8 copies an object of a known shape as a whole, and adds properties one by one ten times slower. */
function copy(value: object, by: number): object {
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? copy(one, by) : one));
  if ("start" in value && "end" in value) {
    const { start, end } = value as Span;
    return { start: start + by, end: end + by };
  }
  const copied: Record<string, unknown> = { ...value };
  for (const key in copied) {
    const field = copied[key];
    if (isObject(field)) copied[key] = copy(field, by);
  }
  return copied;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
