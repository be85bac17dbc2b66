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
  },
  example: [
    "$ echo 'agent a1{netcat(port:44444)->memory()->logger()}' | sluice fmt -",
    "agent a1 {",
    "  netcat(port: 44444) -> memory() -> logger()",
    "}",
  ].join("\n"),
  async run({ check }, positionals) {
    const files = someFiles(positionals);
    if (files.includes("-")) {
      if (files.length > 1) throw new UsageError("`-` is standard input, and goes with no other file");
      return formatStandardInput(check);
    }
    const paths = entryFiles(files);
    if (paths === null) return exitStatus.failed;
    let status: number = exitStatus.done;
    for (const path of paths) if (!formatFile(path, check)) status = exitStatus.failed;
    return status;
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

/** Whether all is well with the file, and would be with `check`. Its path is printed when it is not as it should be. */
function formatFile(path: string, check: boolean): boolean {
  const text = readFileSync(path, "utf8");
  const formatted = formattedOrNull(text, path);
  if (formatted === null) return false;
  if (formatted === text) return true;
  process.stdout.write(`${shownPath(path)}\n`);
  if (!check) writeFileSync(path, formatted);
  return !check;
}

/** Null when the text does not parse, which has been shown then. */
function formattedOrNull(text: string, file: string): string | null {
  const result = format(text);
  if ("text" in result) return result.text;
  const diagnostics = result.diagnostics.map((one) => ({ ...one, file }));
  printFrames(diagnostics, { read: () => text, stdlib: [] });
  return null;
}
