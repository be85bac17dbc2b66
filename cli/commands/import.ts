import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename } from "node:path";
import { suggest } from "../../grammar/did-you-mean.ts";
import { parse } from "../../grammar/parse.ts";
import { defineCommand, UsageError } from "../command.ts";
import { diskHost } from "../disk-host.ts";
import { exitStatus } from "../exit-status.ts";
import { type ConfigurationFile, importFlume, readFiles } from "../import/flume/import-flume.ts";
import { giveBack, PositionError, type PositionFiles, positionFilesOf, takeOver } from "../import/flume/positions.ts";
import { Findings, findingText } from "../import/flume/read/findings.ts";
import { modelOf } from "../import/flume/read/model.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

/** `sluice import`: the configuration of another tool as a program. */
export const command = defineCommand({
  name: "import",
  summary: "Writes an Apache Flume configuration as a .flow file, and reports what Flume passed over in silence.",
  positionals: "flume FILE…",
  options: {
    output: { short: "o", value: "FILE", help: "file to write, which must not exist; standard output without it" },
    agent: { short: "n", value: "NAME", multiple: true, elsewhere: ["name"], help: "import only this agent" },
    positions: { help: "instead, take over how far Flume's taildir has come; stop Flume before" },
    back: { help: "with --positions: give that back to Flume; stop the program before" },
    json: { help: "with -o: print what became of the lines as JSON on standard output" },
    modern: { help: "leave out Flume's defaults, such as files of ten events" },
  },
  example: [
    "$ sluice import flume example.conf -o example.flow",
    "example.conf:24: ignored: Flume knows no option `maxlinelength` here, and uses its defaults; did you mean `max-line-length`?",
    "$ sluice run example.flow",
  ].join("\n"),
  async run({ output, agent, modern, positions, back, json }, [tool, ...files]) {
    if (tool !== "flume") throw new UsageError(`say what to import: \`sluice import flume FILE\``);
    if (files.length === 0) throw new UsageError("a FILE is missing");
    if (json && (output === undefined || positions)) throw new UsageError("--json goes with -o FILE");
    const read = files.map((path) => ({ bytes: readFileSync(path), file: basename(path) }));
    if (back && !positions) throw new UsageError("--back goes with --positions");
    if (positions) return carryPositions(read, agent, back ? giveBack : takeOver);
    if (output !== undefined && existsSync(output)) {
      process.stderr.write(`sluice: ${output} exists already; name a new file\n`);
      return exitStatus.failed;
    }
    const imported = importFlume(read, standardTrees(), {
      agents: agent,
      modern,
      home: homedir(),
      environment: process.env,
    });
    const missing = agent.find((name) => !imported.agents.includes(name));
    if (missing !== undefined || imported.agents.length === 0) {
      process.stderr.write(`sluice: ${files.join(", ")}: ${noAgent(missing, imported.agents)}\n`);
      return exitStatus.failed;
    }
    if (json) process.stdout.write(`${JSON.stringify(imported.findings, null, 2)}\n`);
    else for (const finding of imported.findings) process.stderr.write(`${findingText(finding)}\n`);
    if (output === undefined) process.stdout.write(imported.text);
    else writeFileSync(output, imported.text, { flag: "wx" });
    return imported.findings.some(({ kind }) => kind === "unsupported") ? exitStatus.failed : exitStatus.done;
  },
});

function carryPositions(
  files: readonly ConfigurationFile[],
  wanted: readonly string[],
  carry: (files: PositionFiles) => readonly string[],
): number {
  const agents = modelOf(readFiles(files), new Findings());
  const chosen = agents.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  try {
    const kept = chosen.flatMap((agent) => positionFilesOf(agent, homedir()));
    for (const line of kept.flatMap(carry)) process.stdout.write(`${line}\n`);
    if (kept.length === 0) process.stdout.write("no source keeps positions in a file\n");
    return exitStatus.done;
  } catch (error) {
    if (!(error instanceof PositionError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return exitStatus.failed;
  }
}

function noAgent(missing: string | undefined, agents: readonly string[]): string {
  if (missing === undefined) return "there is no agent in it";
  const near = suggest(missing, agents);
  const known = agents.length === 0 ? "" : `; it has ${agents.join(", ")}`;
  return `there is no agent "${missing}"${near === null ? known : `; did you mean "${near}"?`}`;
}

function standardTrees() {
  const host = diskHost();
  const { parsed } = parsedStandardLibrary(host);
  return host.stdlib.map((path) => parsed.get(path)?.unit.tree ?? parse(host.read(path) ?? "", path).tree);
}
