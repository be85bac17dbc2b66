import type { Graph, GraphGroup, GraphNode, NodeKind } from "./graph.ts";
import { type Box, type Line, placeInLayers } from "./layout.ts";

/** Widths of a letter in the fonts used, in px; generous, since nobody measures text here. */
const letter = { label: 8.4, detail: 6.7, edge: 6.3 };
const padding = { node: 14, group: 20 };
const groupHeader = 26;
const margin = 24;
const gapY = 22;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

/** A drawing of the graph that follows the reader's light or dark setting. */
export function toSvg(graph: Graph): string {
  const { nodes, groups, width, height } = place(graph);
  const total = { width: Math.ceil(width + 2 * margin), height: Math.ceil(height + 2 * margin) };
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" ` +
      `width="${total.width}" height="${total.height}" role="img" aria-label="${escapeXml(graph.title)}">`,
    `<title>${escapeXml(graph.title)}</title>`,
    `<style>${style}</style>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">' +
      '<path class="head" d="M0 0 L8 4 L0 8 z"/></marker></defs>',
    `<rect class="page" width="${total.width}" height="${total.height}"/>`,
    `<g transform="translate(${margin} ${margin})">`,
  ];
  for (const group of graph.groups) parts.push(drawGroup(group, frameOf(groups, group.id)));
  for (const edge of graph.edges) {
    parts.push(drawEdge(frameOf(nodes, edge.from), frameOf(nodes, edge.to), edge.label, edge.aside));
  }
  for (const node of graph.nodes) parts.push(drawNode(node, frameOf(nodes, node.id)));
  parts.push("</g>", "</svg>");
  return `${parts.join("\n")}\n`;
}

/** Lays out each group by itself, then groups and topics together, and adds the two up. */
function place(graph: Graph) {
  const groupOf = new Map(graph.nodes.map((node) => [node.id, node.group]));
  const inner = new Map(
    graph.groups.map((group) => {
      const members = graph.nodes.filter((node) => node.group === group.id);
      const lines = graph.edges.filter(
        (edge) => groupOf.get(edge.from) === group.id && groupOf.get(edge.to) === group.id,
      );
      const placed = placeInLayers(members.map(boxOf), lines, { x: gapX(lines), y: gapY });
      const titleWidth = (group.kind.length + group.label.length + 1) * letter.label;
      const width = Math.max(placed.width, titleWidth) + 2 * padding.group;
      return [group.id, { placed, width, height: placed.height + 2 * padding.group + groupHeader }] as const;
    }),
  );
  const boxes: Box[] = graph.groups.map(({ id }) => ({ id, ...sizeOf(inner, id) }));
  for (const node of graph.nodes) if (node.group === null) boxes.push(boxOf(node));
  const between = graph.edges
    .map((edge) => ({ ...edge, from: groupOf.get(edge.from) ?? edge.from, to: groupOf.get(edge.to) ?? edge.to }))
    .filter((edge) => edge.from !== edge.to);
  const outer = placeInLayers(boxes, between, { x: gapX(between), y: 2 * gapY });

  const nodes = new Map<string, Frame>();
  const groups = new Map<string, Frame>();
  for (const group of graph.groups)
    groups.set(group.id, { ...pointOf(outer.at, group.id), ...sizeOf(inner, group.id) });
  for (const node of graph.nodes) {
    const { width, height } = boxOf(node);
    const within = node.group === null ? null : inner.get(node.group)?.placed.at.get(node.id);
    const origin = pointOf(outer.at, node.group ?? node.id);
    const x = within ? origin.x + padding.group + within.x : origin.x;
    // A topic is lowered by half a header, level with what stands in the groups beside it.
    const y = within ? origin.y + padding.group + groupHeader + within.y : origin.y + groupHeader / 2;
    nodes.set(node.id, { x, y, width, height });
  }
  return { nodes, groups, width: outer.width, height: outer.height };
}

function boxOf(node: GraphNode): Box {
  const text = Math.max(node.label.length * letter.label, (node.detail?.length ?? 0) * letter.detail);
  return { id: node.id, width: Math.max(72, text + 2 * padding.node), height: node.detail === null ? 38 : 54 };
}

/** Room for the longest label between two layers. */
function gapX(edges: readonly (Line & { readonly label: string | null })[]): number {
  return Math.max(44, ...edges.map((edge) => (edge.label?.length ?? 0) * letter.edge + 32));
}

function drawGroup(group: GraphGroup, frame: Frame): string {
  return (
    `<g class="group ${group.kind}"><rect x="${frame.x}" y="${frame.y}" width="${frame.width}" ` +
    `height="${frame.height}" rx="14"/><text x="${frame.x + padding.group}" y="${frame.y + 27}">` +
    `<tspan class="word">${group.kind}</tspan> ${escapeXml(group.label)}</text></g>`
  );
}

function drawNode(node: GraphNode, { x, y, width, height }: Frame): string {
  const center = x + width / 2;
  const label = `<text class="label" x="${center}" y="${y + (node.detail === null ? 24 : 23)}">${escapeXml(node.label)}</text>`;
  const detail =
    node.detail === null ? "" : `<text class="detail" x="${center}" y="${y + 41}">${escapeXml(node.detail)}</text>`;
  const rx = cornerOf[node.kind] ?? height / 2;
  const shape = `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${rx}"/>`;
  return `<g class="node ${node.kind}">${shape}${label}${detail}</g>`;
}

