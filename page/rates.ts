import type { LiveFrame, Picture, PictureEdge } from "../runtime/program/ui/messages.ts";

type Parts = LiveFrame["parts"];

/**
 * Events a second on each line of the picture; null where nobody counts them. What arrives at a part that only one line
 * leads to passes that line, and what leaves a part by its only line passes that.
 */
export function ratesOf({ edges }: Picture, parts: Parts): readonly (number | null)[] {
  return edges.map((edge) => rateOf(edge, edges, parts));
}

function rateOf(edge: PictureEdge, edges: readonly PictureEdge[], parts: Parts): number | null {
  const { from, to, counted } = edge;
  if (counted !== null) return parts[counted]?.in ?? parts[counted]?.out ?? null;
  const isOnlyInto = edges.filter((other) => other.to === to).length === 1;
  const given = parts[to]?.in ?? null;
  if (isOnlyInto && given !== null) return given;
  const leaving = edges.filter((other) => other.from === from && !other.aside);
  return !edge.aside && leaving.length === 1 ? (parts[from]?.out ?? null) : null;
}
