/**
 * The program as a typed graph, in plain data: what stands in it, what flows where, and of which type. The emitter,
 * `graph`, `explain`, the analysis of guarantees, tests and metrics read this and never the syntax tree's wires.
 *
 * Ids are made of names (`collect.logs.map`), so that state, offsets and metrics survive an edit elsewhere in the file.
 */
import type { CallExpr, Expr, Span } from "../../grammar/ast.ts";
import type { Known } from "../2-check/evaluate.ts";
import type { BoundArgument } from "../checked.ts";
import type { Declaration } from "../declaration.ts";
import type { Type } from "../types/type.ts";

export interface Plan {
  /** Entry file, relative to its own folder: `access.flow`. */
  readonly file: string;
  readonly topics: readonly TopicPlan[];
  readonly agents: readonly AgentPlan[];
  readonly streams: readonly StreamPlan[];
}

/** Where something stands; `text` is what people are shown: `access.flow:21:11`. */
export interface Place {
  /** Path as the host knows it. */
  readonly file: string;
  readonly span: Span;
  readonly text: string;
}

export interface TopicPlan {
  readonly id: string;
  readonly name: string;
  readonly doc: readonly string[];
  /** `kafka`, `embedded`, or what a user declared. */
  readonly declaration: Declaration;
  readonly call: CallExpr;
  readonly args: readonly BoundArgument[];
  readonly options: Options;
  /** Sinks that are given as options: `undecodable: raw`. */
  readonly sinks: readonly TopicSinkPlan[];
  readonly element: Type;
  readonly place: Place;
}

/** A sink or topic that a topic writes to by itself. */
export interface TopicSinkPlan {
  readonly option: string;
  readonly to: ComponentPlan | TopicWriterPlan;
}

/** Values of options that are known before the start, defaults included. */
export type Options = ReadonlyMap<string, Known>;

interface EndpointBase {
  /** Qualified: `a1.r1`. */
  readonly id: string;
  /** Within its agent or stream; that of its component (`netcat`, `netcat2`) where the program gives none. */
  readonly name: string;
  /** Type of the bodies that pass it. */
  readonly element: Type;
  readonly place: Place;
}

/** A source, channel or sink made by a component: `netcat(port: 44444)`. */
export interface ComponentPlan extends EndpointBase {
  readonly kind: "component";
  readonly role: "source" | "channel" | "sink";
  readonly doc: readonly string[];
  readonly declaration: Declaration;
  readonly call: CallExpr;
  readonly args: readonly BoundArgument[];
  readonly options: Options;
}

/** A topic where it is read. */
export interface TopicReaderPlan extends EndpointBase {
  readonly kind: "topicReader";
  /** Id of the topic. */
  readonly topic: string;
  /** Null for the default: the name of the agent or stream. */
  readonly group: Expr | null;
  /** Null for the default, `"latest"`. */
  readonly start: Expr | null;
}

/** A topic where it is written. */
export interface TopicWriterPlan extends EndpointBase {
  readonly kind: "topicWriter";
  readonly topic: string;
}

/** A channel of an agent, read by a stream. */
export interface ChannelReaderPlan extends EndpointBase {
  readonly kind: "channelReader";
  readonly agent: string;
  /** Name of the channel within the agent. */
  readonly channel: string;
}

/** `failover(k1, k2)`: one sink made of several. */
export interface SinkGroupPlan extends EndpointBase {
  readonly kind: "sinkGroup";
  readonly declaration: Declaration;
  readonly call: CallExpr;
  readonly args: readonly BoundArgument[];
  readonly options: Options;
  /** Names of the agent's sinks, in order. */
  readonly members: readonly string[];
}

export type Endpoint = ComponentPlan | TopicReaderPlan | TopicWriterPlan | ChannelReaderPlan | SinkGroupPlan;

export interface AgentPlan {
  readonly id: string;
  readonly name: string;
  readonly doc: readonly string[];
  readonly place: Place;
  /** What the program claims: `atLeastOnce`. */
  readonly guarantees: string | null;
  /** Where it does. */
  readonly claimedAt: Place | null;
  readonly sources: readonly (ComponentPlan | TopicReaderPlan)[];
  readonly channels: readonly ComponentPlan[];
  readonly sinks: readonly (ComponentPlan | TopicWriterPlan)[];
  readonly groups: readonly SinkGroupPlan[];
  readonly flows: readonly FlowPlan[];
}

/**
 * All that leaves one source, in one transaction, or what leaves a channel for one sink. A channel that feeds several
 * sinks has a flow for each: they compete for its events.
 */
export interface FlowPlan {
  readonly id: string;
  /** Name of a source or channel of the agent. */
  readonly from: string;
  /** Type of the bodies that leave `from`. */
  readonly element: Type;
  /** One for each wire that begins here. */
  readonly branches: readonly BranchPlan[];
  readonly place: Place;
}

