import { basename } from "node:path";
import { durationText } from "../codec/units.ts";
import { LossError, refuseLosses } from "../contract/loss-error.ts";
import { messageOf } from "../contract/message-of.ts";
import { letSecretsThrow } from "../contract/secret.ts";
import type { Table } from "../contract/table.ts";
import type { Topic } from "../contract/topic.ts";
import type { Agent, RunOfAgent } from "../engine/agent/agent.ts";
import { Closers } from "../engine/closers.ts";
import { Counters } from "../engine/counters.ts";
import { Figures } from "../engine/figures.ts";
import type { Replays } from "../engine/replays.ts";
import { contextOf, type Services } from "../engine/services.ts";
import { BatchFailed } from "../engine/stream/batch-failed.ts";
import type { RunOfStream, Stream } from "../engine/stream/stream.ts";
import type { Taps } from "../engine/taps.ts";
import { UnderWay } from "../engine/under-way.ts";
import type { Logs } from "../log/logs.ts";
import { placeOf } from "../log/place.ts";
import { awaitAbort, unlessAborted } from "../system/abort.ts";
import type { Clock } from "../system/clock.ts";
import { judgeKept, type KeptVerdict } from "./kept/judge-kept.ts";
import { tellLeftBehind } from "./left-behind.ts";
import type { Metrics } from "./metered.ts";
import { Stop } from "./stop.ts";
import { endsByItself, type Part, runAll, runBehindWriters } from "./topic-writers.ts";
import { undecodableSinks, usedTopics } from "./used-topics.ts";

/** What a `.flow` file declares. */
export interface Program {
  /** Name of the file, for logs. */
  readonly file: string;
  // biome-ignore lint/suspicious/noExplicitAny: topics of all types.
  readonly topics?: readonly Topic<any>[];
  // biome-ignore lint/suspicious/noExplicitAny: tables of all types.
  readonly tables?: readonly Table<any, any>[];
  readonly agents?: readonly Agent[];
  readonly streams?: readonly Stream[];
  /** Of a program that is compiled for metrics. */
  readonly metrics?: Metrics;
}

/** What a program is lent by whoever runs it. */
export interface ProgramSettings {
  /** Its name, which its groups on topics carry; that of its file unless given. */
  readonly name?: string | null;
  readonly clock: Clock;
  readonly logs: Logs;
  /** Absolute. */
  readonly dataDir: string;
  /** Streams, and states of streams (`stream.name`), that start without what is kept of them. */
  readonly discardState?: readonly string[];
  /** How much memory what streams keep may take together, in bytes; without a bound where it is left out. */
  readonly stateMemory?: number | null;
  /** All that the program declares, of which it may run some; null where what an edit loses is not to be looked for. */
  readonly declared?: Pick<Program, "agents" | "streams"> | null;
  /** Another program each time, whatever its name. */
  readonly isOneOff?: boolean;
  /** How many batches each stream may have; Infinity for no bound. */
  readonly batches: number;
  /** Streams, and agents that read topics, end when they have read what is there, and the program with them. */
  readonly untilCaughtUp?: boolean;
  /** How long a stop may take, in ms, closing included; Infinity for no bound. */
  readonly drainTimeout: number;
  /** Gets to know what opens, and what has not finished. */
  readonly underWay?: UnderWay;
  /** Called before each batch that is computed while the program drains: nothing interrupts it. */
  beforeLastBatch?(): void;
}

