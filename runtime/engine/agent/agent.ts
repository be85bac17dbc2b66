import type { Channel } from "../../contract/channel.ts";
import type { Event } from "../../contract/event.ts";
import type { Sink } from "../../contract/sink.ts";
import type { Source } from "../../contract/source.ts";
import type { WireContext } from "../../contract/wire.ts";
import type { WayOut } from "../../delivery/way-out.ts";
import type { SinkGroup } from "../../groups/sink-group.ts";
import type { Closers } from "../closers.ts";
import type { StepProbe } from "../probe/step-probe.ts";
import type { Services } from "../services.ts";

/** A source whose type of events does not matter here: the compiler has checked what flows. */
// biome-ignore lint/suspicious/noExplicitAny: a bound for inference; the element types are kept by the type parameters.
export type AnySource = Source<any>;
/** A channel whose type of events does not matter here. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnyChannel = Channel<any>;
/** A sink whose type of events does not matter here. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnySink = Sink<any>;

/** Things of an agent by their names in the program. */
export type Named<C> = Readonly<Record<string, C>>;

/** What travels through a component: `string` for a `Source<string>`. */
export type BodyOf<C> = C extends Source<infer T> | Channel<infer T> | Sink<infer T> ? T : never;

/** One array per destination of a flow, to be filled by its pass. */
type Wires<C, K, G> = { readonly [N in keyof C]: Event<BodyOf<C[N]>>[] } & {
  readonly [N in keyof K]: Event<BodyOf<K[N]>>[];
} & { readonly [N in keyof G]: Event<BodyOf<K[keyof K]>>[] };

/** From a source to channels, or from a channel to a sink or sink group: to several where a `route` chooses. */
interface FlowBetween<From, Body, To, C, K, G> {
  readonly from: From;
  /** Each gets the events, all or none of them. */
  readonly to: readonly To[];
  /** Channels whose failure is only counted. */
  readonly optional: readonly To[];
  /** Sinks that take what failed; written before the events count as taken. */
  readonly rejects: readonly (keyof K & string)[];
  readonly place: string;
  /** From a channel: what becomes of events that the (first) sink refuses. Absent: they wait. */
  readonly refused?: WayOut<keyof K & string>;
  /** From a channel: what becomes of events at which a step fails. Absent: they wait. */
  readonly failed?: WayOut<keyof K & string>;
  /** From a channel: what becomes of what a further sink, or one of `rejects`, refuses, by its name. Absent: it waits. */
  readonly refusedBy?: Readonly<Partial<Record<(keyof K | keyof G) & string, WayOut<keyof K & string>>>>;
  /** Watches its operators, where it was compiled for metrics. */
  readonly probe?: StepProbe;
  /** The steps on the wire, fused: reads `events` and fills the arrays in `to`. Absent: all go everywhere as they are. */
  readonly pass?: (events: readonly Event<Body>[], to: Wires<C, K, G>, wire: WireContext) => void;
  /** The same, telling `probe` what its operators do: for batches that this watches. */
  readonly watched?: (events: readonly Event<Body>[], to: Wires<C, K, G>, wire: WireContext) => void;
}

type FlowOf<S, C, K, G> =
  | { [N in keyof S & string]: FlowBetween<N, BodyOf<S[N]>, keyof C & string, C, K, G> }[keyof S & string]
  | { [N in keyof C & string]: FlowBetween<N, BodyOf<C[N]>, (keyof K | keyof G) & string, C, K, G> }[keyof C & string];

/** An agent as declared; names are those of the `.flow` file. */
export interface AgentDefinition<
  S extends Named<AnySource>,
  C extends Named<AnyChannel>,
  K extends Named<AnySink>,
  G extends Named<SinkGroup>,
> {
  readonly name: string;
  readonly place: string;
  readonly sources: S;
  readonly channels: C;
  readonly sinks: K;
  /** Made of `sinks`, by their names. */
  readonly groups?: G;
  readonly flows: readonly FlowOf<S, C, K, G>[];
}

/** A flow without its types: what runs. */
export interface Flow {
  readonly from: string;
  readonly to: readonly string[];
  readonly optional: readonly string[];
  readonly rejects: readonly string[];
  readonly place: string;
  /** What its dead letters name, where that is not the arrow from `from`. */
  readonly edge?: string;
  readonly refused?: WayOut;
  readonly failed?: WayOut;
  readonly refusedBy?: Readonly<Record<string, WayOut>>;
  readonly probe?: StepProbe;
  readonly pass?: (events: readonly Event[], to: Record<string, Event[]>, wire: WireContext) => void;
  readonly watched?: Flow["pass"];
}

/** An agent for `run`; `fromChannel` reads its channels by name. */
export interface Agent<C extends Named<AnyChannel> = Named<AnyChannel>> {
  readonly name: string;
  readonly place: string;
  readonly sources: Named<AnySource>;
  readonly channels: C;
  readonly sinks: Named<AnySink>;
  readonly groups: Named<SinkGroup>;
  readonly flows: readonly Flow[];
  /** Makes a run of `agent`. An agent brings along how it runs, so that a program without agents does not carry that. */
  readonly newRun: (agent: Agent, services: Services) => RunOfAgent;
}

/** One run of an agent, as the program sees it: channels are opened first, then sinks, then sources, then it runs. */
export interface RunOfAgent {
  readonly agent: Agent;
  /** Aborted when nothing more will be put into the channels. */
  readonly fed: AbortSignal;
  /** Whether a source has ended before its time. */
  readonly failed: boolean;
  openChannels(closers: Closers): Promise<void>;
  openSinks(closers: Closers): Promise<void>;
  openSources(closers: Closers): Promise<void>;
  /** Resolves when the sources have ended, or have drained, and the channels are empty. */
  run(): Promise<void>;
  /** Takes what is in `channel` over `flow`. Resolves when `fed` is aborted and it is empty, or the program stops. */
  carryOver(flow: Flow, channel: AnyChannel, fed: AbortSignal): Promise<void>;
}
