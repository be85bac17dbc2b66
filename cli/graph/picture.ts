import { arrange, type Placed, type Point, type Route, type Run } from "./arrange.ts";
import type { Box, Line } from "./columns.ts";
import type { Graph, GraphEdge, GraphGroup, GraphNode } from "./graph.ts";
import { edgeText, letter, sizeOfNode, widthOfHeader } from "./sizes.ts";

/** A rectangle in the drawing, in pixels. */
export interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

/** Where everything of a graph stands. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly groups: ReadonlyMap<string, Frame>;
  readonly nodes: ReadonlyMap<string, Frame>;
  /** By position among the graph's edges. */
  readonly edges: readonly Route[];
}

/** What a page of text has room for, less the margins of the drawing. */
const WIDTH = 952;

const inside = { x: 20, y: 14, border: 26, width: WIDTH, align: "middle" } as const;
const outside = { x: 30, y: 30, border: 0, width: WIDTH, align: "near" } as const;
/** Above and below what stands in a group. */
const padding = { top: 48, bottom: 22 };
const LABEL_HEIGHT = 13;

/** Lays out each group by itself, and then groups and topics together: a group is never torn apart. */
export function layOutGraph(graph: Graph): Picture {
  const groupOf = new Map(graph.nodes.map((node) => [node.id, node.group]));
  const groups = new Map(graph.groups.map((group) => [group.id, placeGroup(graph, group, groupOf)]));
  const outer = placeOuter(graph, groups, groupOf);

  const origin = (id: string | null | undefined): Point => outer.at.get(id ?? "") ?? { x: 0, y: 0 };
  const groupFrames = new Map([...groups].map(([id, { frame }]) => [id, { ...origin(id), ...frame }]));
  const nodes = new Map(
    graph.nodes.map((node) => {
      const at = node.group === null ? origin(node.id) : moved(groups.get(node.group)?.at(node.id), origin(node.group));
      return [node.id, { ...at, ...sizeOfNode(node) }] as const;
    }),
  );
  const edges = graph.edges.map((edge, index): Route => {
    const [from, to] = [groupOf.get(edge.from), groupOf.get(edge.to)];
    const within = (group: string | null | undefined, route: string): readonly Run[] =>
      movedRuns(groups.get(group ?? "")?.placed.routes.get(route)?.runs ?? [], origin(group));
    if (from !== null && from === to) {
      const label = groups.get(from ?? "")?.placed.routes.get(`${index}`)?.label ?? null;
      return { runs: within(from, `${index}`), label: label === null ? null : moved(label, origin(from)) };
    }
    const between = outer.routes.get(`${index}`);
    return {
      runs: [...within(from, `out ${index}`), ...(between?.runs ?? []), ...within(to, `in ${index}`)],
      label: between?.label ?? null,
    };
  });
  return { width: outer.width, height: outer.height, groups: groupFrames, nodes, edges };
}

interface PlacedGroup {
  readonly placed: Placed;
  readonly frame: { readonly width: number; readonly height: number };
  /** Place of a node within the group's frame. */
  at(id: string): Point;
}

function placeGroup(graph: Graph, group: GraphGroup, groupOf: ReadonlyMap<string, string | null>): PlacedGroup {
  const boxes: Box[] = graph.nodes.filter((node) => node.group === group.id).map(boxOf);
  const lines: Line[] = [];
  const border = (id: string, side: "left" | "right"): string => {
    boxes.push({ id, width: 0, height: 0, border: side });
    return id;
  };
  for (const [index, edge] of graph.edges.entries()) {
    const [from, to] = [groupOf.get(edge.from) === group.id, groupOf.get(edge.to) === group.id];
    if (from && to) lines.push({ ...edge, id: `${index}`, label: labelOf(edge) });
    else if (from)
      lines.push({ id: `out ${index}`, from: edge.from, to: border(`out ${index}`, "right"), label: null });
    else if (to) lines.push({ id: `in ${index}`, from: border(`in ${index}`, "left"), to: edge.to, label: null });
  }
  const laid = arrange(boxes, lines, inside);
  const width = Math.max(laid.width, widthOfHeader(group));
  // In the middle of a frame that its title makes wider; what comes in and goes out still reaches the border.
  const shift = { x: (width - laid.width) / 2, y: padding.top };
  const at = new Map([...laid.at].map(([id, point]) => [id, moved(point, shift)]));
  const routes = new Map(
    [...laid.routes].map(([id, { runs, label }]) => {
      const all = movedRuns(runs, shift);
      const first = all[0];
      if (id.startsWith("in ") && first !== undefined) all[0] = { ...first, x: 0 };
      const last = all.at(-1);
      if (id.startsWith("out ") && last !== undefined) all[all.length - 1] = { ...last, to: width };
      return [id, { runs: all, label: label === null ? null : moved(label, shift) }];
    }),
  );
  const frame = { width, height: laid.height + padding.top + padding.bottom };
  return { placed: { ...laid, at, routes }, frame, at: (id) => at.get(id) ?? shift };
}

function placeOuter(
  graph: Graph,
  groups: ReadonlyMap<string, PlacedGroup>,
  groupOf: ReadonlyMap<string, string | null>,
): Placed {
  const boxes: Box[] = [
    ...[...groups].map(([id, { frame }]) => ({ id, ...frame })),
    ...graph.nodes.filter((node) => node.group === null).map(boxOf),
  ];
  const lines = graph.edges.flatMap((edge, index): Line[] => {
    const [from, to] = [groupOf.get(edge.from) ?? null, groupOf.get(edge.to) ?? null];
    if (from !== null && from === to) return [];
    const out = from === null ? undefined : groups.get(from)?.at(`out ${index}`).y;
    const into = to === null ? undefined : groups.get(to)?.at(`in ${index}`).y;
    return [
      {
        id: `${index}`,
        from: from ?? edge.from,
        to: to ?? edge.to,
        label: labelOf(edge),
        ...(out === undefined ? {} : { fromY: out }),
        ...(into === undefined ? {} : { toY: into }),
      },
    ];
  });
  return arrange(boxes, lines, outside);
}

function boxOf(node: GraphNode): Box {
  return { id: node.id, ...sizeOfNode(node) };
}

function labelOf(edge: GraphEdge): Line["label"] {
  const text = edgeText(edge);
  return text === null ? null : { width: text.length * letter.edge, height: LABEL_HEIGHT };
}

function moved(point: Point | undefined, by: Point): Point {
  return { x: (point?.x ?? 0) + by.x, y: (point?.y ?? 0) + by.y };
}

function movedRuns(runs: readonly Run[], by: Point): Run[] {
  return runs.map((run) => ({ x: run.x + by.x, to: run.to + by.x, y: run.y + by.y }));
}
