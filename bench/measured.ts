import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** What a process has taken from its start to its end. */
export interface Taken {
  readonly wallMs: number;
  /** User and system time, its children included. */
  readonly cpuMs: number;
  /** Largest resident memory that was seen. */
  readonly mebibytes: number;
}

/** Runs a command in the checkout; throws unless it ends with 0. Its standard output goes to `out`, if that is given. */
export async function measured(command: readonly string[], out = "/dev/null"): Promise<Taken> {
  // The shell tells the CPU time of what it has waited for.
  const script = 'TIMEFORMAT="%U %S"; out=$1; shift; time "$@" >"$out" 2>/dev/null';
  const start = performance.now();
  const child = spawn("bash", ["-c", script, "bash", out, ...command], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    told += text;
  });
  let mebibytes = 0;
  const sampling = setInterval(() => {
    mebibytes = Math.max(mebibytes, peakOf(child.pid ?? 0));
  }, 20);
  const [status] = await once(child, "close");
  clearInterval(sampling);
  const wallMs = performance.now() - start;
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}`);
  const [user = 0, system = 0] = (told.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  return { wallMs, cpuMs: 1000 * (user + system), mebibytes };
}

/** Of the children of a shell. */
function peakOf(shell: number): number {
  try {
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, "utf8").trim().split(" ").filter(Boolean);
    return Math.max(
      0,
      ...children.map((pid) => {
        const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
        return Number(peak ?? 0) / 1024;
      }),
    );
  } catch {
    // It has just ended.
    return 0;
  }
}
