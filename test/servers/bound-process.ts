import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex } from "node:stream";

/** Where the child's standard streams go: a pipe, nowhere, or an open file descriptor. */
export type StandardStream = "pipe" | "ignore" | number;

export interface BoundProcessOptions {
  readonly stdio: readonly [StandardStream, StandardStream, StandardStream];
  readonly cwd?: string;
}

/**
 * The child holds one end of a pipe on descriptor 3 and we hold the other. However this process ends, even by SIGKILL,
 * the kernel closes our end; the `cat` in the background then ends and takes the child with it. The child itself is
 * `exec`ed, so its process id, signals and exit status are the real ones.
 */
const lifeline = `(cat <&3; kill -9 $$) >/dev/null 2>&1 </dev/null & exec "$@" 3<&-`;

/**
 * Starts a program that cannot outlive this process. It runs in a session of its own, so that Ctrl-C in a terminal
 * reaches only us, and we stop it in order. A command that does not exist ends with status 127. Neither the child nor
 * its lifeline keeps this process alive.
 */
export function spawnBound(command: string, args: readonly string[], options: BoundProcessOptions): ChildProcess {
  const child = spawn("sh", ["-c", lifeline, "sh", command, ...args], {
    stdio: [...options.stdio, "pipe"],
    detached: true,
    cwd: options.cwd,
  });
  const rope = child.stdio[3] as Duplex & { unref(): void };
  // Without this the `cat` would outlive a child that ended by itself.
  child.once("exit", () => rope.destroy());
  rope.on("error", () => {});
  rope.unref();
  child.unref();
  return child;
}
