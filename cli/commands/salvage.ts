import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { exitStatus } from "../exit-status.ts";
import { packageRoot } from "../package-root.ts";

/** What `stdlib/file/salvage.ts` gives; the command line loads it as a program loads its channels. */
interface Salvaged {
  readonly saved: number;
  readonly lost: number;
  readonly damage: readonly { readonly path: string; readonly from: number; readonly to: number }[];
}

/** `sluice salvage`: the whole events of a damaged file channel, in a new directory. */
export const command = defineCommand({
  name: "salvage",
  summary: "Copies the whole events of a damaged file channel into a new directory. The old one stays as it is.",
  positionals: "DIR -o NEW",
  options: { output: { short: "o", value: "NEW", help: "directory to write to; it is made" } },
  example: [
    "$ sluice salvage .sluice/channels/a.safe -o saved",
    ".sluice/channels/a.safe/0000000000000000.log: bytes 48211 to 49034 are damaged",
    "2999 events saved, 1 lost",
    "$ mv .sluice/channels/a.safe damaged && mv saved .sluice/channels/a.safe",
  ].join("\n"),
  async run({ output }, positionals) {
    const directory = onlyFile(positionals);
    if (output === undefined) throw new UsageError("say where to with -o NEW");
    const path = join(packageRoot(), "dist/stdlib/file/salvage.js");
    const { salvage } = (await import(pathToFileURL(path).href)) as {
      salvage(from: string, to: string): Promise<Salvaged>;
    };
    try {
      const { saved, lost, damage } = await salvage(directory, output);
      for (const { path, from, to } of damage) {
        process.stdout.write(`${path}: bytes ${from} to ${to} are damaged\n`);
      }
      process.stdout.write(`${saved} events saved, ${lost} lost\n`);
      return exitStatus.done;
    } catch (error) {
      process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
      return exitStatus.failed;
    }
  },
});
