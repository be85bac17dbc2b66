import { tmpdir } from "node:os";
import { join } from "node:path";
import { agent } from "../../../runtime/agent/agent.ts";
import { memory } from "../../../runtime/channel/memory.ts";
import { type Clock, systemClock } from "../../../runtime/clock.ts";
import type { Channel, Declared, Sink, Source } from "../../../runtime/component.ts";
import type { Event } from "../../../runtime/event.ts";
import { createLogs } from "../../../runtime/program/logs.ts";
import { startProgram } from "../../../runtime/program/program.ts";
import { type Schema, t } from "../../../runtime/schema.ts";

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
  readonly step?: (event: Event<T>) => Event<T>;
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
  } = options;
  const events: Event<T>[] = [];
  const logs: string[] = [];
  const channel: Channel<T> = memory<T>(
    { capacity, transactionCapacity: Math.min(100, capacity), keepAlive },
    declared("c1"),
  );
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
        pass(batch, to) {
          onPut(batch);
          for (const one of batch as readonly Event<T>[])
            (to.c1 as Event<T>[]).push(step === undefined ? one : step(one));
        },
      },
      { from: "c1", to: ["k1"], optional: [], rejects: [], place: "test.flow:3:1" },
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
