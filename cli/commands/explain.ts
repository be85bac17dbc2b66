import { analyseWithModules } from "../../compiler/compile.ts";
import { explain, explainable } from "../../compiler/explain/explain.ts";
import { suggest } from "../../grammar/did-you-mean.ts";
import { defineCommand, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { explanation } from "../explain/text.ts";
import { externReading } from "../extern-reading.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { useColor } from "../terminal.ts";

/** `sluice explain`: types, and what may be lost or come twice. */
export const command = defineCommand({
  name: "explain",
  summary: "Says of each path what type flows, what may be lost or come twice, why, and what would raise that.",
  positionals: "FILE [NAME]",
  options: {
    json: { help: "print all of it as JSON" },
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
  async run({ json }, [file, name, extra]) {
    if (file === undefined) throw new UsageError("a FILE is missing");
    if (extra !== undefined) throw new UsageError(`one NAME only; "${extra}" is one too many`);
    const entry = entryFile(file);
    if (entry === null) return exitStatus.failed;
    const host = diskHost();
    const { plan, diagnostics, ok } = await analyseWithModules(
      host,
      entry,
      externReading(),
      parsedStandardLibrary(host),
    );
    printFrames(diagnostics, host);
    if (!ok) return exitStatus.failed;
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
    return exitStatus.done;
  },
});
