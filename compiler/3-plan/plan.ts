/**
 * The program as a typed graph, in plain data: what stands in it, what flows where, and of which type. The emitter,
 * `graph`, `explain`, the analysis of guarantees, tests and metrics read this and never the syntax tree's wires.
 *
 * Ids are made of names (`collect.logs.map`), so that state, offsets and metrics survive an edit elsewhere in the file.
 */
import type { Type } from "../model/types/type.ts";
import type { WindowParams } from "../model/window-params.ts";
import type { ExpressionPlan, MakerPlan, Options, PacePlan, Place, SaidPlan, TablePlan } from "./plan-values.ts";

export type { BoundPlan, ExpressionPlan, MakerPlan, Options, Place, SaidPlan, TablePlan } from "./plan-values.ts";

/**
 * The topology of a program as data: nothing in it is of the syntax tree, so it can be written, hashed and compared.
 */
export interface Plan {
  /** Entry file, relative to its own folder: `access.flow`. */
  readonly file: string;
  readonly topics: readonly TopicPlan[];
  readonly tables: readonly TablePlan[];
  readonly agents: readonly AgentPlan[];
  readonly streams: readonly StreamPlan[];
}

/** A topic that the program declares. */
export interface TopicPlan {
  readonly id: string;
  readonly name: string;
  /** What is kept of it is kept under this name: its id, or what it was called before (`was "old"`). */
  readonly keptAs: string;
  readonly doc: readonly string[];
  /** `kafka`, `embedded`, or what a user declared. */
  readonly maker: MakerPlan;
  readonly options: Options;
  readonly said: readonly SaidPlan[];
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

interface EndpointBase {
  /** Qualified: `a1.r1`. */
  readonly id: string;
  /** Within its agent or stream; that of its component (`netcat`, `netcat2`) where the program gives none. */
  readonly name: string;
  /** What it keeps is kept under this name: its id, or one with the names that it and its owner had before. */
  readonly keptAs: string;
  /** Type of the bodies that pass it. */
  readonly element: Type;
  readonly place: Place;
}

/** A source, channel or sink made by a component: `netcat(port: 44444)`. */
export interface ComponentPlan extends EndpointBase {
  readonly kind: "component";
  readonly role: "source" | "channel" | "sink";
  readonly doc: readonly string[];
  readonly maker: MakerPlan;
  readonly options: Options;
  readonly said: readonly SaidPlan[];
  /** Of a group of sinks in a stream, the sinks that it is made of, in order. */
  readonly members?: readonly (ComponentPlan | TopicWriterPlan)[];
}

/** A topic where it is read. */
export interface TopicReaderPlan extends EndpointBase {
  readonly kind: "topicReader";
  /** Id of the topic. */
  readonly topic: string;
  /** Null for the default: the name of the agent or stream. */
  readonly group: ExpressionPlan | null;
  /** Null for the default, `"latest"`. */
  readonly start: ExpressionPlan | null;
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
  readonly maker: MakerPlan;
  readonly options: Options;
  readonly said: readonly SaidPlan[];
  /** Names of the agent's sinks, in order. */
  readonly members: readonly string[];
}

/** What the wires of an agent or stream begin and end in. */
export type Endpoint = ComponentPlan | TopicReaderPlan | TopicWriterPlan | ChannelReaderPlan | SinkGroupPlan;

/** An agent: its components, and the flows between them. */
export interface AgentPlan {
  readonly id: string;
  readonly name: string;
  /** The name of its groups, and below which its components keep what they keep. */
  readonly keptAs: string;
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

/** One way through a flow: its operators in order, and where they lead. */
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

/** A target that depends on the element: the first case that has the selector's value, if any. */
export interface RoutePlan {
  readonly kind: "route";
  readonly id: string;
  readonly selector: ExpressionPlan;
  readonly cases: readonly RouteCasePlan[];
  readonly element: Type;
  readonly place: Place;
}

/** No patterns means `else`. */
export interface RouteCasePlan {
  readonly patterns: readonly ExpressionPlan[];
  readonly target: TargetPlan;
  readonly place: Place;
}

/** One operator of a chain. */
export interface OperatorPlan {
  readonly id: string;
  readonly name: string;
  /** `sluice/stream/elements.flow`, or a file of the program. */
  readonly declaredIn: string;
  /** What of the compiler writes it, as the standard library declares; null for one with a module, whatever its name. */
  readonly emitter: string | null;
  /** Without the receiver, and without other streams (`union(other)`: these are in `inputs`). */
  readonly said: readonly SaidPlan[];
  /** What it makes of an element does not depend on others. */
  readonly isElementwise: boolean;
  /** Keeps something between batches. */
  readonly isStateful: boolean;
  /** What it gives has an order of its own. */
  readonly isOrdered: boolean;
  /** It is given events with their headers. */
  readonly takesEvents: boolean;
  /** Names of the options that make its windows; null where it has none. */
  readonly windowed: WindowParams | null;
  /** It may give nothing for some of what it gets. */
  readonly canDrop: boolean;
  /** What its lambdas say of failures, beside `rejects`. */
  readonly failures: FailuresPlan;
  /** It makes several elements of one; null where it does not. */
  readonly growth: GrowthPlan | null;
  /** Of an operator that keeps something, as its window; empty for all others, which nobody asks. */
  readonly options: Options;
  /** Of an operator that keeps something: what the type parameters of its declaration stand for. Empty for all others. */
  readonly typeArgs: readonly { readonly param: string; readonly element: Type }[];
  /** What it keeps: by keys of a type, values of a type; of windows the batches of the input's interval, by their times. */
  readonly keeps: { readonly key: { readonly element: Type }; readonly value: { readonly element: Type } } | null;
  /** What goes in: bodies, also on an agent's wire. What the operator stands behind comes first. */
  readonly inputs: readonly [InputPort, ...InputPort[]];
  /** What comes out. */
  readonly element: Type;
  /** Where its failures go, each `else -> name` inside its lambdas. */
  readonly rejects: readonly RejectPlan[];
  readonly place: Place;
}

/** One of the ways into an operator. */
export interface InputPort {
  /** `this` for what the operator stands behind, else its parameter: `other` of `union(other)`. */
  readonly port: string;
  readonly element: Type;
}

/** What the functions of an operator do where there is no value, as far as it loses or stops something. */
export interface FailuresPlan {
  /** How many `else drop` there are. */
  readonly drops: number;
  /** Whether there is an `else fail`. */
  readonly fails: boolean;
}

/** How many elements are made of one, where the program writes them down; else null. */
export interface GrowthPlan {
  readonly times: number | null;
}

/** One `else -> target` in the functions of an operator. */
export interface RejectPlan {
  /** Name of an endpoint of the same agent or stream. */
  readonly to: string;
  readonly element: Type;
  readonly place: Place;
}

/** A stream: what it reads, the graph of its operators, and what it writes. */
export interface StreamPlan extends PacePlan {
  readonly id: string;
  readonly name: string;
  /** The name of its groups, and below which its operators keep what they keep. */
  readonly keptAs: string;
  readonly doc: readonly string[];
  readonly place: Place;
  readonly guarantees: string | null;
  readonly claimedAt: Place | null;
  readonly every: ExpressionPlan;
  /** How often a batch that fails is tried again; null where the program says nothing. */
  readonly retries: ExpressionPlan | null;
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

/** What a stream may read. */
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

/** A vertex of a stream's graph; its id is unique in the program. */
export type StreamNode = StreamInputNode | StreamOperator;

/** Where the elements of an input enter the graph. */
export interface StreamInputNode extends StreamNodeBase {
  readonly kind: "input";
  /** Name of an input of the stream. */
  readonly input: string;
  readonly element: Type;
  readonly place: Place;
}

/** An operator in the graph, with a port for each stream that it takes. */
export interface StreamOperator extends StreamNodeBase, OperatorPlan {
  readonly kind: "operator";
  readonly inputs: readonly [StreamPort, ...StreamPort[]];
  /** What it keeps is kept under this name within its stream. */
  readonly keptAs: string;
  /** Of one that no `let` names: `keptAs` with a hash of its chain, which tells it apart from others of the same name. */
  readonly keptAsChain: string | null;
  /** Takes one element at a time, needs the whole batch, or gives what came over several. */
  readonly shape: "elementwise" | "blocking" | "windowed";
}

/** One of the streams that an operator reads. A stream that meets itself is two ports of one node. */
export interface StreamPort extends InputPort {
  /** Id of a node. */
  readonly node: string;
}

/** `hits -> [print(), hdfs(…)]` */
export interface StreamWire {
  /** Id of a node. */
  readonly from: string;
  readonly to: TargetPlan;
  readonly cadence: string;
  readonly place: Place;
}
