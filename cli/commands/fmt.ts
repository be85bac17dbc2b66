import { readFileSync, writeFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { format } from "../../grammar/format.ts";
import { defineCommand, someFiles, UsageError } from "../command.ts";
import { entryFiles } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { printFrames, shownPath } from "../report.ts";

/** `sluice fmt`: the one true layout. */
export const command = defineCommand({
  name: "fmt",
  summary: "Rewrites files in the one true layout.",
  positionals: "FILE|FOLDER…",
  options: {
    check: { help: "change nothing; name the files that would change, and end with 1 when there are any" },
    json: { help: "print what became of each file as JSON" },
  },
  example: [
    "$ echo 'agent a1{netcat(port:44444)->memory()->logger()}' | sluice fmt -",
    "agent a1 {",
    "  netcat(port: 44444) -> memory() -> logger()",
    "}",
  ].join("\n"),
  async run({ check, json }, positionals) {
    const files = someFiles(positionals);
    if (files.includes("-")) {
      if (files.length > 1) throw new UsageError("`-` is standard input, and goes with no other file");
      if (json) throw new UsageError("--json tells of files; of `-` the laid out text is printed");
      return formatStandardInput(check);
    }
    const paths = entryFiles(files);
    if (paths === null) return exitStatus.failed;
    const outcomes = paths.map((path) => {
      const outcome = formatFile(path, check);
      const isNews = outcome === "rewritten" || outcome === "would change";
      if (isNews && !json) process.stdout.write(`${shownPath(path)}\n`);
      return { file: shownPath(path), outcome };
    });
    if (json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
    const isWell = outcomes.every(({ outcome }) => outcome === "unchanged" || outcome === "rewritten");
    return isWell ? exitStatus.done : exitStatus.failed;
  },
});

async function formatStandardInput(check: boolean): Promise<number> {
  const text = await readAll(process.stdin);
  const formatted = formattedOrNull(text, "<stdin>");
  if (formatted === null) return exitStatus.failed;
  if (check) return formatted === text ? exitStatus.done : exitStatus.failed;
  process.stdout.write(formatted);
  return exitStatus.done;
}

/** What became of a file, or with `check` would. */
type Outcome = "unchanged" | "rewritten" | "would change" | "does not parse";

function formatFile(path: string, check: boolean): Outcome {
  const text = readFileSync(path, "utf8");
  const formatted = formattedOrNull(text, path);
  if (formatted === null) return "does not parse";
  if (formatted === text) return "unchanged";
  if (check) return "would change";
  writeFileSync(path, formatted);
  return "rewritten";
}

/** Null when the text does not parse, which has been shown then. */
function formattedOrNull(text: string, file: string): string | null {
  const result = format(text);
  if ("text" in result) return result.text;
  const diagnostics = result.diagnostics.map((one) => ({ ...one, file }));
  printFrames(diagnostics, { read: () => text, stdlib: [] });
  return null;
}
