import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory } from "../../../runtime/channel/memory.ts";
import type { Channel } from "../../../runtime/contract/channel.ts";
import type { Declared } from "../../../runtime/contract/context.ts";
import type { Event } from "../../../runtime/contract/event.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import type { Source } from "../../../runtime/contract/source.ts";
import type { WireContext } from "../../../runtime/contract/wire.ts";
import { agent } from "../../../runtime/engine/agent/declare-agent.ts";
import { createLogs } from "../../../runtime/log/logs.ts";
import { startProgram } from "../../../runtime/program/program.ts";
import { type Clock, systemClock } from "../../../runtime/system/clock.ts";

/** How the compiler would declare a component of the agent of these tests. */
export function declared(name: string, element: Schema = t.string): Declared {
  return { name: `a1.${name}`, place: `test.flow:1:1`, element };
}

/** A real program of one agent, with a source under test and a sink that keeps what it gets. */
export interface OneAgent<T> {
  readonly events: Event<T>[];
  bodies(): T[];
  /** Lines of the program's log. */
  readonly logs: string[];
  /** A counter of the source. */
  counted(counter: string): number;
  /** Drains the program and resolves when it has ended: true when nothing failed. */
  drain(): Promise<boolean>;
  /** Resolves when the program has ended by itself. */
  readonly ended: Promise<boolean>;
}

export interface OneAgentOptions<T> {
  readonly capacity?: number;
  readonly keepAlive?: number;
  readonly clock?: Clock;
  readonly dataDir?: string;
  /** Called before each batch is kept; may wait, or throw to refuse it. */
  readonly onWrite?: (events: readonly Event<T>[]) => Promise<void> | void;
  /** Told of each batch that the source puts. */
  readonly onPut?: (events: readonly Event<T>[]) => void;
  /** A step on the source's wire; may throw. */
  readonly step?: (event: Event<T>, wire: WireContext) => Event<T> | null;
  /** A step on the sink's wire. */
  readonly lastStep?: (event: Event<T>, wire: WireContext) => Event<T> | null;
  /** Called before the channel takes events; may throw, as a channel that cannot take them does. */
  readonly onTake?: (events: readonly Event<T>[]) => void;
}

function passOn<T>(
  batch: readonly Event<T>[],
  to: Event<T>[],
  wire: WireContext,
  step: OneAgentOptions<T>["step"],
): void {
  for (const one of batch) {
    const passed = step === undefined ? one : step(one, wire);
    if (passed !== null) to.push(passed);
  }
}

/** Starts `source -> memory -> sink`. Rejects when the source does not open. */
export async function startOneAgent<T>(source: Source<T>, options: OneAgentOptions<T> = {}): Promise<OneAgent<T>> {
  const {
    capacity = 1000,
    keepAlive = 3000,
    clock = systemClock,
    onWrite = () => {},
    onPut = () => {},
    step,
    lastStep,
    onTake = () => {},
  } = options;
  const events: Event<T>[] = [];
  const logs: string[] = [];
  const channel: Channel<T> = memory<T>(
    { capacity, transactionCapacity: Math.min(100, capacity), keepAlive },
    declared("c1"),
  );
  const put = channel.put.bind(channel);
  channel.put = async (batch, signal) => {
    onTake(batch);
    return put(batch, signal);
  };
  const sink: Sink<T> = {
    batchSize: 100,
    async open() {},
    async write(batch) {
      await onWrite(batch);
      events.push(...batch);
    },
    async close() {},
  };
  const a1 = agent({
    name: "a1",
    place: "test.flow:1:1",
    sources: { r1: source },
    channels: { c1: channel },
    sinks: { k1: sink },
    flows: [
      {
        from: "r1",
        to: ["c1"],
        optional: [],
        rejects: [],
        place: "test.flow:2:1",
        pass(batch, to, wire) {
          onPut(batch);
          passOn(batch, to.c1, wire, step);
        },
      },
      {
        from: "c1",
        to: ["k1"],
        optional: [],
        rejects: [],
        place: "test.flow:3:1",
        ...(lastStep === undefined
          ? {}
          : { pass: (batch, to: { k1: Event<T>[] }, wire) => passOn(batch, to.k1, wire, lastStep) }),
      },
    ],
  });
  const running = await startProgram(
    { file: "test.flow", agents: [a1] },
    {
      clock,
      logs: createLogs("text", clock, (line) => logs.push(line)),
      dataDir: options.dataDir ?? join(tmpdir(), "sluice-test-without-data"),
      batches: Number.POSITIVE_INFINITY,
      drainTimeout: Number.POSITIVE_INFINITY,
    },
  );
  return {
    events,
    bodies: () => events.map(({ body }) => body),
    logs,
    counted: (counter) => running.counters.get("a1.r1", counter),
    async drain() {
      running.drain();
      return running.ended;
    },
    ended: running.ended,
  };
}

/** The port that a listening source has told in its log. */
export function portOf({ logs }: { readonly logs: readonly string[] }): number {
  const port = /port=(\d+)/.exec(logs.join("\n"))?.[1];
  if (port === undefined) throw new Error(`no port in the log:\n${logs.join("\n")}`);
  return Number(port);
}
