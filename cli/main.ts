#!/usr/bin/env node
/**
 * The entry of `sluice`. It stays small on purpose: it has `run`, the file of every other command is loaded when that is
 * asked for, and what they need when they need it, so that a warm `sluice run` is bound by the start of Node and of the
 * program itself.
 */
import { suggest } from "../grammar/did-you-mean.ts";
import { type Command, isUsageError } from "./command.ts";
import { command as run } from "./commands/run.ts";
import { exitStatus } from "./exit-status.ts";
import { packageVersion } from "./package-root.ts";

const commands: Readonly<Record<string, { readonly does: string; load(): Promise<{ readonly command: Command }> }>> = {
  new: { does: "start a small runnable project", load: () => import("./commands/new.ts") },
  check: { does: "find what is wrong, without running anything", load: () => import("./commands/check.ts") },
  fmt: { does: "print files in the one true layout", load: () => import("./commands/fmt.ts") },
  test: { does: "run the test blocks on a simulated clock", load: () => import("./commands/test.ts") },
  docs: { does: "print the reference of a name or a message", load: () => import("./commands/docs.ts") },
  repl: { does: "evaluate expressions as they are typed", load: () => import("./commands/repl.ts") },
  eval: { does: "print the value of an expression", load: () => import("./commands/eval.ts") },
  import: { does: "write a Flume configuration as a program", load: () => import("./commands/import.ts") },
  run: { does: "compile in a cache and run", load: async () => ({ command: run }) },
  build: { does: "write the program as TypeScript and one .mjs", load: () => import("./commands/build.ts") },
  replay: { does: "play back what a program has recorded", load: () => import("./commands/replay.ts") },
  explain: { does: "say what may be lost, and why", load: () => import("./commands/explain.ts") },
  graph: { does: "draw the topology", load: () => import("./commands/graph.ts") },
  sim: { does: "run on a simulated machine that fails and loses power", load: () => import("./commands/sim.ts") },
  conformance: {
    does: "try a source, channel or sink: stop, refuse, break and kill it",
    load: () => import("./commands/conformance.ts"),
  },
  diff: { does: "say what an edit keeps, and what it loses", load: () => import("./commands/diff.ts") },
  top: { does: "show what each part of a running program does", load: () => import("./commands/operate/top.ts") },
  tap: { does: "show what passes a part of a running program", load: () => import("./commands/operate/tap.ts") },
  dead: { does: "list, send again and drop dead letters", load: () => import("./commands/operate/dead.ts") },
  state: { does: "list, show and export what streams keep", load: () => import("./commands/state.ts") },
  data: { does: "look for damage in what programs keep, and repair it", load: () => import("./commands/data.ts") },
  topics: { does: "create, list, describe and delete topics", load: () => import("./commands/topics.ts") },
  produce: { does: "write lines to a topic", load: () => import("./commands/produce.ts") },
  consume: { does: "print the records of a topic", load: () => import("./commands/consume.ts") },
  dashboard: { does: "make a dashboard and alerts for it", load: () => import("./commands/operate/dashboard.ts") },
  runbook: { does: "say what can fail, and what to do", load: () => import("./commands/operate/runbook.ts") },
  lsp: { does: "serve an editor", load: () => import("./commands/lsp.ts") },
  mcp: { does: "serve a coding agent", load: () => import("./commands/mcp.ts") },
};

/** The commands in the order of the overview, by what one wants to do; each begins a group. */
const GROUPS: Readonly<Record<string, string>> = {
  new: "write a program",
  run: "run it",
  explain: "know what it does",
  top: "operate it",
  lsp: "serve other programs",
};

/** Commands of other tools, and what to type here. */
const elsewhere: Readonly<Record<string, string>> = {
  agent: "sluice run FILE --only AGENT",
  start: "sluice run FILE",
  submit: "sluice run FILE",
  validate: "sluice check FILE",
  lint: "sluice check FILE",
  compile: "sluice build FILE -o DIR",
  format: "sluice fmt FILE",
  init: "sluice new DIR",
  version: "sluice --version",
};

