import type { PathText, ProgramReport } from "../../compiler/explain/report.ts";
import { type Lines, type Outputs, printing, STANDARD_OUTPUT } from "./outputs.ts";
import type { Parts } from "./parts.ts";
import type { History } from "./run-scenario.ts";
import type { Trouble } from "./scenario.ts";
import type { DeclaredComponent } from "./script.ts";

/** What `explain` says of everything that ends in one output. */
export interface Claim {
  readonly mayLose: boolean;
  readonly mayRepeat: boolean;
  /** Whether some of what comes is left out at the end: a stream prints the first elements of each batch. */
  readonly isCut: boolean;
}

/** What comes out of one output when nothing goes wrong. */
export interface Expected {
  /** Lines that come out as often as what they are made of; the others depend on time, on chance or on a whole batch. */
  readonly stable: Lines;
  /** Those of them that come out only once the last lines have come in. */
  readonly late: ReadonlySet<string>;
  /** The most different lines that a quiet run had. */
  readonly most: number;
  /** The same of runs in which lines come twice, of which a stream that counts makes lines of its own. */
  readonly mostRepeated: number;
}

/** By output: what comes out when nothing goes wrong. */
export type Reference = ReadonlyMap<string, Expected>;

/** A program as it is when nothing goes wrong, and what it promises for when something does. */
export interface Baseline extends Trouble {
  readonly reference: Reference;
  /** By output. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** Whether its input is through some time, and it ends then. */
  readonly endsByItself: boolean;
}

/** Something that a history must not have. */
export interface Violation {
  readonly kind: "lost" | "repeated" | "invented" | "stuck" | "crashed" | "ended" | "miscounted" | "silent" | "alarmed";
  /** Where it shows; null where it concerns the whole program. */
  readonly output: string | null;
  readonly message: string;
}

/** Claims of a program by output, as `sluice explain` states them. */
export function claimsOf(
  report: ProgramReport,
  components: readonly DeclaredComponent[],
  parts: Parts,
): ReadonlyMap<string, Claim> {
  const streams = new Set(report.streams.map(({ name }) => name));
  const claims = new Map<string, Claim>();
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const path of pathsOf(report)) {
      const output = outputOf(path, components, parts);
      const before = claims.get(output);
      // What was lost or repeated on the way into a topic is so on every way that leads on from there.
      const above = claims.get(parts.shown[qualified(path.steps[0]!, path.through[0]!)] ?? path.steps[0]!);
      const isCut = output === STANDARD_OUTPUT && streams.has(path.through.at(-1)!);
      const claim: Claim = {
        mayLose: path.mayLose || isCut || (above?.mayLose ?? false) || (before?.mayLose ?? false),
        mayRepeat: path.mayRepeat || (above?.mayRepeat ?? false) || (before?.mayRepeat ?? false),
        isCut: isCut || (before?.isCut ?? false),
      };
      isSettled &&= claim.mayLose === before?.mayLose && claim.mayRepeat === before.mayRepeat;
      claims.set(output, claim);
    }
  }
  return claims;
}

/** All paths of a program. */
export function pathsOf(report: ProgramReport): readonly PathText[] {
  return [...report.agents, ...report.streams].flatMap(({ paths }) => paths).concat(report.through);
}

/** The output that a path ends in: a topic, a sink, a group of sinks, or what is printed. */
export function outputOf(
  { steps, through }: PathText,
  components: readonly DeclaredComponent[],
  { shown }: Parts,
): string {
  const last = steps.at(-1)!;
  const own = qualified(last, through.at(-1)!);
  const sink = components.find(({ name }) => name === own);
  if (sink === undefined) return shown[own] ?? last;
  return printing.has(sink.component) ? STANDARD_OUTPUT : own;
}

/** A step of a path that leads through several agents has its qualified name already. */
function qualified(step: string, owner: string): string {
  return step.includes(".") ? step : `${owner}.${step}`;
}

/**
 * What quiet runs have in common. `doubled` is one whose sources got each line twice: a line that comes out twice as often
 * then is made of one that came in. A sum is not, which a record that is repeated makes another one. `early` is what the
 * first run had before the last lines came.
 */
export function referenceOf(runs: readonly [Outputs, ...Outputs[]], doubled: Outputs, early: Outputs): Reference {
  const [first] = runs;
  const isStable = (output: string, line: string, times: number) => {
    const twice = doubled.get(output)?.get(line);
    return (twice === times || twice === 2 * times) && runs.every((run) => run.get(output)?.get(line) === times);
  };
  return new Map(
    [...first].map(([output, lines]): [string, Expected] => {
      const stable = [...lines].filter(([line, times]) => isStable(output, line, times));
      const before = early.get(output);
      const late = new Set(stable.flatMap(([line]) => (before?.has(line) === true ? [] : [line])));
      const most = Math.max(...runs.map((run) => run.get(output)?.size ?? 0));
      return [
        output,
        { stable: new Map(stable), late, most, mostRepeated: Math.max(most, doubled.get(output)?.size ?? 0) },
      ];
    }),
  );
}

