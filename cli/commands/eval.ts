import { createInterface } from "node:readline";
import { defineCommand, UsageError } from "../command.ts";
import { diskHost, hostPath, hostWithFile } from "../disk-host.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { readRegularFile } from "../regular-file.ts";

/** `sluice eval`: an expression on each line of standard input. */
export const command = defineCommand({
  name: "eval",
  summary: "Prints the value of an expression, once for each line of standard input where it mentions `line`.",
  positionals: "EXPRESSION [FILE]",
  options: {
    set: { value: "param=value", multiple: true, help: "value of a param of FILE" },
    json: { help: "print an object a line, with the value or why there is none" },
  },
  example: [
    "$ echo 'GET /index.html 200' | sluice eval 'line.words().slice(1, 3)'",
    '["/index.html","200"]',
    "$ sluice eval '7 / 2'",
    "3.5",
  ].join("\n"),
  async run({ set, json }, positionals) {
    const [expression, file, extra] = positionals;
    if (expression === undefined) throw new UsageError("an EXPRESSION is missing");
    if (extra !== undefined) throw new UsageError(`one EXPRESSION and one FILE; "${extra}" is one too many`);
    const entry = file === undefined ? null : entryFile(file);
    if (file !== undefined && entry === null) return exitStatus.failed;
    const { compileExpression, EXPRESSION } = await import("../evaluate/compile-expression.ts");
    const { parsedStandardLibrary } = await import("../standard-library.ts");
    const { printFrames } = await import("../report.ts");
    const host = diskHost();
    const { evaluation, diagnostics } = await compileExpression(host, parsedStandardLibrary(host), expression, {
      path: entry ?? hostPath("expression.flow"),
      text: entry === null ? "" : (readRegularFile(entry)?.toString("utf8") ?? ""),
      settings: set,
    });
    printFrames(diagnostics, hostWithFile(host, EXPRESSION, expression));
    if (evaluation === null) return exitStatus.failed;
    const print = json ? printJson(/^string!?$/.test(evaluation.type)) : printText;
    if (!evaluation.usesLine) return print(evaluation.of(""), null);
    let status: number = exitStatus.done;
    let number = 0;
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (print(evaluation.of(line), number) !== exitStatus.done) status = exitStatus.failed;
      if (process.stdout.writableNeedDrain) await new Promise((drained) => process.stdout.once("drain", drained));
    }
    return status;
  },
});

type Value = { readonly text: string } | { readonly failure: string };

function printText(value: Value, line: number | null): number {
  if ("text" in value) {
    process.stdout.write(`${value.text}\n`);
    return exitStatus.done;
  }
  process.stderr.write(`sluice: ${line === null ? "" : `line ${line}: `}${value.failure}\n`);
  return exitStatus.failed;
}

/** Of anything but a string the text is JSON. */
function printJson(isString: boolean): (value: Value, line: number | null) => number {
  return (value, line) => {
    const of = line === null ? {} : { line };
    const told =
      "text" in value ? { ...of, value: isString ? value.text : JSON.parse(value.text) } : { ...of, ...value };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return "text" in value ? exitStatus.done : exitStatus.failed;
  };
}
