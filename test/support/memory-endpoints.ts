/** Sources and sinks that live in the test itself. */
import type { Context } from "../../runtime/contract/context.ts";
import { type Event, event } from "../../runtime/contract/event.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";

/** A source that the test feeds. */
export interface PushedSource<T> extends Source<T> {
  /** Resolves or rejects as the `put` of these bodies does; waits until the source runs. */
  push(...bodies: T[]): Promise<void>;
  put(events: readonly Event<T>[]): Promise<void>;
  /** The input ends. */
  end(): void;
  /** Makes `run` reject; the next `run` goes on. */
  fail(error: Error): void;
  readonly runs: number;
  readonly state: "made" | "open" | "closed";
}

export function pushedSource<T>(): PushedSource<T> {
  let state: PushedSource<T>["state"] = "made";
  let runs = 0;
  let ready = gate<Output<T>>();
  let stop = gate<Error | null>();
  let context: Context | null = null;
  const put = async (events: readonly Event<T>[]) => (await ready.opened).put(events);
  return {
    put,
    push: (...bodies) => put(bodies.map((body) => event(body))),
    end: () => stop.open(null),
    fail: (error) => stop.open(error),
    get runs() {
      return runs;
    },
    get state() {
      return state;
    },
    async open(given) {
      context = given;
      state = "open";
    },
    async run(output) {
      runs += 1;
      context!.draining.addEventListener("abort", () => stop.open(null), { once: true });
      if (context!.draining.aborted) return;
      ready.open(output);
      const error = await stop.opened;
      if (error === null) return;
      ready = gate();
      stop = gate();
      throw error;
    },
    async close() {
      state = "closed";
    },
  };
}

/** A source that puts each batch and ends. */
export function listSource<T>(...batches: T[][]): Source<T> {
  return {
    async open() {},
    async run(output) {
      for (const batch of batches) await output.put(batch.map((body) => event(body)));
    },
    async close() {},
  };
}

/** A sink that keeps what was written. */
export interface KeepingSink<T> extends Sink<T> {
  /** One array per write that succeeded. */
  readonly writes: Event<T>[][];
  /** Bodies of all writes that succeeded. */
  readonly bodies: T[];
  /** Every write that was tried, by its bodies. */
  readonly tried: T[][];
  /** Makes the next `times` writes reject. */
  refuse(times: number, error?: Error): void;
  /** Makes writes wait until the result is called. */
  hold(): () => void;
  readonly state: "made" | "open" | "closed";
}

export function keepingSink<T>(batchSize = 100): KeepingSink<T> {
  let state: KeepingSink<T>["state"] = "made";
  let refusals = 0;
  let refusal = new Error("refused");
  let held: Promise<void> | null = null;
  const writes: Event<T>[][] = [];
  const tried: T[][] = [];
  return {
    batchSize,
    writes,
    tried,
    get bodies() {
      return writes.flat().map(({ body }) => body);
    },
    get state() {
      return state;
    },
    refuse(times, error = new Error("refused")) {
      refusals = times;
      refusal = error;
    },
    hold() {
      const opening = gate<void>();
      held = opening.opened;
      return () => {
        held = null;
        opening.open();
      };
    },
    async open() {
      state = "open";
    },
    async write(events) {
      tried.push(events.map(({ body }) => body));
      if (held !== null) await held;
      if (refusals > 0) {
        refusals -= 1;
        throw refusal;
      }
      writes.push([...events]);
    },
    async close() {
      state = "closed";
    },
  };
}

/** A sink of a stream that keeps whole batches with their times, empty ones too. */
export interface BatchSink<T> extends Sink<T> {
  readonly batches: { readonly time: number; readonly elements: T[] }[];
  refuse(times: number): void;
}

export function batchSink<T>(): BatchSink<T> {
  const batches: BatchSink<T>["batches"] = [];
  let refusals = 0;
  return {
    batchSize: 100,
    batches,
    refuse(times) {
      refusals = times;
    },
    async open() {},
    async write() {
      throw new Error("a stream writes batches to a sink that takes them");
    },
    async writeBatch(elements, time) {
      if (refusals > 0) {
        refusals -= 1;
        throw new Error("refused");
      }
      batches.push({ time, elements: [...elements] });
    },
    async close() {},
  };
}

function gate<T>(): { readonly opened: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => {};
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open: (value) => open(value) };
}
