import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Longest time that a command may take, in milliseconds. */
const TIME_LIMIT = 120_000;

/** Most characters of its output that are kept. */
const OUTPUT_LIMIT = 200_000;

/** What a command of `sluice` printed. */
export interface CommandResult {
  /** Null where it was ended: it took too long, or its caller has gone. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a command is run. */
export interface CommandOptions {
  /** Folder that it runs in. */
  readonly cwd: string;
  /** What it reads on standard input. */
  readonly input?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

const entry = fileURLToPath(new URL(`../main${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));

/** Runs `sluice ARGS…` in a process of its own: a program under test may do with its process what it likes. */
export function runCommand(
  args: readonly string[],
  { cwd, input = "", signal }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, entry, ...args], {
      cwd,
      env: { ...process.env, NO_COLOR: "1" },
      signal,
      timeout: TIME_LIMIT,
      killSignal: "SIGKILL",
    });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    // It may end without reading what it is given.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", (error) => (signal.aborted ? undefined : reject(error)));
    child.on("close", (status) => resolve({ status, stdout: stdout(), stderr: stderr() }));
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  let length = 0;
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    length += chunk.length;
    if (text.length < OUTPUT_LIMIT) text += chunk;
  });
  return () =>
    length <= OUTPUT_LIMIT ? text : `${text.slice(0, OUTPUT_LIMIT)}\n… ${length - OUTPUT_LIMIT} more characters\n`;
}
