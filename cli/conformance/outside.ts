import { type ChildProcess, spawn } from "node:child_process";
import { markOf, numbersIn } from "./numbered.ts";

/** Commands of a shell that reach the other end of a component, and what is known of it; null where it was not given. */
export interface Outside {
  /** Gets lines on standard input, and brings them to a source. Ends with 0 when all are sent, or answered. */
  readonly feed: string | null;
  /** Prints what a sink has written. */
  readonly written: string | null;
  /** Makes the other end dead, or slow. */
  readonly break: string | null;
  /** Makes the other end as it was. */
  readonly mend: string | null;
  /** Text of a body that the other end refuses for its content. */
  readonly refused: string | null;
}

/** Longest time of one wait of a check, and of a command, in ms. */
export const LIMIT = 60_000;

/** Runs a command with `input`; gives its standard output, and whether it ended with 0. */
export function runOutside(command: string, input = ""): Promise<{ readonly text: string; readonly isDone: boolean }> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn("/bin/sh", ["-c", command], { stdio: ["pipe", "pipe", "inherit"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT);
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    child.stdin?.on("error", () => {
      // It has ended before it read all; its status says what happened.
    });
    child.stdin?.end(input);
    child.on("error", reject);
    child.on("close", (status) => {
      clearTimeout(timer);
      resolve({ text, isDone: status === 0 });
    });
  });
}

/** Feeds the lines of these numbers; false where the command did not end with 0. */
export async function feedNumbers(command: string, numbers: readonly number[]): Promise<boolean> {
  const { isDone } = await runOutside(command, numbers.map((number) => `${markOf(number)}\n`).join(""));
  return isDone;
}

/** The numbers in what the command prints, in order. Rejects where it does not end with 0. */
export async function writtenNumbers(command: string): Promise<readonly number[]> {
  const { text, isDone } = await runOutside(command);
  if (!isDone) throw new Error(`\`${command}\` did not end with 0`);
  return numbersIn(text);
}
