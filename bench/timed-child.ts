import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** What a process took from its start to its end. */
export interface Taken {
  /** In ms. */
  readonly wall: number;
  /** User and system time of all its threads, in ms. */
  readonly cpu: number;
  /** In user mode alone, in ms. */
  readonly user: number;
  /** Resident memory at most, in bytes. */
  readonly rss: number;
  /** What it wrote to standard error. */
  readonly log: string;
}

/** Tells the other end of descriptor 3 what the process has used. */
const REPORT = `
import { writeSync } from "node:fs";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, user: userCPUTime / 1000, rss: maxRSS * 1024 }));
});`;

/** How a program is run; all of it may be left out. */
export interface TimeOptions {
  /** Goes to its standard input, which then stays open; without one it is closed. */
  readonly input?: string;
  /** When this is done, the program is asked to end: one that listens would not by itself. */
  readonly stopAfter?: Promise<unknown> | undefined;
}

/** Runs Node to its end, and says what that took. Rejects where the program or `stopAfter` fails. */
export async function timeNode(args: readonly string[], { input = "", stopAfter }: TimeOptions = {}): Promise<Taken> {
  const report = `data:text/javascript,${encodeURIComponent(REPORT)}`;
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", report, ...args], { stdio: ["pipe", "ignore", "pipe", "pipe"] });
  if (input === "") child.stdin?.end();
  else child.stdin?.write(input);
  const stopping = stopAfter?.finally(() => child.kill("SIGTERM"));
  const [log, used, [status]] = await Promise.all([
    text(child.stdio[2]!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, "exit"),
    stopping,
  ]);
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}:\n${log}`);
  return { wall, log, ...JSON.parse(used) };
}
