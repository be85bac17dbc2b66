import type { Guarantee } from "../../compiler/3-plan/checks/guarantee.ts";

/** A topology as one draws it: agents and streams are groups, their parts and the topics are nodes. */

/** What a node of the drawing stands for. */
export type NodeKind = "source" | "channel" | "sink" | "topic" | "operator";

/** A component, topic or operator as it is drawn. */
export interface GraphNode {
  /** Unique in the graph. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Name as the program gives it. */
  readonly label: string;
  /** A second line: the component, or the options that matter. */
  readonly detail: string | null;
  /** Id of its group; null for a topic, which belongs to nobody. */
  readonly group: string | null;
  /** Type of what leaves it, or of what it takes. */
  readonly type: string;
  readonly doc: string;
  /** `access.flow:21:11` */
  readonly place: string;
}

/** A way of events between two nodes, by their ids. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Type of what passes. */
  readonly label: string | null;
  /** A way that only some events take: rejects, optional channels. */
  readonly aside: boolean;
  /** Where a path of its agent or stream ends: the weakest of those that end there. */
  readonly guarantee: Guarantee | null;
}

/** An agent or stream, drawn as a frame around its nodes. */
export interface GraphGroup {
  readonly id: string;
  readonly kind: "agent" | "stream";
  readonly label: string;
  /** The weakest of its paths; null when there are none. */
  readonly guarantee: Guarantee | null;
  /** Each of them with its own: `logs -> spool -> accesses: atLeastOnce`. */
  readonly paths: readonly string[];
  readonly doc: string;
  readonly place: string;
}

/** A program as it is drawn: `sluice graph` writes it as SVG, Mermaid, DOT or text. */
export interface Graph {
  /** File that it was read from, as a caption. */
  readonly title: string;
  readonly groups: readonly GraphGroup[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