/** A program with everything open and running. */
export interface RunningProgram {
  /**
   * Resolves when all has ended and is closed, or the drain timeout is over: true when nothing failed on the way and no
   * event was left behind. A stream whose batch fails ends alone, and so does a source whose events cannot pass its
   * wire; the rest of the program goes on without it.
   */
  readonly ended: Promise<boolean>;
  readonly counters: Counters;
  readonly figures: Figures;
  /** Null where it is not compiled for metrics. */
  readonly taps: Taps | null;
  /** Sources that are paused, which those that are compiled for metrics can be; see `Services`. */
  readonly paused: Map<string, Promise<void>>;
  /** Null where it is not compiled for metrics. */
  readonly replays: Replays | null;
  /** Names of agents and streams that have ended with an error. */
  readonly failed: ReadonlySet<string>;
  /** Names of sources that have stopped before their time. */
  readonly stopped: ReadonlySet<string>;
  /** Names of sinks and topics that have been out of reach for longer than declared. */
  readonly outOfReach: ReadonlySet<string>;
  /** Aborted when the program drains. */
  readonly draining: AbortSignal;
  /** Sources stop, channels empty into sinks, batches under way finish, within the drain timeout. */
  drain(): void;
  /** Besides draining, gives up what waits to be tried again. */
  stop(): void;
}

/**
 * Opens tables, topics, channels, sinks and sources, in this order, and runs them. Rejects with the error of the first that
 * does not open, with everything closed again.
 */
