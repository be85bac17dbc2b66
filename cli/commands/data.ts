import { actionOf, defineCommand, onlyFile } from "../command.ts";
import { inspectData, repairData } from "../data/data.ts";
import { exitStatus } from "../exit-status.ts";

const actions = ["check", "repair"] as const;

/** `sluice data`: whether what programs keep on disk is what they wrote, and what is whole of it. */
export const command = defineCommand({
  name: "data",
  summary:
    "Looks into a data directory for damage. `repair` keeps what is whole, and copies each damaged file aside before it changes it.",
  positionals: "check|repair DIR",
  options: { json: { help: "print JSON" } },
  example: [
    "$ sluice data check .sluice",
    ".sluice/topics/words/0/0000000000000000.log: bytes 612 to 680 are damaged: records 9 to 10",
    "1 damaged file; stop the program and run `sluice data repair .sluice`",
  ].join("\n"),
  async run({ json }, [asked, ...positionals]) {
    const action = actionOf(asked, actions);
    const directory = onlyFile(positionals);
    const print = (line: string) => process.stdout.write(`${line}\n`);
    try {
      const found = await inspectData(directory);
      const damage = found.flatMap((inspection) => inspection.damage);
      const isDamaged = damage.some(({ isHarmless }) => !isHarmless);
      const copies = action === "repair" && found.length > 0 ? await repairData(directory, found, Date.now()) : null;
      if (json) {
        print(JSON.stringify({ damage, copies }));
        return copies === null && isDamaged ? exitStatus.damaged : exitStatus.done;
      }
      for (const { path, from, to, what, isHarmless } of damage) {
        print(`${path}: bytes ${from} to ${to} are ${isHarmless ? "not whole" : "damaged"}: ${what}`);
      }
      if (copies !== null) print(`repaired; the files as they were are in ${copies}`);
      if (copies !== null || !isDamaged) {
        if (copies === null) print("nothing is damaged");
        return exitStatus.done;
      }
      const files = new Set(damage.filter(({ isHarmless }) => !isHarmless).map(({ path }) => path)).size;
      const counted = `${files} damaged file${files === 1 ? "" : "s"}`;
      print(`${counted}; stop the program and run \`sluice data repair ${directory}\``);
      return exitStatus.damaged;
    } catch (error) {
      process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
      return exitStatus.failed;
    }
  },
});
