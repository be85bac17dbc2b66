import { PoisonedEventError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import type { Agent, AnySource } from "../../runtime/engine/agent/agent.ts";
import { isTopicUser } from "../../runtime/engine/topic/topic-user.ts";
import type { Shim } from "../../runtime/program/shim.ts";
import { type Pins, pinnedFlows } from "./pinned.ts";
import { StreamPlayer } from "./play-stream.ts";
import type { PlayedSinks } from "./played-sinks.ts";
import { readEvent, readValue, type ValueMakers } from "./recorded-value.ts";
import type { Entry, RecordedBatch, Recording } from "./recording.ts";

/** The machine on which a recording is played back. */
export interface Stage {
  now(): number;
  /** Calls `action` in so many ms. */
  after(ms: number, action: () => void): void;
}

/** A moment that no clock shows, in ms. */
const TURN = 0.001;

/** How long a put waits that was not taken, in ms. */
const AGAIN = 100;

type Put = Extract<Entry, { readonly put: string }>;
type Rows = readonly (readonly [unknown, unknown])[];

/** Plays a recording back to a program: in the place of its sources, and of what its streams read. */
export class Player {
  readonly #recording: Recording;
  readonly #stage: Stage;
  readonly #makers: () => ValueMakers;
  readonly #sinks: PlayedSinks;
  readonly #pins: Pins = new Map();
  readonly #outputs = new Map<string, PlayedOutput>();
  readonly #tables = new Map<string, ReadonlyMap<unknown, unknown>>();
  readonly #streams: StreamPlayer[] = [];
  #sources = 0;
  /** Puts that were not taken, and came again. */
  readonly #refused: ReadonlySet<number>;

  constructor(recording: Recording, stage: Stage, makers: () => ValueMakers, sinks: PlayedSinks) {
    this.#recording = recording;
    this.#stage = stage;
    this.#makers = makers;
    this.#sinks = sinks;
    this.#refused = new Set(recording.entries.flatMap((entry) => ("refused" in entry ? [entry.refused] : [])));
  }

  /** Batches that had other times than in the recording. */
  get shifted(): number {
    return this.#streams.reduce((sum, { shifted }) => sum + shifted, 0);
  }

  /** Names of streams that went on from batches of an earlier run, or from before the recording begins. */
  get resumed(): readonly string[] {
    return this.#streams.flatMap(({ resumed }) => resumed ?? []);
  }

  /** When the last of it is played, once the program has been made. */
  get end(): number {
    return Math.max(this.#recording.entries.at(-1)!.at, this.#nextDue);
  }

  get #nextDue(): number {
    return Math.max(0, ...this.#streams.map(({ nextDue }) => nextDue));
  }

  get #lastDue(): number {
    return Math.max(0, ...this.#streams.map(({ lastDue }) => lastDue));
  }

  /** Stands between a program and what comes in. */
  readonly shim: Shim = (program) => {
    const { agents = [], streams = [], tables = [] } = program;
    for (const table of tables) {
      Object.defineProperty(table, "rows", { get: () => this.#tables.get(table.name) ?? new Map() });
    }
    const sinks = [
      ...agents.flatMap(({ sinks }) => Object.values(sinks)),
      ...streams.flatMap(({ outputs }) => Object.values(outputs)),
    ];
    const written = new Set(sinks.flatMap((sink) => (isTopicUser(sink) ? [sink.topic] : [])));
    const batches = this.#recording.entries.filter((entry): entry is Entry & RecordedBatch => "batch" in entry);
    return {
      ...program,
      tables: tables.map((table) => ({ name: table.name, rows: new Map(), async open() {}, async close() {} })),
      agents: agents.map((agent) => this.#agent(agent)),
      streams: streams.map((stream) => {
        const player = new StreamPlayer(stream, {
          batches: batches.filter(({ batch }) => batch === stream.name),
          written,
          now: () => this.#stage.now(),
          read: (events) => events.map((event) => readEvent(event, this.#makers())),
        });
        this.#streams.push(player);
        return { ...player.stream, outputs: this.#sinks.played(stream.name, stream.outputs) };
      }),
    };
  };

  /** Plays all entries, each at its time; `drain` is called where the program was asked to stop, or at the end. */
  play(drain: () => void): void {
    const { entries } = this.#recording;
    const at = (time: number, action: () => void) => this.#stage.after(Math.max(0, time - this.#stage.now()), action);
    const drainAt = (time: number) =>
      at(time, () => {
        // Those that were between the times of the interval are had at the next one.
        if (this.#streams.some(({ hasLeft }) => hasLeft)) at(this.#nextDue + TURN, drain);
        else drain();
      });
    const step = (index: number): void => {
      const entry = entries[index];
      // It has ended by itself, and does so again if it is not hurried; or it was killed.
      if (entry === undefined) drainAt(this.#nextDue);
      // Opening takes no time, but several turns.
      else if ("put" in entry && this.#unopened > 0) this.#stage.after(TURN, () => step(index));
      else {
        at(entry.at, () => {
          this.#playEntry(entry);
          // A program that catches up has batches ahead of their times, and ends before these.
          if ("drain" in entry) drainAt(this.#lastDue);
          else step(index + 1);
        });
      }
    };
    step(0);
  }

  #playEntry(entry: Entry): void {
    if ("segment" in entry) for (const [name, rows] of Object.entries(entry.tables)) this.#setTable(name, rows);
    else if ("table" in entry) this.#setTable(entry.table, entry.rows);
    else if ("put" in entry && !this.#refused.has(entry.n)) this.#outputs.get(entry.put)?.put(entry);
    else if ("ended" in entry) this.#outputs.get(entry.ended)?.end();
  }

  /** Sources that do not run yet. */
  get #unopened(): number {
    return this.#sources - this.#outputs.size;
  }

  #setTable(name: string, rows: Rows): void {
    const read = (value: unknown) => readValue(value, this.#makers());
    this.#tables.set(name, new Map(rows.map(([key, row]) => [read(key), read(row)])));
  }

  #agent(agent: Agent): Agent {
    const named = Object.entries(agent.sources);
    const sources = named.map(([name, source]) => [name, this.#source(source, `${agent.name}.${name}`)] as const);
    return {
      ...agent,
      sources: Object.fromEntries(sources),
      sinks: this.#sinks.played(agent.name, agent.sinks),
      flows: pinnedFlows(agent, this.#pins, this.#recording.about.seed),
    };
  }

  #source(source: AnySource, name: string): AnySource {
    const stage = this.#stage;
    let draining: AbortSignal;
    this.#sources += 1;
    return {
      ...(isTopicUser(source) ? { topic: source.topic, reads: true } : {}),
      async open(context) {
        draining = context.draining;
      },
      async close() {},
      run: (output) => {
        const played = new PlayedOutput(output, stage, (entry) => {
          this.#pins.set(name, { time: entry.at, n: entry.n });
          return entry.events.map((event) => readEvent(event, this.#makers()));
        });
        this.#outputs.set(name, played);
        draining.addEventListener("abort", () => played.end(), { once: true });
        return played.done;
      },
    } satisfies Source<unknown> & object;
  }
}

/** What a source puts, which is played back. */
class PlayedOutput {
  readonly #output: Output<unknown>;
  readonly #stage: Stage;
  /** Pins a put, and gives its events. */
  readonly #begin: (entry: Put) => readonly Event[];
  readonly done: Promise<void>;
  #settle: { readonly end: () => void; readonly fail: (error: unknown) => void } | null = null;
  #underWay = 0;
  #isOver = false;

  constructor(output: Output<unknown>, stage: Stage, begin: (entry: Put) => readonly Event[]) {
    this.#output = output;
    this.#stage = stage;
    this.#begin = begin;
    this.done = new Promise((end, fail) => {
      this.#settle = { end, fail };
    });
  }

  put(entry: Put): void {
    this.#underWay += 1;
    this.#attempt(entry);
  }

  /** Nothing more comes. */
  end(): void {
    this.#isOver = true;
    if (this.#underWay === 0) this.#settle?.end();
  }

  #attempt(entry: Put): void {
    const events = this.#begin(entry);
    const parts: (readonly Event[])[] = [];
    // Another program may take fewer at a time.
    const { batchSize } = this.#output;
    for (let at = 0; at < events.length; at += batchSize) parts.push(events.slice(at, at + batchSize));
    const puts = parts.map((some) => this.#output.put(some));
    Promise.all(puts).then(
      () => {
        this.#underWay -= 1;
        if (this.#isOver) this.end();
      },
      (error: unknown) => {
        if (error instanceof Error && error.name === PoisonedEventError.name) this.#settle?.fail(error);
        // The channel is full: what takes out of it may be slower here.
        else this.#stage.after(AGAIN, () => this.#attempt(entry));
      },
    );
  }
}
