import { basename } from "node:path";
import { unlessAborted, whenAborted } from "../abort.ts";
import type { Agent } from "../agent/agent.ts";
import { AgentRun } from "../agent/agent-run.ts";
import type { Clock } from "../clock.ts";
import { durationText } from "../codec/units.ts";
import type { Topic } from "../component.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import { BatchFailed } from "../stream/batch-failed.ts";
import type { RunOfStream, Stream } from "../stream/stream.ts";
import { undecodableSinks, usedTopics } from "../topic/topic-user.ts";
import { Closers } from "./closers.ts";
import { Counters } from "./counters.ts";
import { tellLeftBehind } from "./left-behind.ts";
import type { Logs } from "./logs.ts";
import { secretsMayThrow } from "./secret.ts";
import { contextOf, type Services } from "./services.ts";
import { Stop } from "./stop.ts";
import { UnderWay } from "./under-way.ts";

/** What a `.flow` file declares. */
export interface Program {
  /** Name of the file, for logs. */
  readonly file: string;
  // biome-ignore lint/suspicious/noExplicitAny: topics of all types.
  readonly topics?: readonly Topic<any>[];
  readonly agents?: readonly Agent[];
  readonly streams?: readonly Stream[];
}

/** What a program is lent by whoever runs it. */
export interface ProgramSettings {
  /** Its name, which its groups on topics carry; that of its file unless given. */
  readonly name?: string | null;
  readonly clock: Clock;
  readonly logs: Logs;
  /** Absolute. */
  readonly dataDir: string;
  /** How many batches each stream may have; Infinity for no bound. */
  readonly batches: number;
  /** How long a stop may take, in ms, closing included; Infinity for no bound. */
  readonly drainTimeout: number;
}

/** A program with everything open and running. */
export interface RunningProgram {
  /**
   * Resolves when all has ended and is closed, or the drain timeout is over: true when nothing failed on the way and no
   * event was left behind. A stream whose batch fails ends alone; the rest of the program goes on without it.
   */
  readonly ended: Promise<boolean>;
  readonly counters: Counters;
  /** Sources stop, channels empty into sinks, batches under way finish, within the drain timeout. */
  drain(): void;
  /** Besides draining, gives up what waits to be tried again. */
  stop(): void;
}

/**
 * Opens topics, channels, sinks and sources, in this order, and runs them. Rejects with the error of the first that
 * does not open, with everything closed again.
 */
export async function startProgram(program: Program, settings: ProgramSettings): Promise<RunningProgram> {
  const { clock, logs, batches, drainTimeout } = settings;
  secretsMayThrow();
  const underWay = new UnderWay();
  const stop = new Stop(clock, drainTimeout, () => {
    for (const [name, reason] of underWay.holding) {
      const why = reason === "" ? "" : `: ${reason}`;
      logs.named(name).warn(`holds up the end, and the drain timeout of ${durationText(drainTimeout)} is over${why}`);
    }
  });
  const counters = new Counters();
  const agents = (program.agents ?? []).map((agent) => new AgentRun(agent, servicesOf()));
  const streams = (program.streams ?? []).map((stream) => stream.newRun(stream, servicesOf(), batches));
  const closers = new Closers();

  function servicesOf(): Services {
    return {
      clock,
      logs,
      counters,
      program: settings.name ?? basename(program.file, ".flow"),
      dataDir: settings.dataDir,
      draining: stop.draining,
      stopping: stop.stopping,
      underWay,
      fed: (agent) => agents.find((run) => run.agent === agent)?.fed ?? null,
    };
  }

  try {
    for (const topic of usedTopics(program)) {
      await closers.open(topic.name, topic, () => topic.open(contextOf(servicesOf(), topic.name)));
    }
    for (const { name, sink } of undecodableSinks(program)) {
      await closers.open(name, sink, () => sink.open(contextOf(servicesOf(), name)));
    }
    for (const agent of agents) await agent.openChannels(closers);
    for (const agent of agents) await agent.openSinks(closers);
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
  const streamRuns = Promise.all(streams.map(runStream));
  const runAgent = async (run: AgentRun): Promise<void> => {
    await watch(run.agent.name, run.agent.place, run.run());
    if (failed.has(run.agent.name)) stop.drain();
  };
  const agentRuns = Promise.all(agents.map(runAgent));

  const runs = async () => {
    await streamRuns;
    // Streams that have had their batches end a program whose agents would go on.
    if (batches !== Number.POSITIVE_INFINITY) stop.drain();
    await agentRuns;
  };
  void inputEnded(agents, streams).then(() => stop.inputEnded(() => progressOf(agents, counters)));

  const ended = async (): Promise<boolean> => {
    await unlessAborted(stop.abandoning, runs());
    const { kept, lost } = tellLeftBehind(
      agents.map(({ agent }) => agent),
      streams,
      {
        logs,
        asPlanned: !stop.stopping.aborted,
      },
    );
    stop.closing();
    const closed = await closers.closeAll(logs.named, clock, stop.deadline);
    stop.done();
    return closed && failed.size === 0 && !(stop.stopping.aborted && kept + lost > 0);
  };
  return { ended: ended(), counters, drain: stop.drain, stop: stop.stop };
}

/** Resolves when nothing will come into the program any more; never, where a stream reads a topic. */
async function inputEnded(agents: readonly AgentRun[], streams: readonly RunOfStream[]): Promise<void> {
  await Promise.all([
    ...agents.map(({ fed }) => whenAborted(fed)),
    ...streams.map(({ formed }) => whenAborted(formed)),
  ]);
}

/** Another number whenever events have left the program or moved on in it. */
function progressOf(agents: readonly AgentRun[], counters: Counters): number {
  let progress = 0;
  for (const [, byName] of counters) progress += (byName.get("written") ?? 0) + (byName.get("batches") ?? 0);
  for (const { agent } of agents) for (const { size } of Object.values(agent.channels)) progress -= size;
  return progress;
}
