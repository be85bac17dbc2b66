import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { spawnBound } from "../../test/servers/bound-process.ts";
import type { Taken } from "../measured.ts";
import { useOf } from "../process-use.ts";
import type { Contestant } from "./contest.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Something that listens, and is sent the same in every round. */
export interface Listener {
  readonly name: string;
  readonly pid: number;
  readonly least?: number;
  /** Whether it may leave out what it has no room for, which is told then. */
  readonly mayLose?: boolean;
  /** Sends one round, and gives the milliseconds until all of it is taken. */
  send(): Promise<number>;
  /** How many lines, messages or events it has counted since its start. */
  counted(): Promise<number>;
  stop(): Promise<void>;
}

/** A contestant that has run for a while when it is measured, as a server has; it must have counted `each` a round. */
export async function listening(listener: Listener, each: number): Promise<Contestant> {
  const { name, pid, least, mayLose = false } = listener;
  // Once unmeasured: hot loops compile.
  await listener.send();
  let rounds = 1;
  return {
    name,
    ...(least === undefined ? {} : { least }),
    async run(): Promise<Taken> {
      const before = useOf(pid);
      const wallMs = await listener.send();
      const { cpu, rss } = useOf(pid);
      rounds += 1;
      return { wallMs, cpuMs: cpu - before.cpu, mebibytes: rss / 2 ** 20 };
    },
    async end() {
      try {
        let counted = -1;
        // What waits in a channel is counted when it is out.
        for (let tries = 0; counted !== rounds * each && tries < 100; tries++) {
          if (tries > 0) await sleep(100);
          counted = await listener.counted();
        }
        const lost = rounds * each - counted;
        if (mayLose && counted > 0 && lost > 0) return `lost ${lost} of ${rounds * each}`;
        if (lost !== 0) throw new Error(`${name} has counted ${counted} of ${rounds * each}`);
        return null;
      } finally {
        await listener.stop();
      }
    },
  };
}

/** A program of ours. Its log says at its end what it has counted. */
export function startOurs(args: readonly string[], send: () => Promise<number>): Listener {
  const { child, said } = startTold(process.execPath, ["dist/cli/main.js", "run", ...args]);
  const end = async () => {
    if (child.exitCode !== null) return;
    child.ref();
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  };
  return {
    name: "ours",
    pid: child.pid!,
    send,
    async counted() {
      await end();
      return Number(/counted .*accepted=(\d+)/.exec(said())?.[1] ?? -1);
    },
    stop: end,
  };
}

/** Starts a program in the checkout, which does not outlive this one, and keeps what it says. */
export function startTold(command: string, args: readonly string[]): { readonly child: ChildProcess; said(): string } {
  const child = spawnBound(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (more) => (text += more));
  return { child, said: () => text };
}

/** Ends a program at once. */
export async function endNow(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
