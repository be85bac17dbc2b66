import { GUARANTEES } from "../../compiler/3-plan/checks/guarantee.ts";
import type { Route, Run } from "./arrange.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode, NodeKind } from "./graph.ts";
import { type Frame, layOutGraph } from "./picture.ts";
import { DRUM, edgeText, letter, short } from "./sizes.ts";
import { style } from "./style.ts";

const margin = 24;
/** Length of the level piece before an arrow's head. */
const HEAD = 5;
/** How far a line that turns back reaches out. */
const TURN = 20;

/** How a drawing is used. */
export interface SvgUse {
  /**
   * It becomes part of a page, which brings colours and finds what is drawn by `data-id` of nodes and groups and by
   * `data-edge` of lines, their number.
   */
  readonly inPage?: boolean;
}

/** A drawing of the graph that follows the reader's light or dark setting. */
export function toSvg(graph: Graph, { inPage = false }: SvgUse = {}): string {
  const picture = layOutGraph(graph);
  const total = { width: Math.ceil(picture.width + 2 * margin), height: Math.ceil(picture.height + 2 * margin) };
  const frame = (frames: ReadonlyMap<string, Frame>, id: string): Frame =>
    frames.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const named = (element: string, attribute: string, name: string): string =>
    inPage ? element.replace("<g ", `<g data-${attribute}="${escapeXml(name)}" `) : element;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" ` +
      `width="${total.width}" height="${total.height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escapeXml(graph.title)}</title>`,
    `<desc id="desc">${escapeXml(description(graph))}</desc>`,
    ...(inPage ? [] : [`<style>${style}</style>`]),
    `<defs>${["plain", ...GUARANTEES].map(drawHead).join("")}</defs>`,
    `<rect class="page" width="${total.width}" height="${total.height}"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...graph.groups.map((group) => named(drawGroup(group, frame(picture.groups, group.id)), "id", group.id)),
    ...graph.edges.flatMap((edge, index) => {
      const route = picture.edges[index];
      return route === undefined ? [] : [named(drawEdge(graph, edge, route), "edge", `${index}`)];
    }),
    ...graph.nodes.map((node) => named(drawNode(node, frame(picture.nodes, node.id)), "id", node.id)),
    "</g>",
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

/** The picture in words, for those who do not see it. */
function description(graph: Graph): string {
  const groups = graph.groups.map(
    ({ kind, label, guarantee }) => `${kind} ${label}${guarantee === null ? "" : ` (${guarantee})`}`,
  );
  const topics = graph.nodes.filter((node) => node.kind === "topic").map((node) => `topic ${node.label}`);
  const name = new Map(graph.nodes.map((node) => [node.id, node.group === null ? node.label : node.id]));
  const lines = graph.edges.map((edge) => `${name.get(edge.from)} to ${name.get(edge.to)}`);
  return `${[...groups, ...topics].join(", ")}. ${lines.join("; ")}.`;
}

function drawGroup(group: GraphGroup, { x, y, width, height }: Frame): string {
  const { kind, label, guarantee } = group;
  const tip = tooltip([`${kind} ${label}`, group.doc, ...group.paths, group.place]);
  const badge = guarantee === null ? "" : drawBadge(guarantee, x + width - 14, y + 12);
  return (
    `<g class="group ${kind}">${tip}<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="14"/>` +
    `<text x="${n(x + 20)}" y="${n(y + 27)}"><tspan class="word">${kind}</tspan> ${escapeXml(label)}</text>${badge}</g>`
  );
}

/** The guarantee in a pill whose right upper corner is given. */
function drawBadge(guarantee: string, right: number, top: number): string {
  const width = guarantee.length * letter.detail + 14;
  return (
    `<g class="badge ${guarantee}"><rect x="${n(right - width)}" y="${n(top)}" width="${n(width)}" height="20" rx="10"/>` +
    `<text x="${n(right - width / 2)}" y="${n(top + 14)}">${guarantee}</text></g>`
  );
}

function drawNode(node: GraphNode, { x, y, width, height }: Frame): string {
  const { kind, label, detail } = node;
  const center = n(x + width / 2 - (kind === "topic" ? DRUM / 2 : 0));
  const what = detail === null ? `${kind} ${label}` : `${kind} ${label}: ${detail}`;
  const tip = tooltip([what, node.type, node.doc, node.place]);
  const first = `<text class="label" x="${center}" y="${n(y + (detail === null ? 24 : 22))}">${escapeXml(short(label))}</text>`;
  const second =
    detail === null ? "" : `<text class="detail" x="${center}" y="${n(y + 39)}">${escapeXml(short(detail))}</text>`;
  const shape =
    kind === "topic"
      ? drum(x, y, width, height)
      : `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${cornerOf[kind] ?? height / 2}"/>`;
  return `<g class="node ${kind}">${tip}${shape}${first}${second}</g>`;
}

