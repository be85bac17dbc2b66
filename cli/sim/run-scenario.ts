import { repair, strike } from "./damage.ts";
import type { Answers, Feed } from "./feeds/feed.ts";
import { feed, type LinesOf } from "./feeds/feeds.ts";
import { Machine } from "./machine/machine.ts";
import { type End, ProcessEnded, SimulatedProcess, WORKING_DIRECTORY } from "./machine/process.ts";
import { type Outputs, outputsOf } from "./outputs.ts";
import { type Crash, RECOVERY, REPAIR, type Scenario, TROUBLE } from "./scenario.ts";
import type { DeclaredComponent, ProgramScript } from "./script.ts";

/** What is run: a program, its arguments and what is fed to its sources. */
export interface Subject {
  readonly script: ProgramScript;
  readonly args: readonly string[];
  readonly linesOf: LinesOf;
}

/** What has happened in one run of a scenario. */
export interface History {
  readonly components: readonly DeclaredComponent[];
  readonly outputs: Outputs;
  /** How the last life ended, which was asked to stop when all was well; null where it did not. */
  readonly end: End | null;
  /** Errors that nobody caught, of any life. */
  readonly uncaught: readonly unknown[];
  /** Sources that could not send everything. */
  readonly unsent: number;
  /** Whether parts of lines may come out that a broken connection has ended. */
  readonly breaksOff: boolean;
  /** Failures that calls have met, by code. */
  readonly met: ReadonlyMap<string, number>;
  /** Crashes of which the program was there to notice. */
  readonly crashes: readonly Crash["kind"][];
  /** Calls that changed or synced the disk while input came. */
  readonly changes: number;
  /** How lives ended that had begun to work and were not asked to stop. */
  readonly ended: readonly End[];
  /** What the last life says of itself at its end, by component. */
  readonly counted: ReadonlyMap<string, Counted>;
  /** What the last life has told those who send to it, by source. */
  readonly answers: ReadonlyMap<string, Answers>;
  /** Records that damage may have cost, and whether anything was said of that. */
  readonly damaged: { readonly records: number; readonly isTold: boolean };
  /** The first line of the log that calls something kept gone though no file was damaged; null where none does. */
  readonly alarm: string | null;
}

/** Counters of a component. */
export type Counted = ReadonlyMap<string, number>;

/** Who looks on while a scenario runs. */
export interface Watch {
  /** Hears of everything that happens. */
  readonly tell?: ((line: string) => void) | undefined;
  /** Whether nothing that has to come out is missing any more: then there is no need to wait much longer. */
  readonly isAllThere?: ((outputs: Outputs, damagedRecords: number) => boolean) | undefined;
  /** Is given what has come out before the last lines come. */
  readonly hearEarly?: ((outputs: Outputs) => void) | undefined;
}

const process_ = globalThis.process;

/** How long a program may take to stop, in ms; its own drain timeout is 30 s. */
const STOP_WITHIN = 60_000;

/** How often it is asked whether all is there, and for how long the program lives on when it is, in ms. */
const LOOK_EVERY = 2500;
const GRACE = 4000;

