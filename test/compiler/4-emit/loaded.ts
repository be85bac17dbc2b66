import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../../cli/program/bundle.ts";
import type { Event } from "../../../runtime/contract/event.ts";
import type { Flow } from "../../../runtime/engine/agent/agent.ts";
import type { OperatorCount } from "../../../runtime/engine/probe/operator-count.ts";
import type { StepProbe } from "../../../runtime/engine/probe/step-probe.ts";
import type { Stream } from "../../../runtime/engine/stream/stream.ts";
import { Taps } from "../../../runtime/engine/taps.ts";
import { emitted } from "./emitted.ts";

/** What one batch or pass did beside its results. */
export interface Told {
  readonly dropped: string[];
  readonly rejected: string[];
  readonly rejects: [output: string, body: unknown, place: string][];
  readonly skipped: string[];
}

/** The parts of a compiled program, to be called by hand. */
export interface Loaded {
  /** Runs batches of stream `name`, one after another with the same state; gives what each wrote, by output. */
  batches(
    name: string,
    inputs: readonly Record<string, unknown[]>[],
    every?: number,
  ): [Record<string, unknown[]>, Told][];
  /** What its operators have counted since: what they were given, and what they gave. */
  counts(): Record<string, readonly [number, number]>;
  /** What its operators have given since, as those see it who look. */
  shown(): Record<string, readonly unknown[]>;
  /** The time of its operators that was measured since, in seconds. */
  seconds(): Record<string, number>;
  /** Sends `bodies` along the wire that begins at `from`; gives what arrives, by destination. */
  pass(agent: string, from: string, bodies: readonly unknown[]): [Record<string, Event[]>, Told];
}

/** Compiles and loads a program without running it. Of one for metrics, `counts` alone takes the functions that are not watched. */
export async function loaded(text: string, use: "run" | "metrics" | "counts" = "run"): Promise<Loaded> {
  const purpose = use === "counts" ? "metrics" : use;
  const isWatched = use === "metrics";
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "sluice-loaded-")));
  const entry = join(folder, "input.flow");
  const output = await emitted({ [entry]: text }, purpose);
  const typescript = output.typescript.replace(
    /^await run\(/m,
    "export const program = ((declared: unknown) => declared)(",
  );
  try {
    const { code } = await bundle({ ...output, typescript: typescript.replace(", process.argv.slice(2)", "") }, entry);
    const file = join(folder, "program.mjs");
    writeFileSync(file, code);
    const { program } = await import(pathToFileURL(file).href);
    const counted = new Map<string, readonly [number, number]>();
    const timed = new Map<string, number>();
    const shown = new Map<string, unknown[]>();
    const all: OperatorCount[] = [
      ...(program.agents ?? []).flatMap((agent: { flows: Flow[] }) => agent.flows),
      ...(program.streams ?? []),
    ].flatMap(({ probe }) => probe?.counts ?? []);
    const taps = new Taps();
    for (const operator of all) {
      taps.watch(operator.id, () => {});
      operator.showTo(taps);
    }
    const done = (operators: readonly OperatorCount[]) => {
      addCounts(operators, counted, timed);
      for (const { id, shown: given } of operators) shown.set(id, [...(shown.get(id) ?? []), ...(given ?? [])]);
    };
    return {
      batches(name, inputs, every = 1000) {
        const stream = named<Stream>(program.streams, name);
        const { probe } = stream;
        return runBatches(isWatched ? { ...stream, batch: stream.watched! } : stream, inputs, every, probe, done);
      },
      counts: () => Object.fromEntries(counted),
      shown: () => Object.fromEntries(shown),
      seconds: () => Object.fromEntries(timed),
      pass(agent, from, bodies) {
        const flow = named<{ name: string; flows: Flow[] }>(program.agents, agent).flows.find(
          (one) => one.from === from,
        );
        if (flow?.pass === undefined) throw new Error(`nothing is done on the wire from ${from}`);
        const [told, teller] = telling();
        const to = Object.fromEntries(
          [...flow.to, ...flow.optional, ...flow.rejects].map((one) => [one, [] as Event[]]),
        );
        flow.probe?.begin();
        (isWatched ? flow.watched! : flow.pass)(bodies.map(event), to, teller as never);
        flow.probe?.end();
        done(flow.probe?.counts ?? []);
        return [to, told];
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function addCounts(
  operators: readonly OperatorCount[],
  to: Map<string, readonly [number, number]>,
  timed: Map<string, number>,
): void {
  for (const { id, in: given, out, seconds } of operators) {
    timed.set(id, (timed.get(id) ?? 0) + seconds);
    const [before, after] = to.get(id) ?? [0, 0];
    to.set(id, [before + given, after + out]);
  }
}

function runBatches(
  stream: Stream,
  inputs: readonly Record<string, unknown[]>[],
  every: number,
  probe: StepProbe | undefined,
  done: (operators: readonly OperatorCount[]) => void,
): [Record<string, unknown[]>, Told][] {
  const state = stream.state?.() ?? {};
  return inputs.map((given, index) => {
    const events = Object.fromEntries(Object.keys(stream.inputs).map((name) => [name, (given[name] ?? []).map(event)]));
    const emit = Object.fromEntries(Object.keys(stream.outputs).map((name) => [name, [] as unknown[]]));
    const [told, teller] = telling();
    probe?.begin();
    stream.batch(events, emit, state, { ...teller, time: (index + 1) * every, zeroTime: 0 } as never);
    probe?.end();
    done(probe?.counts ?? []);
    return [emit, told];
  });
}

function telling(): [Told, object] {
  const told: Told = { dropped: [], rejected: [], rejects: [], skipped: [] };
  const teller = {
    now: () => 0,
    dropped: (operator: string) => told.dropped.push(operator),
    rejected: (operator: string) => told.rejected.push(operator),
    reject: (output: string, body: unknown, failure: { place: string }) =>
      told.rejects.push([output, body, failure.place]),
    skip: (output: string) => told.skipped.push(output),
  };
  return [told, teller];
}

function event(body: unknown): Event {
  return { body, headers: new Map() };
}

function named<T extends { readonly name: string }>(all: readonly T[], name: string): T {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}
