import { basename } from "node:path";
import { defineCommand, number, onlyFile, UsageError } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { readInputs } from "../sim/inputs.ts";
import { failureAsText, simulationAsData, simulationAsText } from "../sim/report-simulation.ts";
import { scenarioOf } from "../sim/scenario.ts";
import { shrink } from "../sim/shrink.ts";
import { prepare, SimulationError, simulate } from "../sim/simulate.ts";
import { trial } from "../sim/trial.ts";

/** `sluice sim`: the program on a simulated machine that fails, crashes and loses power. */
export const command = defineCommand({
  name: "sim",
  summary:
    "Runs a program many times on a simulated machine whose disk fills, whose calls fail and whose power is cut, and says whether what `explain` claims holds.",
  positionals: "FILE",
  options: {
    seeds: { value: "N", help: "how many runs; 200 unless given" },
    seed: { value: "S", help: "only the run of this seed, or the first of them" },
    trace: { help: "with --seed: tell that run as a story, with every call to the machine" },
    damage: { help: "damage a file with records in each run, too, and repair it as `sluice data repair` does" },
    input: { value: "SOURCE=FILE", multiple: true, help: "lines that a source gets; numbered ones unless given" },
    set: { value: "param=value", multiple: true, help: "value of a param" },
    json: { help: "print what the runs have shown as JSON" },
  },
  example: [
    "$ sluice sim collect.flow --seeds 200",
    "collect.flow: 200 runs, 357 crashes (233 of them power failures), failures met: EIO 263, EMFILE 114, ENOSPC 145, EROFS 110",
    "  held    a1.k1: loses nothing, may repeat (100 lines)",
  ].join("\n"),
  async run({ seeds, seed, trace, damage, input, set, json }, positionals) {
    const entry = entryFile(onlyFile(positionals));
    if (entry === null) return exitStatus.failed;
    const first = number("seed", seed, 1);
    const runs = number("seeds", seeds, seed === undefined ? 200 : 1);
    if (trace && json) throw new UsageError("--trace tells a story; it does not go with --json");
    if (trace && seed === undefined) throw new UsageError("--trace tells the run of one --seed");
    const inputs = readInputs(input);
    try {
      const prepared = await prepare(entry, set, inputs);
      if (prepared === null) return exitStatus.failed;
      const file = basename(entry);
      if (trace) {
        const { subject, baseline } = prepared;
        const tell = (line: string) => void process.stdout.write(`${line}\n`);
        let isWell = true;
        for (let one = first; one < first + runs; one++) {
          if (runs > 1) tell(`seed ${one}`);
          const { violations } = await trial(subject, scenarioOf(one, baseline, damage), baseline, tell);
          for (const { kind, message } of violations) tell(`${kind}: ${message}`);
          isWell &&= violations.length === 0;
        }
        return isWell ? exitStatus.done : exitStatus.failed;
      }
      const tally = await simulate(prepared, { first, beyond: first + runs, isDamaged: damage });
      const [failed] = tally.failed;
      if (json) {
        process.stdout.write(`${JSON.stringify(simulationAsData(entry, prepared, tally), null, 2)}\n`);
        return failed === undefined ? exitStatus.done : exitStatus.failed;
      }
      process.stdout.write(simulationAsText(entry, prepared, tally));
      if (failed === undefined) return exitStatus.done;
      const { subject, baseline } = prepared;
      const { seed, violations } = failed;
      const scenario = scenarioOf(seed, baseline, damage);
      const least = await shrink(subject, { scenario, violations }, baseline);
      process.stdout.write(failureAsText(damage ? `${file} --damage` : file, seed, least));
      return exitStatus.failed;
    } catch (error) {
      if (!(error instanceof SimulationError)) throw error;
      process.stderr.write(`sluice: ${error.message}\n`);
      return exitStatus.failed;
    }
  },
});