export interface BranchPlan {
  readonly operators: readonly OperatorPlan[];
  readonly to: TargetPlan;
  readonly place: Place;
}

/** The right side of an arrow. `element` is the type of the bodies that go along it. */
export type TargetPlan =
  | {
      readonly kind: "endpoint";
      readonly name: string;
      /** `c2?` */
      readonly optional: boolean;
      /** `k1 else -> dead`, `k1 else drop`; null where what it refuses waits. */
      readonly refused: RefusedPlan | null;
      readonly element: Type;
      readonly place: Place;
    }
  | { readonly kind: "fanOut"; readonly targets: readonly TargetPlan[]; readonly element: Type; readonly place: Place }
  | RoutePlan
  | { readonly kind: "drop"; readonly element: Type; readonly place: Place };

/** Where a sink's or topic's refused events go. */
export interface RefusedPlan {
  /** Name of a sink or topic of the same agent or stream; null where they are dropped. */
  readonly to: string | null;
  readonly place: Place;
}

export interface RoutePlan {
  readonly kind: "route";
  readonly id: string;
  readonly selector: Expr;
  readonly cases: readonly RouteCasePlan[];
  readonly element: Type;
  readonly place: Place;
}

/** No patterns means `else`. */
export interface RouteCasePlan {
  readonly patterns: readonly Expr[];
  readonly target: TargetPlan;
  readonly place: Place;
}

/** One operator of a chain. */
export interface OperatorPlan {
  readonly id: string;
  readonly name: string;
  readonly declaration: Declaration;
  /** Which of the operators it is that the compiler writes itself; null for one with a module, whatever its name. */
  readonly builtIn: string | null;
  readonly call: CallExpr;
  /** Without the receiver, and without other streams (`union(other)`: these are in `StreamOperator.from`). */
  readonly args: readonly BoundArgument[];
  /** Of an operator that keeps something, as its window; empty for all others, which nobody asks. */
  readonly options: Options;
  /** What goes in: bodies, also on an agent's wire. */
  readonly input: Type;
  /** What comes out. */
  readonly element: Type;
  /** Where its failures go, each `else -> name` inside its lambdas. */
  readonly rejects: readonly RejectPlan[];
  readonly place: Place;
}

export interface RejectPlan {
  /** Name of an endpoint of the same agent or stream. */
  readonly to: string;
  readonly element: Type;
  readonly place: Place;
}

export interface StreamPlan {
  readonly id: string;
  readonly name: string;
  readonly doc: readonly string[];
  readonly place: Place;
  readonly guarantees: string | null;
  readonly claimedAt: Place | null;
  readonly every: Expr;
  /** How often a batch that fails is tried again; null where the program says nothing. */
  readonly retries: Expr | null;
  /** What becomes of elements that make a batch fail; null where the batch ends the stream. */
  readonly poison: PoisonPlan | null;
  /** The stream's own interval first. */
  readonly cadences: readonly CadencePlan[];
  readonly inputs: readonly StreamInput[];
  /** What the wires end in, and what failures go to. */
  readonly outputs: readonly (ComponentPlan | TopicWriterPlan)[];
  /** Inputs and operators; each stands after those that it reads. */
  readonly nodes: readonly StreamNode[];
  readonly wires: readonly StreamWire[];
}

/** `else -> dead` or `else drop` in the head of a stream. */
export interface PoisonPlan {
  /** Name of an output; null where they are dropped. */
  readonly to: string | null;
  readonly place: Place;
}

export type StreamInput = ComponentPlan | TopicReaderPlan | ChannelReaderPlan;

/** How often a part of a stream has a batch: at the stream's interval, or at the slide of a window. */
export interface CadencePlan {
  /** As written: `10s`. */
  readonly id: string;
  /** The cadence that it counts along; null for the stream's own interval. */
  readonly parent: string | null;
  /** Null when it is known only at the start, from a param. */
  readonly ms: number | null;
}

interface StreamNodeBase {
  readonly id: string;
  /** Every `let` that stands for it. */
  readonly names: readonly string[];
  /** Id of a cadence. */
  readonly cadence: string;
}

export type StreamNode = StreamInputNode | StreamOperator;

export interface StreamInputNode extends StreamNodeBase {
  readonly kind: "input";
  /** Name of an input of the stream. */
  readonly input: string;
  readonly element: Type;
  readonly place: Place;
}

export interface StreamOperator extends StreamNodeBase, OperatorPlan {
  readonly kind: "operator";
  /** Ids of the nodes that it reads; the receiver first. */
  readonly from: readonly string[];
  /** `each`: one element at a time; `batch`: needs the whole batch; `window`: keeps something between batches. */
  readonly reads: "each" | "batch" | "window";
}

/** `hits -> [print(), hdfs(…)]` */
export interface StreamWire {
  /** Id of a node. */
  readonly from: string;
  readonly to: TargetPlan;
  readonly cadence: string;
  readonly place: Place;
}
