import { abortController } from "../abort.ts";
import type { Agent } from "../agent/agent.ts";
import { AgentRun } from "../agent/agent-run.ts";
import type { Clock } from "../clock.ts";
import type { Topic } from "../component.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import type { Stream } from "../stream/stream.ts";
import { StreamRun } from "../stream/stream-run.ts";
import { usedTopics } from "../topic/topic-user.ts";
import { Closers } from "./closers.ts";
import { Counters } from "./counters.ts";
import type { Logs } from "./logs.ts";
import { contextOf, type Services } from "./services.ts";

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
  readonly clock: Clock;
  readonly logs: Logs;
  /** Absolute. */
  readonly dataDir: string;
  /** How many batches each stream may have; Infinity for no bound. */
  readonly batches: number;
}

/** A program with everything open and running. */
export interface RunningProgram {
  /**
   * Resolves when all has ended and is closed: true when nothing failed on the way. A stream whose batch fails makes
   * the program drain.
   */
  readonly ended: Promise<boolean>;
  readonly counters: Counters;
  /** Sources stop, channels empty into sinks, batches under way finish. */
  drain(): void;
  /** Besides draining, gives up what waits to be tried again. */
  stop(): void;
}

/**
 * Opens topics, channels, sinks and sources, in this order, and runs them. Rejects with the error of the first that
 * does not open, with everything closed again.
 */
export async function startProgram(program: Program, settings: ProgramSettings): Promise<RunningProgram> {
  const { logs, batches } = settings;
  const draining = abortController();
  const stopping = abortController();
  const counters = new Counters();
  const agents = (program.agents ?? []).map((agent) => new AgentRun(agent, servicesOf()));
  const streams = (program.streams ?? []).map((stream) => new StreamRun(stream, servicesOf(), batches));
  const closers = new Closers();

  function servicesOf(): Services {
    return {
      clock: settings.clock,
      logs,
      counters,
      dataDir: settings.dataDir,
      draining: draining.signal,
      stopping: stopping.signal,
      fed: (agent) => agents.find((run) => run.agent === agent)?.fed ?? null,
    };
  }

  try {
    for (const topic of usedTopics(program)) {
      await closers.open(topic.name, topic, () => topic.open(contextOf(servicesOf(), topic.name)));
    }
    for (const agent of agents) await agent.openChannels(closers);
    for (const agent of agents) await agent.openSinks(closers);
    for (const stream of streams) await stream.openOutputs(closers);
    for (const agent of agents) await agent.openSources(closers);
    for (const stream of streams) await stream.openInputs(closers);
  } catch (error) {
    draining.abort();
    await closers.closeAll(logs.named);
    throw error;
  }

  const drain = () => draining.abort();
  const failed = new Set<string>();
  const watch = (name: string, place: string, run: Promise<void>): Promise<void> =>
    run.catch((error: unknown) => {
      failed.add(name);
      logs.named(name).error(messageOf(error), { place: placeOf(error) ?? place });
      drain();
    });
  const streamRuns = Promise.all(streams.map((run) => watch(run.stream.name, run.stream.place, run.run())));
  const agentRuns = Promise.all(agents.map((run) => watch(run.agent.name, run.agent.place, run.run())));

  const ended = async (): Promise<boolean> => {
    await streamRuns;
    // Streams that have had their batches end a program whose agents would go on.
    if (batches !== Number.POSITIVE_INFINITY) drain();
    await agentRuns;
    const clean = await closers.closeAll(logs.named);
    return clean && failed.size === 0;
  };
  return {
    ended: ended(),
    counters,
    drain,
    stop() {
      drain();
      stopping.abort();
    },
  };
}