/** Judges a history by what the program claims of itself. */
export function judge(history: History, { reference, claims, endsByItself }: Baseline): readonly Violation[] {
  const violations = [...judgeLives(history, endsByItself), ...judgeCounters(history)];
  const { damaged } = history;
  for (const [output, { stable, late, most, mostRepeated }] of reference) {
    const add = (kind: Violation["kind"], message: string) =>
      violations.push({ kind, output, message: `${output} ${message}` });
    const { mayLose, mayRepeat, isCut } = claims.get(output) ?? UNCLAIMED;
    const found = history.outputs.get(output) ?? new Map<string, number>();
    const lost = missing(stable, found);
    const lostLate = lost.filter(([line]) => late.has(line));
    const repeated = [...stable].filter(([line, times]) => (found.get(line) ?? 0) > times);
    const isAllStable = !isCut && !history.breaksOff && stable.size === (mayRepeat ? mostRepeated : most);
    const invented = isAllStable ? [...found].filter(([line]) => !stable.has(line)) : [];
    if (!mayLose && lost.length > damaged.records) add("lost", `lacks ${counted(lost)}${beyond(damaged.records)}`);
    else if (!isCut && lostLate.length > 0)
      add("lost", `lacks ${counted(lostLate)}, which came when all was well again`);
    else if (!mayLose && lost.length > 0 && !damaged.isTold)
      add("silent", `lacks ${counted(lost)}, and nothing said so`);
    // What is replayed after a repair is told by it.
    if (damaged.records > 0) continue;
    // Which lines of a batch are left out depends on the batch.
    if (!mayRepeat && !isCut && repeated.length > 0) add("repeated", `repeats ${counted(repeated)}`);
    if (invented.length > 0) add("invented", `has ${counted(invented)} that nobody sent`);
  }
  return violations;
}

const UNCLAIMED: Claim = { mayLose: true, mayRepeat: true, isCut: true };

function judgeLives(history: History, endsByItself: boolean): readonly Violation[] {
  const { components, uncaught, end, ended, unsent, damaged, alarm } = history;
  const violations: Violation[] = [];
  const add = (kind: Violation["kind"], message: string) => violations.push({ kind, output: null, message });
  const [error] = uncaught;
  if (error !== undefined)
    add("crashed", `an error was caught by nobody: ${error instanceof Error ? error.stack : String(error)}`);
  else if (end === null) add("stuck", "the program did not stop when it was asked to");
  else if (end.kind === "exit" && end.status !== 0) {
    add("stuck", `the program stopped with status ${end.status} when all was well`);
  }
  const failed = ended.flatMap((one) => (one.kind === "exit" ? [one.status] : [])).find((status) => status !== 0);
  // One whose input is through says by its status that something could not be brought to its end.
  if (failed !== undefined && !endsByItself && damaged.records === 0) {
    add("ended", `the program ended by itself, with status ${failed}, where it had only to try again`);
  }
  // Where nothing is synced, a power failure takes the end of a log away.
  if (alarm !== null && components.every(({ options }) => options["fsync"] !== false))
    add("alarmed", `something is called gone though nothing was damaged: ${alarm}`);
  if (unsent > 0) add("stuck", "a source did not take everything that was sent to it");
  return violations;
}

/** Compares what the last life says of itself with what those have heard who sent to it. */
function judgeCounters({ counted, answers }: History): readonly Violation[] {
  return [...answers].flatMap(([source, { accepted, refused }]): Violation[] => {
    const counters = counted.get(source);
    const of = (name: string) => counters?.get(name) ?? 0;
    const add = (message: string): Violation[] => [
      { kind: "miscounted", output: null, message: `${source} ${message}` },
    ];
    if (counters === undefined) return [];
    if (of("accepted") !== accepted)
      return add(`has counted ${of("accepted")} lines as accepted, and confirmed ${accepted}`);
    if (refused > 0 && of("failed") + of("channelFull") === 0)
      return add(`has refused ${refused} lines and counted no failure`);
    return [];
  });
}

/** Whether `outputs` have all that may not be lost, but for so many `records` that damage has cost. */
export function isAllThere(outputs: Outputs, { reference, claims }: Baseline, records: number): boolean {
  return [...reference].every(([output, { stable, late }]) => {
    const { mayLose, isCut } = claims.get(output) ?? UNCLAIMED;
    const lost = missing(stable, outputs.get(output) ?? new Map());
    return isCut || (!lost.some(([line]) => late.has(line)) && (mayLose || lost.length <= records));
  });
}

function missing(stable: Lines, found: Lines): readonly (readonly [string, number])[] {
  return [...stable].filter(([line, times]) => (found.get(line) ?? 0) < times);
}

/** Characters of a line that a message shows. */
const SHOWN = 100;

function beyond(records: number): string {
  return records === 0 ? "" : `, where damage has cost at most ${records}`;
}

function counted(lines: readonly (readonly [string, number])[]): string {
  const [[first]] = lines as readonly [readonly [string, number]];
  const shown = first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first;
  return `${lines.length} ${lines.length === 1 ? "line" : "lines"}, such as ${JSON.stringify(shown)}`;
}