/** Lets a program live through a scenario. The same scenario gives the same history, to the byte. */
export async function runScenario(
  { script, args, linesOf }: Subject,
  scenario: Scenario,
  { tell, isAllThere, hearEarly }: Watch = {},
): Promise<History> {
  const machine = new Machine(scenario.seed);
  const { scheduler, disk, faults } = machine;
  const start = scheduler.now;
  const told = (line: string) => tell?.(`${((scheduler.now - start) / 1000).toFixed(3).padStart(8)}  ${line}`);
  if (tell !== undefined) machine.trace = (call) => told(`   ${call}`);
  faults.planned.push(...scenario.faults.map((one) => ({ ...one, from: start + one.from, to: start + one.to })));
  disk.makeDirectory(WORKING_DIRECTORY, start, 0o755);
  disk.makeDirectory("/tmp", start, 0o777);
  disk.syncAll();

  const printed: string[] = [];
  const uncaught: unknown[] = [];
  let components: readonly DeclaredComponent[] = [];
  let feeds: readonly Feed[] = [];
  let lives = 0;
  let process: SimulatedProcess;
  let isStopping = false;
  const crashes: Crash["kind"][] = [];
  const ended: End[] = [];
  const damaged = { records: 0, isTold: false };
  let alarm: string | null = null;
  const onUncaught = (error: unknown) => {
    if (error instanceof ProcessEnded) return;
    uncaught.push(error);
    process.finish({ kind: "crashed", error });
  };

  const begin = () => {
    lives += 1;
    told(`the program starts${lives === 1 ? "" : " again"}`);
    process = new SimulatedProcess(machine, args);
    const { output, errors } = process;
    process.releases.push(() => {
      printed.push(...output);
      for (const line of errors) told(line.trimEnd());
      damaged.isTold ||= damaged.records > 0 && errors.some((line) => TELLS_DAMAGE.test(line));
      if (scenario.damage.length === 0) alarm ??= errors.find((line) => TELLS_LOSS.test(line))?.trimEnd() ?? null;
      const { end } = process;
      if (!isStopping && end?.kind === "exit" && errors.some((line) => STARTED.test(line))) ended.push(end);
      told(end?.kind === "exit" ? `the program exits with ${end.status}` : `the program is ${end?.kind}`);
      // As a supervisor does it.
      if (!isStopping) scheduler.after(500 + machine.random.real() * 3000, begin);
    });
    for (const one of feeds) one.begin();
    try {
      components = script.start(process);
    } catch (error) {
      // A setting that is wrong ends it before it has any part.
      if (!(error instanceof ProcessEnded)) throw error;
    }
    if (lives === 1) feeds = feed(machine, components, linesOf);
  };

  const crash = (kind: Crash["kind"]) => {
    if (process.end !== null) return;
    crashes.push(kind);
    if (kind === "power") {
      told("the power fails");
      disk.losePower(machine.random);
    }
    process.finish({ kind: "killed" });
  };
  const coming = new Set(scenario.crashes);
  const comes = (one: Crash) => {
    if (coming.delete(one)) crash(one.kind);
  };
  for (const one of scenario.crashes) scheduler.after(one.after, () => comes(one));
  // V8 makes getters of object literals, and functions that are written right where a property is set, as if they stayed. Here
  // and in feeds each would keep a whole machine until the heap is collected in full.
  const crashAt = (changes: number) => {
    for (const one of coming) if (one.atChange === changes) comes(one);
  };
  machine.afterChange = crashAt;
  for (const { after, kind } of scenario.damage) {
    scheduler.after(after, () => {
      process.finish({ kind: "killed" });
      damaged.records += strike(disk, kind, machine.random, scheduler.now);
      told(`a file is damaged (${kind}): ${damaged.records} records`);
    });
  }
  for (const { after, by } of scenario.jumps) scheduler.after(after, () => scheduler.jump(by));

  process_.on("unhandledRejection", onUncaught);
  process_.on("uncaughtException", onUncaught);
  try {
    begin();
    const well = start + TROUBLE + RECOVERY;
    await scheduler.run(start + TROUBLE);
    const { changes } = machine;
    if (scenario.damage.length > 0) {
      await scheduler.run(start + TROUBLE + REPAIR);
      process!.finish({ kind: "killed" });
      const isFound = await repair(disk, scheduler.now);
      damaged.isTold ||= isFound;
      told(`what the program keeps is repaired: ${isFound ? "it was damaged" : "nothing was wrong with it"}`);
    }
    // What others write into a topic does not come out of the program.
    const given = new Set(feeds.map(({ source }) => source));
    const own = components.filter(({ component, name }) => component !== "embedded" || !given.has(name));
    const outputs = () => outputsOf(machine, own, printed.concat(process.output));
    for (let until = start + TROUBLE; until < well; ) {
      until += LOOK_EVERY;
      await scheduler.run(until);
      if (until === start + TROUBLE + 2 * LOOK_EVERY) hearEarly?.(outputs());
      const isOver = feeds.every((one) => one.isDone()) && isAllThere?.(outputs(), damaged.records) === true;
      if (!isOver) continue;
      const beyond = Math.min(well, scheduler.now + GRACE);
      await scheduler.run(beyond);
      break;
    }
    isStopping = true;
    told("the program is asked to stop");
    process!.terminate();
    const stopped = scheduler.now + STOP_WITHIN;
    await scheduler.run(stopped, () => process!.end !== null);
    const { end } = process!;
    process!.finish({ kind: "killed" });
    return {
      components,
      outputs: outputsOf(machine, own, printed),
      end,
      uncaught,
      unsent: feeds.filter((one) => !one.isDone()).length,
      breaksOff: feeds.some(({ breaksOff = false }) => breaksOff),
      met: faults.met,
      crashes,
      changes,
      ended,
      counted: countedIn(process!.errors),
      answers: answersOf(feeds),
      damaged,
      alarm,
    };
  } finally {
    process_.off("unhandledRejection", onUncaught);
    process_.off("uncaughtException", onUncaught);
  }
}

function answersOf(feeds: readonly Feed[]): ReadonlyMap<string, Answers> {
  const answers = feeds.map((one) => [one.source, one.answers()] as const);
  return new Map(answers.filter((one): one is readonly [string, Answers] => one[1] !== null));
}

/** Lines of the log. */
const STARTED = /^[\d:.]+ INFO \S+ started( |$)/m;
const COUNTED = /^[\d:.]+ INFO (\S+) counted (.*)$/gm;
const TELLS_LOSS = /^[\d:.]+ ERROR .*\b(log|partition)\b.* is gone\b/m;
const TELLS_DAMAGE = /^[\d:.]+ (WARN|ERROR) .*(\bgone\b|damaged|not readable)/m;

function countedIn(errors: readonly string[]): ReadonlyMap<string, Counted> {
  const lines = errors.join("").matchAll(COUNTED);
  return new Map(
    Array.from(lines, ([, component, pairs]) => {
      const counters = Array.from(
        pairs!.matchAll(/(\S+)=(\d+)/g),
        ([, name, value]) => [name!, Number(value)] as const,
      );
      return [component!, new Map(counters)];
    }),
  );
}
