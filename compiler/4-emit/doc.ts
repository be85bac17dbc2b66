/**
 * Text that knows where it may be broken: a small layout algebra after Wadler's "A prettier printer". A group is
 * printed on one line where it fits and else broken at each of its own lines.
 */
import { withoutMarks } from "./source-positions.ts";

/** Text with the places at which it may be broken. */
export type Doc = string | readonly Doc[] | Group | Indented | Flat | Line | Broken;

interface Group {
  readonly kind: "group";
  readonly content: Doc;
}
interface Indented {
  readonly kind: "indented";
  readonly content: Doc;
}
/** Never broken: line ends inside a template literal would be hard to read. */
interface Flat {
  readonly kind: "flat";
  readonly content: Doc;
}
/** `flat` is what stands there when the line is not broken; null breaks always, and every group around it. */
interface Line {
  readonly kind: "line";
  readonly flat: string | null;
}
/** Stands only where the group around it is broken: a trailing comma. */
interface Broken {
  readonly kind: "broken";
  readonly text: string;
}

/** A blank, or a line end. */
export const LINE: Doc = { kind: "line", flat: " " };
/** Nothing, or a line end. */
export const SOFT_LINE: Doc = { kind: "line", flat: "" };
/** A line end. */
export const HARD_LINE: Doc = { kind: "line", flat: null };

/** Printed on one line where it fits; else each of its own lines is broken, those of groups in it by themselves. */
export function group(...content: Doc[]): Doc {
  return { kind: "group", content };
}

/** `content` with two more blanks at the beginning of each of its broken lines. */
export function indented(...content: Doc[]): Doc {
  return { kind: "indented", content };
}

/** `content` on one line, however long that is. */
export function flat(...content: Doc[]): Doc {
  return { kind: "flat", content };
}

/** `docs` one after another with `separator` between each two. */
export function joined(docs: readonly Doc[], separator: Doc): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]));
}

/** `open a, b, c close`, one a line where they do not fit; `pad` is the blank inside braces. */
export function listed(open: string, items: readonly Doc[], close: string, pad = ""): Doc {
  if (items.length === 0) return `${open}${close}`;
  const edge: Doc = { kind: "line", flat: pad };
  return group(open, indented(edge, joined(items, [",", LINE])), { kind: "broken", text: "," }, edge, close);
}

/** `{` statements `}`, always on lines of their own. */
export function braced(statements: readonly Doc[]): Doc {
  if (statements.length === 0) return "{}";
  return ["{", indented(HARD_LINE, joined(statements, HARD_LINE)), HARD_LINE, "}"];
}

/** An object literal with every property on a line of its own. */
export function brokenObject(properties: readonly Doc[]): Doc {
  if (properties.length === 0) return "{}";
  return ["{", indented(properties.map((one) => [HARD_LINE, one, ","])), HARD_LINE, "}"];
}

/** Longest line that the printer makes where it can break. */
export const WIDTH = 120;

interface Pending {
  readonly doc: Doc;
  readonly indent: number;
  readonly flat: boolean;
}

/** The text of `doc`, with lines of two blanks a level; without a line end of its own. */
export function print(doc: Doc, width: number = WIDTH): string {
  let text = "";
  let column = 0;
  const pending: Pending[] = [{ doc, indent: 0, flat: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { doc: current, indent, flat } = next;
    if (typeof current === "string") {
      text += current;
      column += widthOf(current);
    } else if (isList(current)) {
      for (let index = current.length - 1; index >= 0; index--)
        pending.push({ doc: current[index] as Doc, indent, flat });
    } else if (current.kind === "indented") {
      pending.push({ doc: current.content, indent: indent + 1, flat });
    } else if (current.kind === "group") {
      const fitting = flat || fits(current.content, width - column, pending);
      pending.push({ doc: current.content, indent, flat: fitting });
    } else if (current.kind === "flat") {
      pending.push({ doc: current.content, indent, flat: true });
    } else if (current.kind === "broken") {
      if (!flat) text += current.text;
    } else if (flat && current.flat !== null) {
      text += current.flat;
      column += current.flat.length;
    } else {
      text = `${text.trimEnd()}\n${"  ".repeat(indent)}`;
      column = indent * 2;
    }
  }
  return text;
}

/** True when `doc`, flat, and what follows up to the next line end fit into `room`. */
function fits(doc: Doc, room: number, rest: readonly Pending[]): boolean {
  let left = room;
  let behind = rest.length;
  const pending: { readonly doc: Doc; readonly flat: boolean }[] = [{ doc, flat: true }];
  while (left >= 0) {
    const next = pending.pop() ?? rest[--behind];
    if (next === undefined) return true;
    const { doc: current, flat } = next;
    if (typeof current === "string") left -= widthOf(current);
    else if (isList(current)) {
      for (let index = current.length - 1; index >= 0; index--) pending.push({ doc: current[index] as Doc, flat });
    } else if (current.kind === "indented" || current.kind === "group") {
      pending.push({ doc: current.content, flat });
    } else if (current.kind === "flat") {
      pending.push({ doc: current.content, flat: true });
    } else if (current.kind === "line") {
      if (!flat) return true;
      if (current.flat === null) return false;
      left -= current.flat.length;
    }
  }
  return false;
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc);
}

function widthOf(text: string): number {
  return withoutMarks(text).length;
}
