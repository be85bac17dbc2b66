import { text } from "node:stream/consumers";
import { spawnBound } from "./bound-process.ts";

export interface ProgramResult {
  /** Exit status; null when a signal ended the program. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Text for standard input, which is then closed. Absent: no input. */
  readonly stdin?: string;
  /** Milliseconds after which the program is killed and the run rejects. */
  readonly timeout: number;
}

/**
 * Runs a program to its end. Resolves whatever its exit status; rejects when it ran too long, with what it had
 * printed so far.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<ProgramResult> {
  const child = spawnBound(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.ref();
  // A program may end without reading all of its input (EPIPE); its status tells what that means.
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.stdin ?? "");

  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, options.timeout);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  try {
    const [status, stdout, stderr] = await Promise.all([ended, text(child.stdout!), text(child.stderr!)]);
    if (late) {
      const printed = `standard output:\n${stdout}\nstandard error:\n${stderr}`;
      throw new Error(`${command} did not end within ${options.timeout / 1000} s\n${printed}`);
    }
    return { status, stdout, stderr };
  } finally {
    clearTimeout(timer);
  }
}