/** A pill where nothing is said. */
const cornerOf: Partial<Record<NodeKind, number>> = { channel: 3, sink: 9, operator: 9, topic: 3 };

function drawEdge(from: Frame, to: Frame, label: string | null, aside: boolean): string {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const bend = Math.max(24, Math.abs(end.x - start.x) / 2);
  const path = `M${start.x} ${start.y} C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x - 1} ${end.y}`;
  const line = `<path class="edge${aside ? " aside" : ""}" d="${path}" marker-end="url(#head)"/>`;
  if (label === null) return line;
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 - 6 };
  return `${line}<text class="type" x="${middle.x}" y="${middle.y}">${escapeXml(label)}</text>`;
}

function frameOf(frames: ReadonlyMap<string, Frame>, id: string): Frame {
  return frames.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
}

function pointOf(points: ReadonlyMap<string, Point>, id: string): Point {
  return points.get(id) ?? { x: 0, y: 0 };
}

function sizeOf(sizes: ReadonlyMap<string, { width: number; height: number }>, id: string) {
  const { width, height } = sizes.get(id) ?? { width: 0, height: 0 };
  return { width, height };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const style = `
svg { --page: #ffffff; --ink: #1f2430; --dim: #667085; --line: #8a94a6; --agent: #f4f6fb; --stream: #f3faf5;
  --source: #dbeafe; --channel: #fef3c7; --sink: #fde2e4; --topic: #e9d8fd; --operator: #dcfce7 }
@media (prefers-color-scheme: dark) {
  svg { --page: #14171f; --ink: #e8ebf2; --dim: #9aa4b5; --line: #6b7487; --agent: #1b202c; --stream: #18241f;
    --source: #1e3a5f; --channel: #4a3b12; --sink: #54262c; --topic: #3b2a5a; --operator: #1d4030 }
}
text { font-family: ui-sans-serif, system-ui, "Segoe UI", sans-serif; fill: var(--ink) }
.page { fill: var(--page) }
.group rect { stroke: var(--line); stroke-opacity: .45 }
.group.agent rect { fill: var(--agent) } .group.stream rect { fill: var(--stream) }
.group text { font-size: 14px; font-weight: 600 } .word { fill: var(--dim); font-weight: 400 }
.node rect { stroke: var(--line) }
.node.source rect { fill: var(--source) } .node.channel rect { fill: var(--channel) }
.node.sink rect { fill: var(--sink) } .node.topic rect { fill: var(--topic) }
.node.operator rect { fill: var(--operator) }
.node text { text-anchor: middle } .label { font-size: 14px } .detail { font-size: 11.5px; fill: var(--dim) }
.edge { fill: none; stroke: var(--line); stroke-width: 1.6 } .aside { stroke-dasharray: 5 4 }
.head { fill: var(--line) }
.type { font-size: 11px; fill: var(--dim); text-anchor: middle; paint-order: stroke; stroke: var(--page); stroke-width: 3 }
`;
