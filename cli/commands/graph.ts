import { analyseWithModules } from "../../compiler/compile.ts";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { externReading } from "../extern-reading.ts";
import { graphOf } from "../graph/from-plan.ts";
import type { Graph } from "../graph/graph.ts";
import { toSvg } from "../graph/svg.ts";
import { toDot, toJson, toMermaid } from "../graph/text-formats.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

const formats: Readonly<Record<string, (graph: Graph) => string>> = {
  svg: toSvg,
  mermaid: toMermaid,
  dot: toDot,
  json: toJson,
};

/** `sluice graph`: the topology, drawn. */
export const command = defineCommand({
  name: "graph",
  summary: "Draws the topology: agents, topics, streams, and what flows between them.",
  positionals: "FILE",
  options: {
    format: { short: "f", value: "FORMAT", help: "svg, mermaid, dot or json; svg unless given" },
  },
  example: [
    "$ sluice graph access.flow > access.svg",
    "$ sluice graph access.flow --format dot | dot -Tpng -o access.png",
  ].join("\n"),
  async run({ format = "svg" }, positionals) {
    const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (write === undefined) {
      throw new UsageError(`there is no format "${format}"; there are ${Object.keys(formats).join(", ")}`);
    }
    const entry = entryFile(onlyFile(positionals));
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
    process.stdout.write(write(graphOf(plan, (file, span) => host.read(file)?.slice(span.start, span.end) ?? "")));
    return exitStatus.done;
  },
});
