import { basename } from "node:path";
import type { ProgramReport } from "../../compiler/explain/report.ts";
import { coverageAsText } from "../tests/report-coverage.ts";
import { type Claim, outputOf, pathsOf, type Violation } from "./judge.ts";
import type { Damage, Scenario } from "./scenario.ts";
import type { Tally } from "./seed-range.ts";
import type { Shrunk } from "./shrink.ts";
import type { Prepared } from "./simulate.ts";

/** What was tried, and which claim held, a line for each output. */
export function simulationAsText(path: string, prepared: Prepared, tally: Tally): string {
  const { inputs, points } = prepared;
  const { reference, claims } = prepared.baseline;
  const met = [...tally.met].sort(([one], [other]) => (one < other ? -1 : 1));
  const failures =
    met.length === 0 ? "no failures" : `failures met: ${met.map(([code, times]) => `${code} ${times}`).join(", ")}`;
  const damaged = tally.damaged === 0 ? "" : `, ${tally.damaged} records damaged`;
  const lines = [
    `${basename(path)}: ${tally.runs} runs, ${tally.crashes} crashes (${tally.powerFailures} of them power failures), ${failures}${damaged}`,
  ];
  for (const [output, { stable, most }] of reference) {
    const { size } = stable;
    const unchecked = most === size ? "" : `; ${most - size} of ${most} lines depend on time and were not checked`;
    if (size === 0) {
      const why = "all that comes out depends on time, or is made of several events, and was not compared";
      lines.push(`  idle    ${output}: ${why} (${most} lines)`);
      continue;
    }
    lines.push(
      `  ${verdictOf(output, tally)}  ${output}: ${claimText(claims.get(output))} (${size} lines${unchecked})`,
    );
  }
  for (const output of claims.keys()) {
    if (reference.has(output)) continue;
    lines.push(`  idle    ${output}: nothing came out when nothing went wrong, so nothing was tried`);
  }
  for (const [source, given] of inputs.given) {
    if (inputs.recorded.has(source)) continue;
    lines.push(`  fed     ${source}: every other line is one of the ${given.length} that tests give it`);
  }
  const covered = points.map((point, number) => ({ ...point, reached: tally.reached.has(number) }));
  return `${lines.join("\n")}\n${covered.length === 0 ? "" : coverageAsText(path, covered)}`;
}

/** The same for programs. */
export function simulationAsData(path: string, { baseline }: Prepared, tally: Tally): object {
  const { reference, claims } = baseline;
  const outputs = [...new Set([...reference.keys(), ...claims.keys()])].map((output) => {
    const lines = reference.get(output)?.stable.size ?? 0;
    const verdict = lines === 0 ? "idle" : isViolated(output, tally) ? "failed" : "held";
    const { mayLose = true, mayRepeat = true } = claims.get(output) ?? {};
    return { output, verdict, mayLose, mayRepeat, lines };
  });
  const { runs, crashes, powerFailures, failed } = tally;
  return {
    file: basename(path),
    runs,
    crashes,
    powerFailures,
    damaged: tally.damaged,
    failures: Object.fromEntries([...tally.met].sort()),
    outputs,
    failed,
  };
}

/** Each path of a program with what is claimed of it, and what simulated runs have shown of that. */
export function proofAsText(report: ProgramReport, { baseline, components, text }: Prepared, tally: Tally): string {
  const faults = [...tally.met.values()].reduce((sum, times) => sum + times, 0);
  const over = `${tally.runs} runs, ${tally.crashes} crashes and ${faults} failed calls`;
  const lines = pathsOf(report).map((path) => {
    const output = outputOf(path, components, text.parts);
    const size = baseline.reference.get(output)?.stable.size ?? 0;
    const way = `${path.guarantee}  ${path.steps.join(" -> ")}`;
    if (size === 0) return `  untried  ${way}: nothing comes out of ${output} that can be compared`;
    return `  ${verdictOf(output, tally)}   ${way}: ${size} lines at ${output}, over ${over}`;
  });
  return `proof by simulation\n${lines.join("\n")}\n`;
}

/** A seed that failed: what was violated, the least that it takes, and how to see it again. */
export function failureAsText(file: string, seed: number, { scenario, violations }: Shrunk): string {
  return [
    "",
    `seed ${seed}`,
    ...violations.map(violationText),
    "  it takes:",
    ...stepsOf(scenario).map((step) => `    ${step}`),
    `  see it again: sluice sim ${file} --seed ${seed} --trace`,
    "",
  ].join("\n");
}

function verdictOf(output: string, tally: Tally): string {
  return isViolated(output, tally) ? "FAILED" : "held  ";
}

function isViolated(output: string, { failed }: Tally): boolean {
  return failed.some(({ violations }) =>
    violations.some((violation) => violation.output === null || violation.output === output),
  );
}

function claimText(claim: Claim | undefined): string {
  if (claim === undefined) return "nothing is claimed";
  if (claim.mayLose) return claim.mayRepeat ? "may lose and repeat" : "may lose, repeats nothing";
  return claim.mayRepeat ? "loses nothing, may repeat" : "loses nothing, repeats nothing";
}

function violationText({ kind, message }: Violation): string {
  return `  ${kind}: ${message.replaceAll("\n", "\n    ")}`;
}

const DAMAGE: Readonly<Record<Damage["kind"], string>> = {
  rot: "a bit of a record flips on the disk",
  gone: "a file with records is gone",
};

/** Everything that goes wrong in `scenario`, a line each, by time. */
export function stepsOf({ crashes, faults, jumps, damage }: Scenario): readonly string[] {
  const steps = [
    ...crashes.map(({ after, atChange, kind }) => {
      const text = kind === "power" ? "the power fails" : "the process is killed";
      return atChange === null
        ? { after, text }
        : { after: null, text: `${text} after change ${atChange} to the disk` };
    }),
    ...faults.map(({ code, from, to, probability }) => {
      const some = probability === 1 ? "calls" : `${Math.round(probability * 100)} % of the calls`;
      return { after: from, text: `${some} fail with ${code} for ${seconds(to - from)}` };
    }),
    ...damage.map(({ after, kind }) => ({ after, text: DAMAGE[kind] })),
    ...jumps.map(({ after, by }) => ({ after, text: `the clock jumps by ${seconds(by)}` })),
  ].sort((one, other) => (one.after ?? 0) - (other.after ?? 0));
  if (steps.length === 0) return ["nothing at all"];
  return steps.map(({ after, text }) => (after === null ? text : `at ${seconds(after)} ${text}`));
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 1000 ? 3 : 1)} s`;
}
