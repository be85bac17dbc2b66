import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { exitStatus } from "./exit-status.ts";
import { compileProgram } from "./program/compile-program.ts";
import { awaitChange } from "./watch.ts";

/**
 * Runs the program in a process of its own and drains and replaces it whenever a file that it is made of changes. While
 * the new text has errors the last good program goes on. Resolves with the status of the program that Ctrl-C ended.
 */
export async function runWatching(entry: string, args: readonly string[]): Promise<number> {
  let child: ChildProcess | null = null;
  const stopping = new AbortController();
  const pass = (signal: NodeJS.Signals) => {
    child?.kill(signal);
    stopping.abort();
  };
  process.on("SIGINT", pass);
  process.on("SIGTERM", pass);
  process.on("SIGHUP", pass);
  process.on("exit", () => child?.kill("SIGKILL"));
  while (!stopping.signal.aborted) {
    const { program, inputs } = await compileProgram(entry);
    if (program !== null) {
      if (child !== null) await drain(child);
      if (stopping.signal.aborted) break;
      child = startProgram(entry, args);
    }
    await awaitChange(inputs, stopping.signal);
  }
  if (child === null) return exitStatus.done;
  return await exited(child);
}

/** In a process group of its own: Ctrl-C reaches it once, through this process, and not from the terminal as well. */
function startProgram(entry: string, args: readonly string[]): ChildProcess {
  const [, main = ""] = process.argv;
  return spawn(process.execPath, [main, "run", entry, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
}

async function drain(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  await exited(child);
}

async function exited(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode ?? exitStatus.failed;
}
