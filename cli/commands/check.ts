import { analyseWithModules, type CompilerCache, retain } from "../../compiler/compile.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { applySafeFixes } from "../apply-fixes.ts";
import { defineCommand, someFiles, UsageError } from "../command.ts";
import { diskHost, recordingHost, withoutLibraries } from "../disk-host.ts";
import { entryFiles } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { externReading } from "../extern-reading.ts";
import { printFrames, toJson } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";
import { awaitChange, type Texts } from "../watch.ts";

/** `sluice check`: everything that the compiler can say without running anything. */
export const command = defineCommand({
  name: "check",
  summary: "Finds what is wrong, without running anything.",
  positionals: "FILE|FOLDER…",
  options: {
    json: { help: "print the diagnostics as JSON on standard output" },
    fix: { help: "apply the fixes that are safe" },
    watch: { short: "w", help: "check again whenever a file changes" },
  },
  example: [
    "$ sluice check access.flow",
    "error[FLOW2004]: there is no source `netcatt`",
    " --> access.flow:2:16",
    "  |",
    "2 |   source  r1 = netcatt(port: 44444)",
    "  |                ^^^^^^^",
    "  = help: Did you mean `netcat`?",
    "",
    "1 error",
  ].join("\n"),
  async run({ json, fix, watch }, positionals) {
    if (watch && json) throw new UsageError("--watch shows frames; it does not go with --json");
    const entries = entryFiles(someFiles(positionals));
    if (entries === null) return exitStatus.failed;
    const host = diskHost();
    const cache = parsedStandardLibrary(host);
    for (;;) {
      let found = await checkAll(entries, cache);
      if (fix) found = await fixAll(entries, cache, found);
      if (json) process.stdout.write(toJson(found.diagnostics, host));
      else printFrames(found.diagnostics, host);
      if (!watch) return found.diagnostics.some(isError) ? exitStatus.failed : exitStatus.done;
      if (found.diagnostics.length === 0) process.stderr.write("nothing is wrong\n");
      retain(cache, new Set(found.texts.keys()));
      await awaitChange(found.texts);
    }
  },
});

interface Found {
  readonly diagnostics: readonly Diagnostic[];
  /** Every text that was read. */
  readonly texts: Texts;
}

/** A file that several of the entries import is reported once. */
async function checkAll(entries: readonly string[], cache: CompilerCache): Promise<Found> {
  const host = recordingHost(diskHost());
  const externs = externReading();
  const diagnostics = new Map<string, Diagnostic>();
  for (const entry of entries) {
    const { diagnostics: found } = await analyseWithModules(host, entry, externs, cache);
    for (const one of found) {
      diagnostics.set(`${one.file}:${one.span.start}:${one.span.end}:${one.code}:${one.message}`, one);
    }
  }
  return { diagnostics: [...diagnostics.values()], texts: withoutLibraries(host.texts) };
}

/** Mends round by round, since one fix can bring another to light; a bound, should two of them undo each other. */
async function fixAll(entries: readonly string[], cache: CompilerCache, first: Found): Promise<Found> {
  let found = first;
  let total = 0;
  for (let round = 0; round < 10; round++) {
    const applied = applySafeFixes(found.diagnostics);
    if (applied === 0) break;
    total += applied;
    found = await checkAll(entries, cache);
  }
  if (total > 0) process.stderr.write(`${total} ${total === 1 ? "fix" : "fixes"} applied\n`);
  return found;
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}
