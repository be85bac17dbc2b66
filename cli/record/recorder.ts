import { PoisonedEventError } from "../../runtime/contract/errors.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import type { Agent, AnySource } from "../../runtime/engine/agent/agent.ts";
import type { OpenInput } from "../../runtime/engine/stream/input.ts";
import type { AnyInput, Stream } from "../../runtime/engine/stream/stream.ts";
import { isTopicUser } from "../../runtime/engine/topic/topic-user.ts";
import type { Shim } from "../../runtime/program/shim.ts";
import { type Pins, pinnedFlows } from "./pinned.ts";
import { eventWriter, valueWriter } from "./recorded-value.ts";
import type { Entry } from "./recording.ts";

/** Where a recorder writes to. */
export interface EntryWriter {
  /** Adds an entry; one that `isUrgent` is safe from a kill when this returns. */
  add(entry: Entry, isUrgent?: boolean): void;
}

/** What is recorded, and how. */
export interface RecorderOptions {
  readonly masked: ReadonlySet<string>;
  /** Decides the randomness of steps. */
  readonly seed: string;
}

/** Rows of a table, written. */
type Rows = readonly (readonly [unknown, unknown])[];

/** Records what comes into a program: what sources put, and what each batch of a stream has. */
export class Recorder {
  readonly #writer: EntryWriter;
  readonly #seed: string;
  readonly #event: ReturnType<typeof eventWriter>;
  readonly #value: ReturnType<typeof valueWriter>;
  readonly #pins: Pins = new Map();
  #tables: readonly { readonly name: string; readonly rows: ReadonlyMap<unknown, unknown> }[] = [];
  #known = new Map<string, ReadonlyMap<unknown, unknown>>();
  #puts = 0;
  #hasStarted = false;
  /** When the last part of the program that is recorded was open. */
  #openAt = 0;
  #draining: AbortSignal | null = null;

  constructor(writer: EntryWriter, { masked, seed }: RecorderOptions) {
    this.#writer = writer;
    this.#seed = seed;
    this.#event = eventWriter(masked);
    this.#value = valueWriter(masked);
  }

  /** Stands between a program and what comes in. */
  readonly shim: Shim = (program) => {
    this.#tables = program.tables ?? [];
    return {
      ...program,
      agents: (program.agents ?? []).map((agent) => this.#agent(agent)),
      streams: (program.streams ?? []).map((stream) => this.#stream(stream)),
    };
  };

  /** What tables have now, for a segment that is to be read without those before it. */
  get tables(): Readonly<Record<string, Rows>> {
    return Object.fromEntries([...this.#known].map(([name, rows]) => [name, this.#rows(rows)]));
  }

  /** Notes when the program is asked to stop. */
  #watch(draining: AbortSignal): void {
    if (this.#draining !== null) return;
    this.#draining = draining;
    draining.addEventListener("abort", () => this.#writer.add({ at: Date.now(), drain: true }, true), { once: true });
  }

  #agent(agent: Agent): Agent {
    const named = Object.entries(agent.sources);
    const sources = named.map(([name, source]) => [name, this.#source(source, `${agent.name}.${name}`)] as const);
    return { ...agent, sources: Object.fromEntries(sources), flows: pinnedFlows(agent, this.#pins, this.#seed) };
  }

  #source(source: AnySource, name: string): AnySource {
    return {
      ...(isTopicUser(source) ? { topic: source.topic, reads: true, groupIn: source.groupIn } : {}),
      ...(source.ends === undefined ? {} : { ends: source.ends }),
      ...(source.keepsAt === undefined ? {} : { keepsAt: (dataDir) => source.keepsAt!(dataDir) }),
      ...(source.identity === undefined ? {} : { identity: (former) => source.identity!(former) }),
      open: async (context) => {
        this.#watch(context.draining);
        await source.open(context);
        this.#openAt = Date.now();
      },
      close: () => source.close(),
      run: async (output) => {
        this.#start();
        await source.run(this.#output(output, name));
        this.#writer.add({ at: Date.now(), ended: name });
      },
    } satisfies Source<unknown> & object;
  }

  #output(output: Output<unknown>, name: string): Output<unknown> {
    return {
      batchSize: output.batchSize,
      put: async (events) => {
        this.#lookAtTables();
        this.#puts += 1;
        const [at, n] = [Date.now(), this.#puts];
        this.#writer.add({ at, put: name, n, events: events.map(this.#event) });
        this.#pins.set(name, { time: at, n });
        try {
          await output.put(events);
        } catch (error) {
          // What is poisoned is so whenever it is played back.
          const isPoisoned = error instanceof Error && error.name === PoisonedEventError.name;
          if (!isPoisoned) this.#writer.add({ at: Date.now(), refused: n });
          throw error;
        }
      },
    };
  }

  #stream(stream: Stream): Stream {
    const opened = new Map<string, OpenInput<unknown>>();
    const inputs = Object.entries(stream.inputs).map(
      ([name, input]) => [name, this.#input(input, name, opened)] as const,
    );
    let last: number | null = null;
    return {
      ...stream,
      inputs: Object.fromEntries(inputs),
      batch: (given, emit, state, batch) => {
        // One that is tried again, or in parts, has the same time.
        if (batch.time !== last) {
          last = batch.time;
          this.#lookAtTables();
          const had = Object.entries(given).map(([name, events]) => [name, events.map(this.#event)] as const);
          const over = [...opened].flatMap(([name, { ended }]) => (ended ? [name] : []));
          const { time, zeroTime: zero } = batch;
          const entry = { batch: stream.name, time, zero, inputs: Object.fromEntries(had), over };
          this.#writer.add({ at: Date.now(), ...entry }, true);
        }
        return stream.batch(given, emit, state, batch);
      },
    };
  }

  #input(input: AnyInput, name: string, opened: Map<string, OpenInput<unknown>>): AnyInput {
    return {
      ...input,
      open: async (setting) => {
        this.#watch(setting.services.draining);
        const open = await input.open(setting);
        opened.set(name, open);
        this.#openAt = Date.now();
        const start = open.start.bind(open);
        open.start = () => {
          this.#start();
          start();
        };
        return open;
      },
    };
  }

  /** All is open. The times of batches come from a moment behind that, so that those of a replay begin no later. */
  #start(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    this.#lookAtTables();
    this.#writer.add({ at: this.#openAt, start: true }, true);
  }

  #lookAtTables(): void {
    for (const { name, rows } of this.#tables) {
      if (this.#known.get(name) === rows) continue;
      this.#known.set(name, rows);
      this.#writer.add({ at: Date.now(), table: name, rows: this.#rows(rows) });
    }
  }

  #rows(rows: ReadonlyMap<unknown, unknown>): Rows {
    return [...rows].map(([key, row]) => [this.#value(key), this.#value(row)] as const);
  }
}
