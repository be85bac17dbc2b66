import { resolve } from "node:path";
import { systemClock } from "../clock.ts";
import { durationText } from "../codec/units.ts";
import { ComponentError } from "../component.ts";
import { messageOf } from "../message-of.ts";
import { placeOf } from "../place.ts";
import { createLogs } from "./logs.ts";
import { parseOptions, type RunOptions, UsageError } from "./options.ts";
import { paramNames, unknownParams } from "./param.ts";
import { type Program, type RunningProgram, startProgram } from "./program.ts";
import { quit } from "./quit.ts";
import { secretsMayThrow } from "./secret.ts";
import { standardError } from "./standard-error.ts";
import { tellReaders } from "./tell-readers.ts";
import { waitingVisitor } from "./visitor.ts";

/**
 * Runs a program as the command line says (`--only --set --data-dir --for --batches --drain-timeout --log --name`) and
 * ends the process when it has ended: with 0 when all is done, 1 when it could not start, a batch failed or events were
 * left behind, 2 when the command line was wrong. Ctrl-C and SIGTERM drain it; a second one stops at once.
 */
export async function run(program: Program, argv: readonly string[]): Promise<void> {
  process.setSourceMapsEnabled(true);
  const options = readOptions(argv);
  const visitor = waitingVisitor();
  if (visitor !== null) {
    secretsMayThrow();
    return await visitor(program, options);
  }
  const selected = select(program, options);
  const logs = createLogs(options.log, systemClock, standardError());
  const log = logs.named(program.file);
  process.on("uncaughtException", (error) => {
    log.error(`internal error: ${messageOf(error)}`, { place: placeOf(error) ?? "", stack: error.stack ?? "" });
    process.exit(70);
  });

  let running: RunningProgram;
  try {
    running = await startProgram(selected, {
      name: options.name,
      clock: systemClock,
      logs,
      dataDir: resolve(options.dataDir),
      batches: options.batches ?? Number.POSITIVE_INFINITY,
      drainTimeout: options.drainTimeout,
    });
  } catch (error) {
    const { name, place } = culprit(error, program.file);
    logs.named(name).error(messageOf(error), { place });
    // Not by the exit code alone: whatever a component that did not open has left behind must not keep us here.
    return process.exit(1);
  }

  const ended = new AbortController();
  const within = durationText(options.drainTimeout);
  // At once: a signal that nobody listens to would end the program in the middle of its work.
  drainOnSignals(running, ended.signal, () => {
    log.info(`draining, for at most ${within} (--drain-timeout); a second Ctrl-C stops at once`);
  });
  await tellReaders(resolve(options.dataDir), log);
  log.info("started", { ...named("agents", selected.agents), ...named("streams", selected.streams) });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read it has gone (`| head`), and no trying again will bring them back. Space on a disk may come back.
    if (error.code === "EPIPE") running.stop();
  });
  if (options.forMs !== null) void systemClock.sleep(options.forMs, ended.signal).then(running.drain);
  const clean = await running.ended;
  ended.abort();
  logs.summarise();
  for (const [component, counters] of running.counters)
    logs.named(component).info("counted", Object.fromEntries(counters));
  log.info("ended");
  // Not by the exit code alone: what hangs, or was forgotten by a component, must not keep us here.
  process.exit(clean ? 0 : 1);
}

function readOptions(argv: readonly string[]): RunOptions {
  try {
    const options = parseOptions(argv);
    const [unknown] = unknownParams(options.set.keys());
    if (unknown !== undefined) {
      const known = paramNames();
      const there = known.length === 0 ? "the program has no params" : `there are ${known.join(", ")}`;
      throw new UsageError(`--set ${unknown}: no such param; ${there}`);
    }
    return options;
  } catch (error) {
    if (error instanceof UsageError) quit(error.message, 2);
    throw error;
  }
}

function select(program: Program, { only, batches }: RunOptions): Program {
  const { agents = [], streams = [] } = program;
  const all = [...agents, ...streams].map(({ name }) => name);
  const unknown = only.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    quit(`--only ${unknown}: ${program.file} has no agent or stream of that name; there are ${all.join(", ")}`, 2);
  }
  const isWanted = ({ name }: { readonly name: string }) => only.length === 0 || only.includes(name);
  const selected = { ...program, agents: agents.filter(isWanted), streams: streams.filter(isWanted) };
  if (batches !== null && selected.streams.length === 0) quit("--batches: there is no stream to count batches of", 2);
  return selected;
}

/** Started by `npx` or `npm run`, one Ctrl-C comes twice: from the terminal, and passed on by npm. */
const ECHO_MS = 250;

/**
 * The first signal drains, a second one stops at once, with the status that a shell gives to that signal. Still listened
 * to when all has ended: else a signal before the process is gone would look as if it had stopped the program.
 */
function drainOnSignals(running: RunningProgram, ended: AbortSignal, tell: () => void): void {
  let first: number | null = null;
  const on = (status: number) => () => {
    if (first !== null) {
      if (systemClock.now() - first >= ECHO_MS) process.exit(status);
      return;
    }
    first = systemClock.now();
    if (ended.aborted) return;
    tell();
    running.drain();
  };
  process.on("SIGINT", on(130));
  process.on("SIGTERM", on(143));
}

function culprit(error: unknown, file: string): { name: string; place: string } {
  if (error instanceof ComponentError) return { name: error.declared.name, place: error.declared.place };
  return { name: file, place: placeOf(error) ?? "" };
}

function named(kind: string, declared: readonly { readonly name: string }[] = []): Record<string, string> {
  return declared.length === 0 ? {} : { [kind]: declared.map(({ name }) => name).join(",") };
}