function overview(): string {
  const rows = Object.entries(commands).flatMap(([name, { does }]) => {
    const group = GROUPS[name];
    const head = group === undefined ? [] : ["", `to ${group}:`];
    return [...head, `  ${name.padEnd(13)}${does}`];
  });
  return [
    "Sluice: typed streaming pipelines, one file for the whole path.",
    "",
    "usage: sluice COMMAND FILE… [options]",
    "       sluice -e 'netcat(port: 4444) -> memory() -> print()'",
    ...rows,
    "",
    "`sluice COMMAND --help` shows the options and an example. `sluice --version` says which this is.",
    "",
  ].join("\n");
}

async function main(args: readonly string[]): Promise<number> {
  // `sluice -e TEXT` is `sluice run -e TEXT`.
  const [name, ...rest] = args[0] === "-e" || args[0] === "--expression" ? ["run", ...args] : withHelpBehind(args);
  if (name === undefined) {
    process.stderr.write(overview());
    return exitStatus.usage;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(overview());
    return exitStatus.done;
  }
  if (name === "--version" || name === "-V") {
    process.stdout.write(`${packageVersion()}\n`);
    return exitStatus.done;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    const here = Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
    if (here !== undefined)
      return usageError(`there is no command "${name}"; here it is \`${here}\``, null, "sluice --help");
    return usageError(`there is no command "${name}"`, suggest(name, Object.keys(commands)), "sluice --help");
  }
  const { command } = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) {
    process.stdout.write(command.help);
    return exitStatus.done;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (isUsageError(error)) return usageError(error.message, null, `sluice ${name} --help`);
    if (!isFileError(error)) throw error;
    const { shownPath } = await import("./report.ts");
    const isMissing = error.code === "ENOENT" && error.syscall === "open";
    const why = isMissing ? "there is no such file" : error.message.replace(/, \w+ '.*$/, "");
    process.stderr.write(`sluice: ${shownPath(error.path)}: ${why}\n`);
    return exitStatus.failed;
  }
}

/** `sluice help run` is `sluice run --help`. */
function withHelpBehind(args: readonly string[]): readonly string[] {
  const [first, name, ...rest] = args;
  return first === "help" && name !== undefined ? [name, "--help", ...rest] : args;
}

/** The disk said no to a path that the user has named, such as a folder that cannot be written to. */
function isFileError(error: unknown): error is NodeJS.ErrnoException & { readonly path: string } {
  return error instanceof Error && "syscall" in error && "path" in error && typeof error.path === "string";
}

function usageError(message: string, meant: string | null, help: string): number {
  const hint = meant === null ? "" : `; did you mean "${meant}"?`;
  process.stderr.write(`sluice: ${message}${hint}\nsee \`${help}\`\n`);
  return exitStatus.usage;
}

function reportInternal(error: unknown): void {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    [
      "sluice: internal error. This is a fault of sluice, not of your program.",
      `Please report it with the text below, the .flow file and how you ran it (sluice ${packageVersion()}, Node ${process.version}).`,
      "",
      detail,
      "",
    ].join("\n"),
  );
}

// Written into a pipe whose reader has gone (`sluice graph … | head`): nothing is wrong, nobody listens.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitStatus.done);
  process.stderr.write(`sluice: standard output is gone: ${error.message}\n`);
  process.exit(exitStatus.failed);
});

process.stderr.on("error", () => {
  // Nobody reads what goes wrong; the exit status says it.
});

try {
  const status = await main(process.argv.slice(2));
  // A program run in this process sets its own status; nothing here makes it better.
  if (status !== exitStatus.done) process.exitCode = status;
} catch (error) {
  reportInternal(error);
  process.exitCode = exitStatus.internal;
}
