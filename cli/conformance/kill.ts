import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { packageRoot } from "../package-root.ts";
import { waitUntil } from "./check.ts";
import type { VictimTask } from "./victim.ts";

/** A process that has the component at work. */
export interface Victim {
  /** Numbers that are safe, in the order in which it was told. */
  readonly kept: readonly number[];
  /** SIGKILL; resolves when it is dead, with all that it had told. */
  kill(): Promise<void>;
}

/** Resolves once its component is open; rejects with what it says on standard error where it ends before. */
export async function startVictim(task: VictimTask): Promise<Victim> {
  const program = join(packageRoot(), "dist/cli/conformance-victim.js");
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ["ignore", "inherit", "pipe", "pipe"],
  });
  const told = child.stdio[3] as Readable;
  const kept: number[] = [];
  let isOpen = false;
  let rest = "";
  let said = "";
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => {
      hasEnded = true;
      resolve();
    });
  });
  const stop = () => child.kill("SIGKILL");
  process.on("exit", stop);
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-2000);
  });
  told.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    // A line that a kill has cut off says nothing.
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const [word, ...numbers] = line.split(" ");
      if (word === "open") isOpen = true;
      else if (word === "kept") kept.push(...numbers.filter((number) => number !== "").map(Number));
    }
  });
  await waitUntil(
    () => isOpen || hasEnded,
    () => "it has not opened",
  );
  if (!isOpen) throw new Error(`it ends before it is open: ${said}`);
  return {
    kept,
    async kill() {
      stop();
      await ended;
      process.off("exit", stop);
    },
  };
}

/** A moment that is hard to foresee, in ms. */
export function sleepSomeTime(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
}
