import { basename, resolve } from "node:path";
import { durationText } from "../codec/units.ts";
import { DAMAGED_STATUS, isDamage } from "../contract/damaged-data-error.ts";
import { ComponentError } from "../contract/errors.ts";
import { LOSS_STATUS, LossError } from "../contract/loss-error.ts";
import { messageOf } from "../contract/message-of.ts";
import { quit } from "../contract/quit.ts";
import { letSecretsThrow } from "../contract/secret.ts";
import { UnderWay } from "../engine/under-way.ts";
import { createLogs } from "../log/logs.ts";
import { placeOf } from "../log/place.ts";
import { systemClock } from "../system/clock.ts";
import { endIn } from "../system/last-resort.ts";
import { watchForDeadlock } from "./deadlock.ts";
import { parseOptions, type RunOptions, UsageError } from "./options.ts";
import { paramNames, unknownParams } from "./param.ts";
import { type Program, type RunningProgram, startProgram } from "./program.ts";
import { waitingShim } from "./shim.ts";
import { standardError } from "./standard-error.ts";
import { startFailure } from "./start-failure.ts";
import { waitingStartListener } from "./start-listener.ts";
import { tellReaders } from "./tell-readers.ts";
import { tellWarnings } from "./tell-warnings.ts";
import { readsTopics } from "./used-topics.ts";
import { waitingVisitor } from "./visitor.ts";

/**
 * Runs a program as the command line says (see `RunOptions`) and ends the process when it has ended: with 0 when all is
 * done, 1 when it could not start, a batch failed or events were left behind, 2 when the command line was wrong, 3 when
 * what it keeps on disk is damaged, 4 when it would lose some of that now. Ctrl-C, SIGTERM and SIGHUP drain it; a second one
 * of the first two stops at once.
 */
export async function run(program: Program, argv: readonly string[]): Promise<void> {
  process.setSourceMapsEnabled(true);
  const options = readOptions(argv);
  const visitor = waitingVisitor();
  if (visitor !== null) {
    letSecretsThrow();
    return await visitor(program, options, startProgram);
  }
  const chosen = select(program, options);
  const selected = waitingShim()?.(chosen, options) ?? chosen;
  const { metrics } = program;
  const { ui } = options;
  const watched = (["metrics", "ui", "otlp", "tap"] as const).find((name) => (options[name] ?? false) !== false);
  if (watched !== undefined && metrics === undefined) {
    const build = ui === null ? "--metrics" : "--ui";
    quit(`--${watched}: the program was built without; build it with \`sluice build ${build}\``, 2);
  }
  metrics?.judge(options);
  const logs = createLogs(options.log, systemClock, standardError(), metrics?.hear);
  const log = logs.named(program.file);
  tellWarnings(log);
  process.on("uncaughtException", (error) => {
    log.error(`internal error: ${messageOf(error)}`, { place: placeOf(error) ?? "", stack: error.stack ?? "" });
    process.exit(70);
  });

  const at = { program: options.name ?? basename(program.file, ".flow"), dataDir: resolve(options.dataDir) };
  const lastResort = lastResortOf(options, program.file);
  const underWay = new UnderWay();
  let started: RunningProgram | null = null;
  const isDeadlocked = watchForDeadlock(logs, program.file, underWay, () => started?.drain ?? null);
  let running: RunningProgram;
  try {
    running = await startProgram(selected, {
      name: at.program,
      clock: systemClock,
      logs,
      dataDir: at.dataDir,
      discardState: options.discardState,
      stateMemory: options.stateMemory,
      declared: program,
      isOneOff: options.name === null && program.file === ONE_LINE,
      batches: options.batches ?? Number.POSITIVE_INFINITY,
      untilCaughtUp: options.untilCaughtUp,
      drainTimeout: options.drainTimeout,
      beforeLastBatch: lastResort.arm,
      underWay,
    });
    started = running;
  } catch (error) {
    const { name, place } = culprit(error, program.file);
    logs.named(name).error(startFailure(error, at.dataDir), { place });
    // Not by the exit code alone: whatever a component that did not open has left behind must not keep us here.
    return process.exit(isDamage(error) ? DAMAGED_STATUS : error instanceof LossError ? LOSS_STATUS : 1);
  }

  const ended = new AbortController();
  const within = durationText(options.drainTimeout);
  // At once: a signal that nobody listens to would end the program in the middle of its work.
  const drain = (how: string): void => {
    log.info(`draining, for at most ${within} (--drain-timeout)${how}`);
    lastResort.expectDrain(0);
    // Most programs have ended by then.
    systemClock.at(systemClock.now() + SOON_MS, lastResort.arm);
    running.drain();
  };
  drainOnSignals(ended.signal, () => drain("; a second Ctrl-C stops at once"));
  await tellReaders(at.dataDir, log);
  const { taps } = running;
  const operated = { ...running, agents: selected.agents ?? [], drain: () => drain(", as the page was asked to") };
  const isLookedAt = watched !== undefined && taps !== null;
  const endLooks = isLookedAt ? await metrics?.letLook({ ...operated, taps }, options, at, log) : undefined;
  if (endLooks === null) {
    running.stop();
    await running.ended;
    process.exit(1);
  }
  waitingStartListener()?.(running);
  log.info("started", { ...named("agents", selected.agents), ...named("streams", selected.streams) });
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever read it has gone (`| head`), and no trying again will bring them back. Space on a disk may come back.
    if (error.code === "EPIPE") running.stop();
  });
  if (options.forMs !== null) {
    // Streams may compute when the time is over, and no timer is heard then.
    if ((selected.streams ?? []).length > 0) {
      lastResort.expectDrain(options.forMs);
      lastResort.arm();
    }
    void systemClock.sleep(options.forMs, ended.signal).then(running.drain);
  }
  const clean = await running.ended;
  await endLooks?.().catch(() => {});
  lastResort.callOff();
  ended.abort();
  logs.summarise();
  for (const [component, counters] of running.counters) {
    const rounded = [...counters].map(([name, value]) => [name, Math.round(value * 1e6) / 1e6]);
    logs.named(component).info("counted", Object.fromEntries(rounded));
  }
  log.info("ended");
  // Not by the exit code alone: what hangs, or was forgotten by a component, must not keep us here.
  process.exit(clean && !isDeadlocked() ? 0 : 1);
}

