import type { Event } from "../../contract/event.ts";
import type { Failure } from "../../contract/failure.ts";
import type { Sink } from "../../contract/sink.ts";
import type { WayOut } from "../../delivery/way-out.ts";
import type { StateObject } from "../../state/state-object.ts";
import type { Closers } from "../closers.ts";
import type { StepProbe } from "../probe/step-probe.ts";
import type { Services } from "../services.ts";
import type { Input } from "./input.ts";

/** An input whose type of elements does not matter here: the compiler has checked what flows. */
// biome-ignore lint/suspicious/noExplicitAny: a bound for inference; the element types are kept by the type parameters.
export type AnyInput = Input<any>;
/** A sink whose type of elements does not matter here. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type AnyOutput = Sink<any>;

/** Things of a stream by their names in the program. */
export type Named<C> = Readonly<Record<string, C>>;
type ElementOf<P> = P extends Input<infer T> ? T : P extends Sink<infer T> ? T : never;

/** The batch under way, as its function sees it. */
export interface Batch<O = Named<AnyOutput>> {
  /** End of the batch in ms since 1970, a multiple of the interval. */
  readonly time: number;
  /** One interval before the first batch: what windows and slides count from. */
  readonly zeroTime: number;
  /** True behind the end of the input: what is kept comes out ahead of its time. */
  readonly isRest?: boolean;
  /** Counts an element that went to the rejects. */
  rejected(operator: string): void;
  /** Counts an element that was dropped; a failure is also logged, once per reason. */
  dropped(operator: string, failure?: Failure): void;
  /** Writes `body` to `output` with headers that say why it failed and where. */
  reject<N extends keyof O & string>(output: N, body: ElementOf<O[N]>, failure: Failure): void;
  /** This output has no batch this time: it is not written at all, not even an empty one. */
  skip(output: keyof O & string): void;
}

/** What becomes of an element that makes its batch fail, instead of ending the stream. */
export type Poison =
  | "drop"
  | {
      /** Name of the output that takes it, with headers that say why. */
      readonly to: string;
      /** By input, where the output does not take its elements as they are. */
      readonly as?: Named<(body: never) => unknown>;
    };

/** Under which names a stream keeps things, where these are others than those that the program has now. */
export interface KeptNames {
  /** Of the stream itself. */
  readonly as?: string;
  /** By the names of the inputs. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Of what operators without a name keep: another name for it, which tells their chains apart. */
  readonly chains?: Readonly<Record<string, string>>;
}

/** A micro-batch job as declared. */
export interface StreamDefinition<I extends Named<AnyInput>, O extends Named<AnyOutput>, S> {
  readonly name: string;
  readonly place: string;
  readonly kept?: KeptNames;
  /** Interval in ms. */
  readonly every: number;
  readonly inputs: I;
  /** Written one after the other, in this order. */
  readonly outputs: O;
  /** What becomes of what an output refuses. Absent: the batch waits. */
  readonly refused?: { readonly [N in keyof O]?: WayOut<keyof O & string> };
  /** Makes what is kept between batches; saved after each of them, and restored at the next start. */
  state?(): S;
  /**
   * Batches can be done again after a crash exactly as they were, since all inputs can give the same again and what is
   * kept has their positions: outputs that know batches (`writeOnce`) write each once.
   */
  readonly once?: boolean;
  /**
   * What becomes of intervals in which a batch cannot begin, as the one before takes too long or the program is down:
   * each has its batch (`queue`), or one batch has all that came (`merge`). Left out: each has its batch, up to what has
   * no room or was missed for long.
   */
  readonly overrun?: "queue" | "merge";
  /** Most events a second that batches take of each input. */
  readonly maxRate?: number;
  /** The same of each partition of a topic. */
  readonly maxRatePerPartition?: number;
  /** Batches take no more than the stream can do, as the ones before them show. */
  readonly backpressure?: boolean;
  /** How often a batch that fails is tried again, before anything else becomes of it; 0. */
  readonly retries?: number;
  /** Watches its operators, where it was compiled for metrics. */
  readonly probe?: StepProbe;
  /** Where it is left out, a batch that still fails ends the stream, and the program's exit status is 1. */
  readonly poison?: Poison;
  /** Computes one batch. Throws when it fails. */
  batch(
    inputs: { readonly [N in keyof I]: readonly Event<ElementOf<I[N]>>[] },
    emit: { readonly [N in keyof O]: ElementOf<O[N]>[] },
    state: S,
    batch: Batch<O>,
  ): void | Promise<void>;
  /** The same, telling `probe` what its operators do: for batches that this watches. */
  watched?(...given: Parameters<StreamDefinition<I, O, S>["batch"]>): void | Promise<void>;
}

/** A stream for `run`. */
export interface Stream {
  readonly name: string;
  readonly place: string;
  readonly kept?: KeptNames;
  readonly every: number;
  readonly inputs: Named<AnyInput>;
  readonly outputs: Named<AnyOutput>;
  readonly refused?: Readonly<Record<string, WayOut | undefined>>;
  readonly state?: () => Named<StateObject>;
  /** The state lives no longer than the process, and in no file: a program under test. */
  readonly volatile?: boolean;
  readonly once?: boolean;
  readonly overrun?: "queue" | "merge";
  readonly maxRate?: number;
  readonly maxRatePerPartition?: number;
  readonly backpressure?: boolean;
  readonly retries?: number;
  readonly poison?: Poison;
  readonly probe?: StepProbe;
  readonly batch: (
    inputs: Named<readonly Event[]>,
    emit: Named<unknown[]>,
    state: Named<StateObject>,
    batch: Batch,
  ) => void | Promise<void>;
  readonly watched?: Stream["batch"];
  /**
   * Makes a run of `stream`, this one or a variant of it; `batches` is how many it may have, Infinity for no bound. A
   * stream brings along how it runs, so that a program without streams does not carry that.
   */
  readonly newRun: (stream: Stream, services: Services, batches: number) => RunOfStream;
}

/** One run of a stream, as the program sees it: its state is opened first, then outputs, then inputs, then it runs. */
export interface RunOfStream {
  readonly stream: Stream;
  /** Aborted when the last batch is formed: what is left to do is to compute and write those that wait. */
  readonly formed: AbortSignal;
  /** Takes over what an earlier run has kept. Rejects where that does not fit, before anything else is touched. */
  openState(closers: Closers): Promise<void>;
  openOutputs(closers: Closers): Promise<void>;
  openInputs(closers: Closers): Promise<void>;
  /** Events that no batch has written and that cannot be read again, by input. */
  unwritten(): ReadonlyMap<string, number>;
  /** Resolves when the inputs have ended, the stream has drained or has had its batches; rejects when one fails. */
  run(): Promise<void>;
  /**
   * After a `run` that has rejected, while the rest of the program goes on: nothing may come in that nobody reads, and
   * what was written gets its final name.
   */
  close(): Promise<void>;
}
