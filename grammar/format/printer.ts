import type { Node } from "../ast.ts";
import type { Comments } from "./comments.ts";
import type { Doc } from "./doc.ts";

/** What printing one file needs. The printers of all kinds reach each other through `print`. */
export interface Printer {
  readonly text: string;
  readonly comments: Comments;
  /** The layout of a node with the comments before it and in it. */
  readonly print: (node: Node) => Doc;
}

/** The printers of some kinds of nodes. */
export type Printers<Kind extends Node["kind"]> = {
  readonly [Each in Kind]: (node: Extract<Node, { kind: Each }>, printer: Printer) => Doc;
};

/** `///` lines, each with its line end. */
export function docLines(doc: readonly string[], lineEnd: Doc): Doc {
  return doc.map((text) => [text === "" ? "///" : `/// ${text}`, lineEnd]);
}
