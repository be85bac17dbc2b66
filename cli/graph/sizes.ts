import type { GraphEdge, GraphGroup, GraphNode } from "./graph.ts";

/** Widths of a letter in the fonts used, in px; generous, since nobody measures text here. */
export const letter = { label: 8.4, detail: 6.8, edge: 6.6 };

/** How far the ends of a topic's drum are curved. */
export const DRUM = 7;

/** Longest text of a box or beside a line; the whole of it is in the tooltip. */
const LONGEST = 32;

/** `text`, cut where it is too long to be drawn. */
export function short(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).trimEnd()}…`;
}

/** What stands beside a line. */
export function edgeText(edge: GraphEdge): string | null {
  return edge.label === null ? null : short(edge.label);
}

/** How large a node is drawn, in pixels, by the estimated width of its texts. */
export function sizeOfNode(node: GraphNode): { readonly width: number; readonly height: number } {
  const text = Math.max(short(node.label).length * letter.label, short(node.detail ?? "").length * letter.detail);
  const width = Math.max(64, Math.ceil(text) + 26) + (node.kind === "topic" ? 2 * DRUM : 0);
  return { width, height: node.detail === null ? 38 : 52 };
}

/** Room that the head of a group needs: its name at the left, its guarantee at the right. */
export function widthOfHeader(group: GraphGroup): number {
  const title = (group.kind.length + group.label.length + 1) * letter.label;
  return Math.ceil(title + (group.guarantee ?? "").length * letter.detail + 72);
}
