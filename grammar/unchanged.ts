/** What edits of a text have left alone. */
import type { Comment, Declaration, SourceFile, Span } from "./ast.ts";
import { countEqual, countEqualFromEnd } from "./equal-ends.ts";

/** A text, the tree that it was parsed to, and the comments that are in no `doc` of it. */
export interface Parsed {
  readonly text: string;
  readonly tree: SourceFile;
  readonly comments: readonly Comment[];
}

/** Declarations that stand in the text as they did before, some letters further on. */
export interface Kept {
  readonly kind: "kept";
  readonly declarations: readonly Declaration[];
  readonly by: number;
  /** Comments between these places of the text before are kept with them. */
  readonly before: Span;
}

/** A part of the text that is to be read. */
export interface Changed {
  readonly kind: "changed";
  readonly span: Span;
  /** What tells where its last declaration ends: up to here. */
  readonly ahead: number;
  /** Whether its last declaration is one that was there before, and ends with it. */
  readonly endsUnchanged: boolean;
}

/**
 * The text in parts, in order; only one where it all has to be read. Declarations are kept but for those next to an edit:
 * what follows a declaration decides where it ends, and what stands before it may be its documentation. Two edits far from
 * each other are told apart.
 */
export function findUnchanged(before: Parsed, text: string): readonly (Kept | Changed)[] {
  const { declarations } = before.tree;
  const shift = text.length - before.text.length;
  const start = countEqual(before.text, text);
  const end = before.text.length - countEqualFromEnd(before.text, text, start);
  const untouched = declarations.filter((one) => one.span.end <= start).length;
  const headCount = Math.max(untouched - 1, 0);
  const firstBehind = declarations.findIndex((one) => one.span.start >= end);
  const tailFrom = firstBehind === -1 ? declarations.length : firstBehind + 1;
  const tailStart = declarations[tailFrom - 1]?.span.end ?? 0;
  const head = keptOf(declarations.slice(0, headCount), 0, 0);
  const tail = keptOf(declarations.slice(tailFrom), shift, tailStart, before.text.length);
  const found = findRun(before, text, declarations.slice(untouched, tailFrom - 1), start);
  const middle = found === null || found.before.end + found.by >= tailStart + shift ? null : found;
  const parts: (Kept | Changed)[] = [];
  for (const part of [head, middle, tail]) {
    if (part !== null) parts.push(...changedBefore(parts, part), part);
  }
  const last = parts.at(-1);
  if (tail === null || last === undefined) {
    const span = { start: endOf(last), end: text.length };
    parts.push({ kind: "changed", span, ahead: span.end, endsUnchanged: false });
  }
  return parts;
}

function keptOf(declarations: readonly Declaration[], by: number, start: number, to?: number): Kept | null {
  const end = to ?? declarations.at(-1)?.span.end;
  return declarations.length === 0 || end === undefined
    ? null
    : { kind: "kept", declarations, by, before: { start, end } };
}

/** What is to be read between the parts so far and `next`; the head of a text has nothing before it. */
function changedBefore(parts: readonly (Kept | Changed)[], next: Kept): readonly Changed[] {
  const start = endOf(parts.at(-1));
  const end = next.before.start + next.by;
  if (end <= start) return [];
  const ahead = (next.declarations[0]?.span.end ?? next.before.start) + next.by;
  return [{ kind: "changed", span: { start, end }, ahead, endsUnchanged: true }];
}

function endOf(part: Kept | Changed | undefined): number {
  if (part === undefined) return 0;
  return part.kind === "kept" ? part.before.end + part.by : part.span.end;
}

/** So many declarations are worth a second part. */
const WORTH = 6;

/** Of the declarations behind the first difference those that stand somewhere in the text in a row, as they did before. */
function findRun(before: Parsed, text: string, between: readonly Declaration[], start: number): Kept | null {
  const first = between.findIndex(({ span }) => span.start > start);
  const [neighbour, second] = [between[first], between[first + 1]];
  if (first === -1 || neighbour === undefined || second === undefined || between.length < WORTH) return null;
  const sample = before.text.slice(neighbour.span.start, second.span.end);
  const at = text.indexOf(sample, start);
  if (at === -1) return null;
  const by = at - neighbour.span.start;
  const equal = neighbour.span.start + countEqual(before.text, text, neighbour.span.start, at);
  const run = between.slice(first + 1).filter(({ span }) => span.end <= equal);
  return run.length < WORTH ? null : keptOf(run.slice(0, -1), by, neighbour.span.end);
}
