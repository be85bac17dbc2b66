import { explain, explainable } from "../../compiler/explain/explain.ts";
import type { ProgramReport } from "../../compiler/explain/report.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import { defineCommand, number, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { explanation } from "../explain/text.ts";
import { planOfFile } from "../plan-of-file.ts";
import { useColor } from "../terminal.ts";

/** `sluice explain`: types, and what may be lost or come twice. */
export const command = defineCommand({
  name: "explain",
  summary: "Says of each path what type flows, what may be lost or come twice, why, and what would raise that.",
  positionals: "FILE [NAME]",
  options: {
    json: { help: "print all of it as JSON" },
    prove: { help: "try each path on the simulated machine of `sluice sim`, and say what held" },
    seeds: { value: "N", help: "with --prove: how many runs; 200 unless given" },
  },
  example: [
    "$ sluice explain access.flow collect",
    "agent collect guarantees atLeastOnce                                       access.flow:27:7",
    "  …",
    "  logs      string  source taildir, replayable, up to 100 at a time",
    "  …",
    "  atLeastOnce  logs -> spool -> accesses",
    "  …",
  ].join("\n"),
  async run({ json, prove, seeds }, [file, name, extra]) {
    if (file === undefined) throw new UsageError("a FILE is missing");
    if (json && prove) throw new UsageError("--prove prints text only; leave --json out");
    if (extra !== undefined) throw new UsageError(`one NAME only; "${extra}" is one too many`);
    const found = await planOfFile(file);
    if (found === null) return exitStatus.failed;
    const { plan, entry } = found;
    const runs = number("seeds", seeds, 200);
    const names = explainable(plan);
    if (name !== undefined && !names.includes(name)) {
      const near = suggest(name, names);
      throw new UsageError(
        `${file} has no "${name}"; ${near === null ? `it has ${names.join(", ")}` : `did you mean "${near}"?`}`,
      );
    }
    const report = explain(plan, name ?? null);
    const text = json ? `${JSON.stringify(report, null, 2)}\n` : explanation(report, useColor(process.stdout));
    process.stdout.write(text);
    return prove ? await proveClaims(entry, report, runs) : exitStatus.done;
  },
});

/** Loaded when it is asked for: it brings the simulator along. */
async function proveClaims(entry: string, report: ProgramReport, runs: number): Promise<number> {
  const { prepare, SimulationError, simulate } = await import("../sim/simulate.ts");
  const { proofAsText } = await import("../sim/report-simulation.ts");
  try {
    const prepared = await prepare(entry, [], new Map());
    if (prepared === null) return exitStatus.failed;
    const tally = await simulate(prepared, { first: 1, beyond: 1 + runs });
    process.stdout.write(`\n${proofAsText(report, prepared, tally)}`);
    const [failed] = tally.failed;
    if (failed === undefined) return exitStatus.done;
    process.stdout.write(`\nsee it: sluice sim ${entry} --seed ${failed.seed}\n`);
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
  }
  return exitStatus.failed;
}
