import { readFileSync } from "node:fs";

/** Ticks of the clock in which Linux counts the time of a process, in a second. */
const TICKS = 100;

/** What a process has used until now: user and system time in ms, and resident memory at most in bytes. Linux only. */
export function useOf(pid: number): { readonly cpu: number; readonly rss: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Behind the name, which may have blanks: user and system time are fields 14 and 15 of all.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpu: (1000 * (Number(fields[11]) + Number(fields[12]))) / TICKS, rss: Number(peak ?? 0) * 1024 };
}