export async function startProgram(program: Program, settings: ProgramSettings): Promise<RunningProgram> {
  const { clock, logs, batches, drainTimeout, untilCaughtUp = false, underWay = new UnderWay() } = settings;
  letSecretsThrow();
  const stopped = new Set<string>();
  const outOfReach = new Set<string>();
  const stop = new Stop(clock, drainTimeout, () => {
    for (const [name, reason] of underWay.holding) {
      const why = reason === "" ? "" : `: ${reason}`;
      logs.named(name).warn(`holds up the end, and the drain timeout of ${durationText(drainTimeout)} is over${why}`);
    }
  });
  const counters = new Counters();
  const figures = new Figures();
  const memory = { limit: settings.stateMemory ?? Number.POSITIVE_INFINITY, used: 0 };
  const taps = program.metrics?.newTaps(program.agents ?? [], program.streams ?? []) ?? null;
  const paused = new Map<string, Promise<void>>();
  const replays = program.metrics?.newReplays() ?? null;
  const agents = (program.agents ?? []).map((agent) => agent.newRun(agent, servicesOf()));
  const streams = (program.streams ?? []).map((stream) => stream.newRun(stream, servicesOf(), batches));
  const closers = new Closers(underWay);
  let keeping: KeptVerdict | null = null;

  function servicesOf(): Services {
    return {
      clock,
      logs,
      counters,
      figures,
      taps,
      paused,
      replays,
      program: settings.name ?? basename(program.file, ".flow"),
      dataDir: settings.dataDir,
      discardState: settings.discardState ?? [],
      stateMemory: memory,
      untilCaughtUp,
      beforeLastBatch: () => settings.beforeLastBatch?.(),
      draining: stop.draining,
      stopping: stop.stopping,
      stopped,
      outOfReach,
      underWay,
      fed: (agent) => agents.find((run) => run.agent.name === agent)?.fed ?? null,
    };
  }

  try {
    const { dataDir, discardState = [], declared = null, isOneOff = false } = settings;
    const starting = streams.map(({ stream }) => stream.name);
    const at = { program: servicesOf().program, place: program.file, dataDir };
    const all = { agents: declared?.agents ?? [], streams: declared?.streams ?? [] };
    keeping = declared && (await judgeKept({ ...at, ...all, starting, discardState, isOneOff }));
    const losses = [...(keeping?.losses ?? [])];
    for (const stream of streams) {
      await stream.openState(closers).catch((error: unknown) => {
        if (!(error instanceof LossError)) throw error;
        losses.push(error);
      });
    }
    refuseLosses(losses);
    // Only now: until here a start that fails has taken nothing.
    await keeping?.settle();
    for (const table of program.tables ?? []) {
      await closers.open(table.name, table, () => table.open(contextOf(servicesOf(), table.name)));
    }
    for (const topic of usedTopics(program)) {
      await closers.open(topic.name, topic, () => topic.open(contextOf(servicesOf(), topic.name)));
    }
    for (const { name, sink } of undecodableSinks(program)) {
      await closers.open(name, sink, () => sink.open(contextOf(servicesOf(), name)));
    }
    for (const agent of agents) await agent.openChannels(closers);
    for (const agent of agents) {
      await agent.openSinks(closers);
      replays?.offer(agent);
    }
    for (const stream of streams) await stream.openOutputs(closers);
    for (const agent of agents) await agent.openSources(closers);
    for (const stream of streams) await stream.openInputs(closers);
  } catch (error) {
    stop.drain();
    await closers.closeAll(logs.named, clock, stop.deadline);
    stop.done();
    throw error;
  }

  const failed = new Set<string>();
  const watch = (name: string, place: string, run: Promise<void>): Promise<void> =>
    run.catch((error: unknown) => {
      failed.add(name);
      // What was cut short has been told, with the sink that held it up.
      if (stop.stopping.aborted) return;
      const fields = error instanceof BatchFailed ? error.fields : {};
      logs.named(name).error(messageOf(error), { ...fields, place: placeOf(error) ?? place });
    });
  const runStream = async (run: RunOfStream): Promise<void> => {
    await watch(run.stream.name, run.stream.place, run.run());
    if (failed.has(run.stream.name)) await run.close();
  };
  const runAgent = async (run: RunOfAgent): Promise<void> => {
    await watch(run.agent.name, run.agent.place, run.run());
    if (failed.has(run.agent.name)) stop.drain();
  };
  const runs = new Map<Part, () => Promise<void>>([
    ...streams.map((run) => [run.stream, () => runStream(run)] as const),
    ...agents.map((run) => [run.agent, () => runAgent(run)] as const),
  ]);
  const ends = untilCaughtUp ? runBehindWriters(runs, stop.draining) : runAll(runs);
  const endsOf = (some: Iterable<Part>) => Promise.all([...some].map((part) => ends.get(part)));

  const allRuns = async () => {
    await endsOf(streams.map(({ stream }) => stream));
    if (untilCaughtUp) await endsOf([...runs.keys()].filter(endsByItself));
    // What has had its batches, or is caught up, ends a program whose other agents would go on.
    if (batches !== Number.POSITIVE_INFINITY || untilCaughtUp) stop.drain();
    await endsOf(runs.keys());
  };
  void awaitInputEnd(agents, streams).then(() => stop.inputEnded(() => progressOf(agents, counters)));

  const ended = async (): Promise<boolean> => {
    await unlessAborted(stop.abandoning, allRuns());
    const run = agents.map(({ agent }) => agent);
    const left = tellLeftBehind(run, streams, { logs, asPlanned: !stop.stopping.aborted });
    if (!stop.stopping.aborted) await keeping?.noteEmpty(run.flatMap(({ channels }) => Object.values(channels)));
    stop.closing();
    const closed = await closers.closeAll(logs.named, clock, stop.deadline);
    stop.done();
    return (
      closed &&
      failed.size === 0 &&
      !agents.some((run) => run.failed) &&
      !(stop.stopping.aborted && left.kept + left.lost > 0)
    );
  };
  const { draining, drain, stop: stopNow } = stop;
  const told = { counters, figures, taps, paused, replays, failed, stopped, outOfReach };
  return { ended: ended(), ...told, draining, drain, stop: stopNow };
}

/** Resolves when nothing will come into the program any more; never, where a stream reads a topic. */
async function awaitInputEnd(agents: readonly RunOfAgent[], streams: readonly RunOfStream[]): Promise<void> {
  await Promise.all([...agents.map(({ fed }) => awaitAbort(fed)), ...streams.map(({ formed }) => awaitAbort(formed))]);
}

/** Another number whenever events have left the program or moved on in it. */
function progressOf(agents: readonly RunOfAgent[], counters: Counters): number {
  let progress = 0;
  for (const [, byName] of counters) progress += (byName.get("written") ?? 0) + (byName.get("batches") ?? 0);
  for (const { agent } of agents) for (const { size } of Object.values(agent.channels)) progress -= size;
  return progress;
}