/** A pill where nothing is said. */
const cornerOf: Partial<Record<NodeKind, number>> = { channel: 3, sink: 9, operator: 9 };

/** A log seen from the side, as Kafka's is drawn everywhere. */
function drum(x: number, y: number, width: number, height: number): string {
  const [left, right, top, bottom] = [n(x + DRUM), n(x + width - DRUM), n(y), n(y + height)];
  const arc = `A${DRUM} ${n(height / 2)} 0 0`;
  return (
    `<path class="shape" d="M${left} ${top} H${right} ${arc} 1 ${right} ${bottom} H${left} ${arc} 1 ${left} ${top} z"/>` +
    `<path class="end" d="M${right} ${top} ${arc} 0 ${right} ${bottom}"/>`
  );
}

function drawEdge(graph: Graph, edge: GraphEdge, { runs, label }: Route): string {
  const text = edgeText(edge);
  const name = (id: string): string => graph.nodes.find((node) => node.id === id)?.label ?? id;
  const { guarantee } = edge;
  const tip = tooltip([`${name(edge.from)} -> ${name(edge.to)}`, edge.label ?? "", guarantee ?? ""]);
  const line = `<path class="line" d="${pathOf(runs)}" marker-end="url(#head-${guarantee ?? "plain"})"/>`;
  const shown =
    label === null || text === null
      ? ""
      : `<text x="${n(label.x + (text.length * letter.edge) / 2)}" y="${n(label.y + 11)}">${escapeXml(text)}</text>`;
  return `<g class="edge${edge.aside ? " aside" : ""}${guarantee === null ? "" : ` ${guarantee}`}">${tip}${line}${shown}</g>`;
}

/** An arrow's head in the tone of a guarantee. */
function drawHead(tone: string): string {
  return (
    `<marker id="head-${tone}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" ` +
    `markerUnits="userSpaceOnUse" orient="auto"><path class="head ${tone}" d="M0 .5 L10 5 L0 9.5 L2 5 z"/></marker>`
  );
}

/** Level runs with bends between them. */
function pathOf(runs: readonly Run[]): string {
  const [first] = runs;
  if (first === undefined) return "";
  const out = [`M${n(first.x)} ${n(first.y)}`];
  for (const [index, run] of runs.entries()) {
    const before = runs[index - 1];
    const x = index === runs.length - 1 ? run.x - HEAD : run.x;
    if (before !== undefined && before.y !== run.y) out.push(bend(before, { ...run, x }));
    out.push(`H${n(run.to)}`);
  }
  return out.join(" ");
}

function bend(from: Run, to: Run): string {
  // A line that leads back turns round outside of what it left and of what it comes to.
  const turn = from.to < from.x ? Math.min(from.to, to.x) - TURN : Math.max(from.to, to.x) + TURN;
  const x = n(from.to < from.x || to.to < to.x ? turn : (from.to + to.x) / 2);
  return `C${x} ${n(from.y)} ${x} ${n(to.y)} ${n(to.x)} ${n(to.y)}`;
}

function tooltip(lines: readonly string[]): string {
  return `<title>${escapeXml(lines.filter((line) => line !== "").join("\n"))}</title>`;
}

/** A coordinate, short. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
