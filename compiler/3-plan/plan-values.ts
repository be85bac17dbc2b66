/** What the parts of a plan say: places, expressions, and what components are made by. */
import type { Delivery } from "../model/delivery.ts";
import type { Known } from "../model/known.ts";
import type { Type } from "../model/types/type.ts";

/** Where something stands; `text` is what people are shown: `access.flow:21:11`. */
export interface Place {
  /** Path as the host knows it. */
  readonly file: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** An expression of the program. What it is in the syntax tree, the emitter finds in `Origins`. */
export interface ExpressionPlan {
  /** As written. */
  readonly text: string;
  /** Its value, where that is known before the start. */
  readonly value?: Known;
  readonly place: Place;
}

/** Values of options that are known before the start, defaults included. */
export type Options = ReadonlyMap<string, Known>;

/** An option that the program gives. */
export interface SaidPlan {
  readonly name: string;
  readonly value: ExpressionPlan;
  /** One of those that all components of its kind have, as `retries`. */
  readonly isShared: boolean;
}

/** What makes a component, topic or group, and what its declaration says about it with these options. */
export interface MakerPlan {
  /** `netcat` */
  readonly name: string;
  /** Where it is declared: `sluice/netcat/netcat.flow`, or a file of the program. */
  readonly declaredIn: string;
  readonly delivers: Delivery | null;
  /** A write that fails leaves nothing behind. */
  readonly isAtomic: boolean;
  /** It leaves a batch out that it has written already, which a stream does again after a crash. */
  readonly knowsBatches: boolean;
  /** A source that reads the same from its beginning at each start, and knows whether it is the same. */
  readonly beginsAgain: boolean;
  /** How events may be lost beyond what `delivers` says. */
  readonly losses: readonly { readonly reason: string; readonly raise: string }[];
  /** Most events that it gives or takes at once. */
  readonly batch: BoundPlan | null;
  /** Most events of one transaction of a channel. */
  readonly transaction: BoundPlan | null;
  /** Events that a channel has room for. */
  readonly room: BoundPlan | null;
  /** Readers of one group that can share the work of a topic. */
  readonly readers: BoundPlan | null;
  /** What its port or file is claimed for, where the declaration says it: `udp`. */
  readonly exclusiveFor: string | null;
  /** A topic that processes on several machines can use at a time. */
  readonly isDistributed: boolean;
  /** How long, in ms, the position behind what was read may wait until it is written. */
  readonly rereads: BoundPlan | null;
  /** A source that keeps where it stands, and continues there after a restart. */
  readonly resumes: boolean;
}

/** A number that an option gives. */
export interface BoundPlan {
  readonly option: string;
  /** Null where it is known at the start only. */
  readonly value: number | null;
}

/** What a stream does that is behind. */
export interface PacePlan {
  /** What becomes of intervals in which a batch cannot begin; null where the program says nothing. */
  readonly overrun: string | null;
  /** Most events a second, of each input and of each partition of a topic. */
  readonly maxRate: ExpressionPlan | null;
  readonly maxRatePerPartition: ExpressionPlan | null;
  /** Whether batches take no more than the ones before them could do. */
  readonly backpressure: boolean;
}

/** Rows by key, loaded from outside. */
export interface TablePlan {
  readonly id: string;
  readonly name: string;
  readonly doc: readonly string[];
  readonly maker: MakerPlan;
  readonly options: Options;
  readonly said: readonly SaidPlan[];
  /** Type of the rows. */
  readonly element: Type;
  /** Names of the agents and streams that look something up in it. */
  readonly readers: readonly string[];
  readonly place: Place;
}
