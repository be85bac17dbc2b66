import type { Agent, AnySink, AnySource, Flow } from "../../runtime/engine/agent/agent.ts";
import type { Stream } from "../../runtime/engine/stream/stream.ts";
import { createLogs } from "../../runtime/log/logs.ts";
import type { Program, startProgram } from "../../runtime/program/program.ts";
import { awaitAbort } from "../../runtime/system/abort.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import type { WayAgain } from "./way-again.ts";

/** What a stop of the small run may take, in ms. */
const DRAIN_TIMEOUT = 30_000;

/** The source of a small run, which gives nothing. No name of a program has a blank. */
const HOLD = "dead letters";

/** How the small run is started. */
export interface Started {
  readonly program: Program;
  /** Of the program's own runtime. */
  readonly start: typeof startProgram;
  /** What its groups and writers are named after. */
  readonly name: string;
  readonly dataDir: string;
}

/**
 * Opens what the arrows named in `edges` lead to, and nothing else of a program that does not run: its own sinks, under
 * their own names and with their own locks, so that they write as they do when it runs. Rejects where one does not open.
 */
export async function intoStopped(
  { program, start, name, dataDir }: Started,
  edges: ReadonlySet<string>,
  stop: AbortSignal,
): Promise<WayAgain> {
  const { metrics } = program;
  if (metrics === undefined) throw new Error("the program was compiled without its ways back");
  const agents = [
    ...(program.agents ?? []).map((agent) => partOf(agent, edges)),
    ...(program.streams ?? []).map((stream) => outputsOf(stream, edges, metrics.newRun)),
  ].filter(({ flows }) => flows.length > 0);
  const logs = createLogs("text", systemClock, (line) => void process.stderr.write(`${line}\n`));
  const small: Program = { ...program, agents, streams: [] };
  const settings = { name, dataDir, logs, clock: systemClock, batches: Infinity, drainTimeout: DRAIN_TIMEOUT };
  const running = await start(small, settings);
  stop.addEventListener("abort", running.stop, { once: true });
  return {
    send: (to, letters) => metrics.replay(running.replays, to, letters),
    async close() {
      running.drain();
      if (!(await running.ended)) throw new Error("not all of what was sent is written; what has happened is above");
    },
  };
}

/** The flows of an agent that are wanted, with the sinks that they write to. */
function partOf(agent: Agent, edges: ReadonlySet<string>): Agent {
  const isWanted = ({ from, to, rejects }: Flow) =>
    [...to, ...rejects].some((target) => edges.has(`${agent.name}.${from} -> ${target}`));
  const flows = agent.flows.filter(isWanted);
  const named = new Set(flows.flatMap(writtenBy));
  const groups = Object.entries(agent.groups).filter(([name]) => named.has(name));
  for (const [, { members }] of groups) for (const member of members) named.add(member);
  const sinks = Object.entries(agent.sinks).filter(([name]) => named.has(name));
  const parts = { sinks: Object.fromEntries(sinks), groups: Object.fromEntries(groups) };
  return { ...agent, channels: {}, ...parts, sources: { [HOLD]: holding() }, flows };
}

/** The outputs of a stream that are wanted, as the sinks of an agent of its name. */
function outputsOf(stream: Stream, edges: ReadonlySet<string>, newRun: Agent["newRun"]): Agent {
  const { name, place, outputs, refused = {} } = stream;
  const flows = Object.entries(refused).flatMap(([to, wayOut]): Flow[] => {
    const edge = `${name} -> ${to}`;
    if (wayOut === undefined || !edges.has(edge)) return [];
    return [{ from: "", to: [to], optional: [], rejects: [], place, edge, refused: wayOut }];
  });
  const named = new Set(flows.flatMap(writtenBy));
  const sinks = Object.fromEntries(Object.entries(outputs).filter(([output]) => named.has(output)));
  return {
    name,
    place,
    channels: {},
    sinks: sinks as Record<string, AnySink>,
    groups: {},
    sources: { [HOLD]: holding() },
    flows,
    newRun,
  };
}

function writtenBy({ to, rejects, refused, failed, refusedBy = {} }: Flow): string[] {
  const ways = [refused, failed, ...Object.values(refusedBy)].flatMap((way) => way?.to ?? []);
  return [...to, ...rejects, ...ways];
}

/** A source that gives nothing, and keeps its program open until that is to end. */
function holding(): AnySource {
  let draining: AbortSignal | null = null;
  return {
    async open(context) {
      draining = context.draining;
    },
    async run() {
      if (draining !== null) await awaitAbort(draining);
    },
    async close() {},
  };
}