/** The file of a program that stood on the command line (`sluice -e`): there is another program under it each time. */
const ONE_LINE = "command-line.flow";

/** Beyond the drain timeout, for a program that keeps it and is about to end. */
const GRACE_MS = 2000;

/** How long a drain takes before it is worth a thread, in ms. */
const SOON_MS = 200;

/** Ends a program that has not ended a drain timeout after it was to drain: a batch computes, and nothing interrupts it. */
function lastResortOf({ drainTimeout, log }: RunOptions, file: string) {
  let callOff = () => {};
  /** When it drains, in ms from now, where nothing watches over that yet. */
  let due: number | null = null;
  return {
    /** It drains in `ms`, unless it drains earlier. */
    expectDrain(ms: number): void {
      due = drainTimeout === Number.POSITIVE_INFINITY ? null : ms;
    },
    /** Has a thread watch over an end that is expected, before anything that may keep this one busy. */
    arm(): void {
      if (due === null) return;
      callOff();
      const left = due + drainTimeout + GRACE_MS;
      due = null;
      const at = systemClock.now() + left;
      const within = durationText(drainTimeout);
      const lines: string[] = [];
      createLogs(log, { ...systemClock, now: () => at }, (line) => lines.push(`${line}\n`))
        .named(file)
        .error(`still computes, and the drain timeout of ${within} is over: ended as if killed`);
      callOff = endIn(left, lines.join(""));
    },
    callOff(): void {
      due = null;
      callOff();
    },
  };
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

function select(program: Program, { only, batches, untilCaughtUp }: RunOptions): Program {
  const { agents = [], streams = [] } = program;
  const all = [...agents, ...streams].map(({ name }) => name);
  const unknown = only.find((name) => !all.includes(name));
  if (unknown !== undefined) {
    quit(`--only ${unknown}: ${program.file} has no agent or stream of that name; there are ${all.join(", ")}`, 2);
  }
  const isWanted = ({ name }: { readonly name: string }) => only.length === 0 || only.includes(name);
  const selected = { ...program, agents: agents.filter(isWanted), streams: streams.filter(isWanted) };
  if (untilCaughtUp && !readsTopics(selected)) {
    quit("--until-caught-up: nothing that runs reads a topic", 2);
  }
  if (batches !== null && selected.streams.length === 0) quit("--batches: there is no stream to count batches of", 2);
  return selected;
}

/** Started by `npx` or `npm run`, one Ctrl-C comes twice: from the terminal, and passed on by npm. */
const ECHO_MS = 250;

/**
 * The first signal drains, a second one stops at once, with the status that a shell gives to that signal. Still listened
 * to when all has ended: else a signal before the process is gone would look as if it had stopped the program.
 */
function drainOnSignals(ended: AbortSignal, drain: () => void): void {
  let first: number | null = null;
  const on = (status: number) => () => {
    if (first !== null) {
      if (systemClock.now() - first >= ECHO_MS) process.exit(status);
      return;
    }
    first = systemClock.now();
    if (!ended.aborted) drain();
  };
  process.on("SIGINT", on(130));
  process.on("SIGTERM", on(143));
  // A terminal that is closed may send several: to its own programs, and by the shell to what that has started.
  process.on("SIGHUP", () => ended.aborted || drain());
}

function culprit(error: unknown, file: string): { name: string; place: string } {
  if (error instanceof ComponentError) return { name: error.declared.name, place: error.declared.place };
  return { name: file, place: placeOf(error) ?? "" };
}

function named(kind: string, declared: readonly { readonly name: string }[] = []): Record<string, string> {
  return declared.length === 0 ? {} : { [kind]: declared.map(({ name }) => name).join(",") };
}
