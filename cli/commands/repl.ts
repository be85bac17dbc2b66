import { createInterface } from "node:readline";
import { defineCommand, UsageError } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";

/** `sluice repl`: expressions and declarations, one after the other. */
export const command = defineCommand({
  name: "repl",
  summary: "Evaluates expressions as they are typed, and keeps declarations for those that follow.",
  positionals: "[FILE]",
  options: {
    set: { value: "param=value", multiple: true, help: "value of a param of FILE" },
  },
  example: [
    "$ sluice repl",
    "> fn double(n: int): int = n * 2",
    "> [1, 2].map(n => double(n))",
    "[2,4] : int[]",
    "> :lines access.log",
    "120 lines; an expression that mentions `line` is shown for the first 10",
    "> line.words().length",
  ].join("\n"),
  async run({ set }, positionals) {
    const [file, extra] = positionals;
    if (extra !== undefined) throw new UsageError(`one FILE only; "${extra}" is one too many`);
    const entry = file === undefined ? null : entryFile(file);
    if (file !== undefined && entry === null) return exitStatus.failed;
    const { createSession } = await import("../evaluate/session.ts");
    const session = createSession(entry, set);
    const terminal = createInterface({
      input: process.stdin,
      output: process.stdin.isTTY ? process.stdout : undefined,
    });
    terminal.on("SIGINT", () => terminal.close());
    // Its lines may wait to be read when the input has ended; from Node 24 on it asks for no more then.
    let isOpen = true;
    terminal.once("close", () => {
      isOpen = false;
    });
    const prompt = (): void => {
      terminal.setPrompt(session.prompt);
      if (isOpen) terminal.prompt();
    };
    prompt();
    for await (const line of terminal) {
      if (!(await session.read(line))) break;
      prompt();
    }
    terminal.close();
    return exitStatus.done;
  },
});
