import { pathToFileURL } from "node:url";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { hostPath } from "../disk-host.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { preparedProgram, preparedText } from "../program/prepared-program.ts";

/** `sluice run`: compiles in a cache and runs in this very process; warm, nothing of the compiler is loaded. */
export const command = defineCommand({
  name: "run",
  summary: "Compiles in a cache and runs. Ctrl-C drains: sources stop, channels empty, the batch under way finishes.",
  positionals: "FILE",
  options: {
    expression: { short: "e", value: "TEXT", help: "run TEXT instead of FILE: wires, or declarations" },
    only: { value: "NAME", multiple: true, help: "only this agent or stream" },
    set: { value: "param=value", multiple: true, help: "value of a param" },
    "data-dir": { value: "DIR", help: "where topics, channels and positions are kept; .sluice unless given" },
    for: { value: "DURATION", help: "stop after so long: 30s, 5m" },
    batches: { value: "N", help: "stop after so many batches of each stream" },
    "until-caught-up": { help: "stop when streams, and agents that read topics, have read what is there" },
    "drain-timeout": { value: "DURATION", help: "longest time that a stop may take; 30s unless given" },
    log: { value: "FORMAT", help: "json writes each entry of the log as a line of JSON" },
    name: { value: "NAME", help: "what its groups on topics and its state are named after, where FILE was renamed" },
    "discard-state": {
      value: "NAME",
      multiple: true,
      help: "start without what this stream, agent or topic, or one part of it (NAME.PART), has kept",
    },
    "state-memory": {
      value: "SIZE",
      help: "most memory for states by key, 512MiB; what is over it stays on disk. All is in memory unless given",
    },
    metrics: { value: "PORT", help: "serve figures and health at 127.0.0.1:PORT, or at HOST:PORT" },
    ui: {
      value: "[PORT]",
      bare: /^(?:.+:)?\d{1,5}$/,
      help: "show itself in a browser, at 127.0.0.1:4040 unless PORT or HOST:PORT is given",
    },
    otlp: {
      value: "URL",
      help: "send figures, and a span for each batch, to a collector of OpenTelemetry: http://localhost:4318",
    },
    tap: { help: "let `sluice tap` and `sluice top` look into it, as --metrics does" },
    record: { value: "DIR", help: "keep what comes in, for `sluice replay DIR`: a ring of the last minutes" },
    "record-for": { value: "DURATION", help: "with --record: how much of the past is kept; 5m unless given" },
    "record-size": { value: "SIZE", help: "with --record: most bytes that are kept of a run; 64MiB unless given" },
    watch: { short: "w", help: "start again whenever the program changes" },
  },
  elsewhere: {
    f: "here the file is a word: `sluice run FILE`",
    "conf-file": "here the file is a word: `sluice run FILE`",
    n: "here one agent of a file is `--only NAME`",
    c: "here a program needs no directory of settings: a value is `--set param=value`",
    conf: "here a program needs no directory of settings: a value is `--set param=value`",
    D: "here a value for the program is `--set param=value`, and the log is always on standard error",
  },
  example: [
    "$ sluice run word-count.flow --set interval=1s --batches 1",
    "-------------------------------------------",
    "Time: 2026-01-01 00:00:01",
    "-------------------------------------------",
    "('to', 2)",
    "('be', 2)",
    "('or', 1)",
    "('not', 1)",
  ].join("\n"),
  async run({ watch, expression, record, "record-for": within, "record-size": size, ...passedOn }, positionals) {
    if (record !== undefined && (watch || expression !== undefined)) {
      throw new UsageError(`--record does not go with ${watch ? "--watch" : "--expression"}`);
    }
    if (record === undefined && (within !== undefined || size !== undefined)) {
      throw new UsageError("--record-for and --record-size say what --record DIR keeps");
    }
    if (expression !== undefined && (watch || positionals.length > 0)) {
      throw new UsageError(
        `--expression takes the place of FILE; ${watch ? "there is nothing to watch" : "give one of them"}`,
      );
    }
    const entry = expression === undefined ? entryFile(onlyFile(positionals)) : hostPath("command-line.flow");
    if (entry === null) return exitStatus.failed;
    const args = Object.entries(passedOn).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [value]
            .flat()
            .flatMap((each) =>
              each === "" ? [`--${name}=`] : each === true ? [`--${name}`] : each ? [`--${name}`, each] : [],
            ),
    );
    if (watch) {
      const { runWatching } = await import("../run-watching.ts");
      return await runWatching(entry, args);
    }
    const isWatched = passedOn.metrics !== undefined || passedOn.otlp !== undefined || passedOn.tap;
    const purpose = passedOn.ui !== undefined ? "ui" : isWatched ? "metrics" : "run";
    const program = await (expression === undefined
      ? preparedProgram(entry, purpose)
      : preparedText(entry, expression, purpose));
    if (program === null) return exitStatus.failed;
    const { path, facts } = program;
    if (record !== undefined) {
      const { startRecording } = await import("../record/start-recording.ts");
      const { name, only, set } = passedOn;
      startRecording({ entry, facts, folder: record, within, size, name, only, set });
    }
    // The program reads its command line as if it had been started by `node PROGRAM ARGS…`.
    process.argv.splice(1, Number.POSITIVE_INFINITY, path, ...args);
    // What becomes of a program whose reader has gone is its own affair: it has channels to empty.
    process.stdout.removeAllListeners("error");
    if (process.stderr.isTTY && process.env["TERM"] !== "dumb" && passedOn.log !== "json") {
      const { awaitProgram } = await import("../inspect/live/live-line.ts");
      awaitProgram();
    }
    await import(pathToFileURL(path).href);
    return exitStatus.done;
  },
});
