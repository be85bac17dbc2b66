import type { Graph, GraphGroup, GraphNode, NodeKind } from "./graph.ts";

const mermaidShape: Readonly<Record<NodeKind, readonly [string, string]>> = {
  source: ["([", "])"],
  channel: ["[/", "/]"],
  sink: ["[", "]"],
  topic: ["[(", ")]"],
  operator: ["(", ")"],
};

/** The flowchart syntax of Mermaid, which GitHub and many editors draw. */
export function toMermaid(graph: Graph): string {
  const ids = new Map(graph.nodes.map((node, index) => [node.id, `n${index}`]));
  const line = (node: GraphNode) => {
    const [open, close] = mermaidShape[node.kind];
    const detail = node.detail === null ? "" : `<br><small>${escapeMermaid(node.detail)}</small>`;
    return `${ids.get(node.id)}${open}"${escapeMermaid(node.label)}${detail}"${close}`;
  };
  const out = ["flowchart LR"];
  for (const [index, group] of graph.groups.entries()) {
    out.push(`  subgraph g${index}["${escapeMermaid(headOf(group))}"]`);
    for (const node of graph.nodes) if (node.group === group.id) out.push(`    ${line(node)}`);
    out.push("  end");
  }
  for (const node of graph.nodes) if (node.group === null) out.push(`  ${line(node)}`);
  for (const edge of graph.edges) {
    const arrow = edge.aside ? "-.->" : "-->";
    const label = edge.label === null ? "" : `|"${escapeMermaid(edge.label)}"|`;
    out.push(`  ${ids.get(edge.from)} ${arrow}${label} ${ids.get(edge.to)}`);
  }
  return `${out.join("\n")}\n`;
}

/** `agent collect, atLeastOnce` */
function headOf({ kind, label, guarantee }: GraphGroup): string {
  return guarantee === null ? `${kind} ${label}` : `${kind} ${label}, ${guarantee}`;
}

function escapeMermaid(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const dotShape: Readonly<Record<NodeKind, string>> = {
  source: "oval",
  channel: "parallelogram",
  sink: "box",
  topic: "cylinder",
  operator: "box, style=rounded",
};

/** The DOT language of Graphviz. */
export function toDot(graph: Graph): string {
  const line = (node: GraphNode) => {
    const label = node.detail === null ? node.label : `${node.label}\n${node.detail}`;
    return `${quote(node.id)} [label=${quote(label)}, shape=${dotShape[node.kind]}];`;
  };
  const out = [
    `digraph ${quote(graph.title)} {`,
    "  rankdir=LR;",
    '  graph [fontname="sans-serif"]; node [fontname="sans-serif"]; edge [fontname="sans-serif"];',
  ];
  for (const [index, group] of graph.groups.entries()) {
    out.push(`  subgraph cluster_${index} {`, `    label=${quote(headOf(group))};`);
    for (const node of graph.nodes) if (node.group === group.id) out.push(`    ${line(node)}`);
    out.push("  }");
  }
  for (const node of graph.nodes) if (node.group === null) out.push(`  ${line(node)}`);
  for (const edge of graph.edges) {
    const attributes = [];
    if (edge.label !== null) attributes.push(`label=${quote(edge.label)}`);
    if (edge.aside) attributes.push("style=dashed");
    const tail = attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`;
    out.push(`  ${quote(edge.from)} -> ${quote(edge.to)}${tail};`);
  }
  out.push("}");
  return `${out.join("\n")}\n`;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** The graph as data. */
export function toJson(graph: Graph): string {
  return `${JSON.stringify(graph, null, 2)}\n`;
}
