import type { PathText, ProgramReport } from "../../compiler/explain/report.ts";
import { type Lines, type Outputs, printing, STANDARD_OUTPUT } from "./outputs.ts";
import type { History } from "./run-scenario.ts";
import type { DeclaredComponent } from "./script.ts";

/** What `explain` says of everything that ends in one output. */
export interface Claim {
  readonly mayLose: boolean;
  readonly mayRepeat: boolean;
}

/** What comes out of one output when nothing goes wrong. */
export interface Expected {
  /** Lines that come out as often as what they are made of; the others depend on time, on chance or on a whole batch. */
  readonly stable: Lines;
  /** The most different lines that a quiet run had. */
  readonly most: number;
}

/** By output: what comes out when nothing goes wrong. */
export type Reference = ReadonlyMap<string, Expected>;

/** A program as it is when nothing goes wrong, and what it promises for when something does. */
export interface Baseline {
  readonly reference: Reference;
  /** By output. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** Calls that change or sync the disk while input comes. */
  readonly changes: number;
}

/** Something that a history must not have. */
export interface Violation {
  readonly kind: "lost" | "repeated" | "invented" | "stuck" | "crashed";
  /** Where it shows; null where it concerns the whole program. */
  readonly output: string | null;
  readonly message: string;
}

/** Claims of a program by output, as `sluice explain` states them. */
export function claimsOf(report: ProgramReport, components: readonly DeclaredComponent[]): ReadonlyMap<string, Claim> {
  const streams = new Set(report.streams.map(({ name }) => name));
  const claims = new Map<string, Claim>();
  for (const path of pathsOf(report)) {
    const output = outputOf(path, components);
    const before = claims.get(output);
    // A stream prints the first elements of each batch.
    const isCut = output === STANDARD_OUTPUT && streams.has(path.through.at(-1)!);
    claims.set(output, {
      mayLose: path.mayLose || isCut || (before?.mayLose ?? false),
      mayRepeat: path.mayRepeat || (before?.mayRepeat ?? false),
    });
  }
  return claims;
}

/** All paths of a program. */
export function pathsOf(report: ProgramReport): readonly PathText[] {
  return [...report.agents, ...report.streams].flatMap(({ paths }) => paths).concat(report.through);
}

/** The output that a path ends in. */
export function outputOf({ steps, through }: PathText, components: readonly DeclaredComponent[]): string {
  const last = steps.at(-1)!;
  const own = last.includes(".") ? last : `${through.at(-1)}.${last}`;
  const sink = components.find(({ name }) => name === own);
  if (sink === undefined) return last;
  return printing.has(sink.component) ? STANDARD_OUTPUT : own;
}

/**
 * What quiet runs have in common. `doubled` is one whose sources got each line twice: a line that comes out twice as often
 * then is made of one that came in. A sum is not, which a record that is repeated makes another one.
 */
export function referenceOf(runs: readonly [Outputs, ...Outputs[]], doubled: Outputs): Reference {
  const [first] = runs;
  const isStable = (output: string, line: string, times: number) => {
    const twice = doubled.get(output)?.get(line);
    return (twice === times || twice === 2 * times) && runs.every((run) => run.get(output)?.get(line) === times);
  };
  return new Map(
    [...first].map(([output, lines]): [string, Expected] => {
      const stable = [...lines].filter(([line, times]) => isStable(output, line, times));
      return [output, { stable: new Map(stable), most: Math.max(...runs.map((run) => run.get(output)?.size ?? 0)) }];
    }),
  );
}

/** Judges a history by what the program claims of itself. */
export function judge(history: History, { reference, claims }: Baseline): readonly Violation[] {
  const violations: Violation[] = [];
  const add = (kind: Violation["kind"], message: string) => violations.push({ kind, output: null, message });
  const addTo = (output: string, kind: Violation["kind"], message: string) =>
    violations.push({ kind, output, message: `${output} ${message}` });
  const [error] = history.uncaught;
  if (error !== undefined)
    add("crashed", `an error was caught by nobody: ${error instanceof Error ? error.stack : String(error)}`);
  else if (history.end === null) add("stuck", "the program did not stop when it was asked to");
  else if (history.end.kind === "exit" && history.end.status !== 0) {
    add("stuck", `the program stopped with status ${history.end.status} when all was well`);
  }
  if (history.unsent > 0) add("stuck", "a source did not take everything that was sent to it");
  for (const [output, { stable, most }] of reference) {
    const { mayLose = true, mayRepeat = true } = claims.get(output) ?? {};
    const found = history.outputs.get(output) ?? new Map<string, number>();
    const lost = missing(stable, found);
    const repeated = [...stable].filter(([line, times]) => (found.get(line) ?? 0) > times);
    const invented = stable.size === most ? [...found].filter(([line]) => !stable.has(line)) : [];
    if (!mayLose && lost.length > 0) addTo(output, "lost", `lacks ${counted(lost)}`);
    if (!mayRepeat && repeated.length > 0) addTo(output, "repeated", `repeats ${counted(repeated)}`);
    if (invented.length > 0) addTo(output, "invented", `has ${counted(invented)} that nobody sent`);
  }
  return violations;
}

/** Whether `outputs` have all that may not be lost. */
export function isAllThere(outputs: Outputs, { reference, claims }: Baseline): boolean {
  return [...reference].every(([output, { stable }]) => {
    return (claims.get(output)?.mayLose ?? true) || missing(stable, outputs.get(output) ?? new Map()).length === 0;
  });
}

function missing(stable: Lines, found: Lines): readonly (readonly [string, number])[] {
  return [...stable].filter(([line, times]) => (found.get(line) ?? 0) < times);
}

/** Characters of a line that a message shows. */
const SHOWN = 100;

function counted(lines: readonly (readonly [string, number])[]): string {
  const [[first]] = lines as readonly [readonly [string, number]];
  const shown = first.length > SHOWN ? `${first.slice(0, SHOWN)}…` : first;
  return `${lines.length} ${lines.length === 1 ? "line" : "lines"}, such as ${JSON.stringify(shown)}`;
}
