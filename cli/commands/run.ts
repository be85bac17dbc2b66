import { pathToFileURL } from "node:url";
import { defineCommand, onlyFile } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { preparedProgram } from "../prepared-program.ts";

/** `sluice run`: compiles in a cache and runs in this very process; warm, nothing of the compiler is loaded. */
export const command = defineCommand({
  name: "run",
  summary: "Compiles in a cache and runs. Ctrl-C drains: sources stop, channels empty, the batch under way finishes.",
  positionals: "FILE",
  options: {
    only: { value: "NAME", multiple: true, help: "only this agent or stream" },
    set: { value: "param=value", multiple: true, help: "value of a param" },
    "data-dir": { value: "DIR", help: "where topics, channels and positions are kept; .sluice unless given" },
    for: { value: "DURATION", help: "stop after so long: 30s, 5m" },
    batches: { value: "N", help: "stop after so many batches of each stream" },
    "drain-timeout": { value: "DURATION", help: "longest time that a stop may take; 30s unless given" },
    log: { value: "FORMAT", help: "json writes each entry of the log as a line of JSON" },
    name: { value: "NAME", help: "what its groups on topics are named after, where FILE was renamed" },
    watch: { short: "w", help: "start again whenever the program changes" },
  },
  example: [
    "$ sluice run word-count.flow --set interval=1s --batches 1",
    "-------------------------------------------",
    "Time: 1767225601000 ms",
    "-------------------------------------------",
    "(to,2)",
    "(be,2)",
    "(or,1)",
    "(not,1)",
  ].join("\n"),
  async run({ watch, ...passedOn }, positionals) {
    const entry = entryFile(onlyFile(positionals));
    if (entry === null) return exitStatus.failed;
    const args = Object.entries(passedOn).flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().flatMap((each) => [`--${name}`, each]),
    );
    if (watch) {
      const { runWatching } = await import("../run-watching.ts");
      return await runWatching(entry, args);
    }
    const program = await preparedProgram(entry);
    if (program === null) return exitStatus.failed;
    // The program reads its command line as if it had been started by `node PROGRAM ARGS…`.
    process.argv.splice(1, Number.POSITIVE_INFINITY, program, ...args);
    // What becomes of a program whose reader has gone is its own affair: it has channels to empty.
    process.stdout.removeAllListeners("error");
    await import(pathToFileURL(program).href);
    return exitStatus.done;
  },
});
