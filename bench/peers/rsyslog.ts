import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Absent } from "./contest.ts";
import { endNow, type Listener, startTold } from "./listener.ts";

/** Starts Debian's rsyslog, which parses what comes over TCP and drops it; or says why not. */
export function startRsyslog(folder: string, port: number, send: () => Promise<number>): Listener | Absent {
  const name = "rsyslog";
  if (spawnSync("rsyslogd", ["-v"]).status !== 0) return { name, why: "rsyslogd is not installed" };
  const work = join(folder, "rsyslog");
  mkdirSync(work, { recursive: true });
  const counts = join(work, "counts.json");
  const file = join(work, "rsyslog.conf");
  writeFileSync(
    file,
    [
      `global(workDirectory="${work}" maxMessageSize="64k")`,
      `module(load="impstats" interval="1" format="json" resetCounters="off" log.file="${counts}" log.syslog="off")`,
      'module(load="imtcp")',
      'module(load="mmpstrucdata")',
      `input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="all" supportOctetCountedFraming="off")`,
      'ruleset(name="all") { action(type="mmpstrucdata") stop }',
      "",
    ].join("\n"),
  );
  const { child } = startTold("rsyslogd", ["-n", "-f", file, "-i", join(work, "pid")]);
  return {
    name,
    pid: child.pid!,
    least: 2,
    send,
    async counted() {
      // It writes them once a second, and a short run is over before.
      if (!existsSync(counts)) return -1;
      const lines = readFileSync(counts, "utf8").split("\n");
      const last = lines.findLast((line) => line.includes('"origin": "imtcp"') && line.includes("submitted"));
      return Number(/"submitted": (\d+)/.exec(last ?? "")?.[1] ?? -1);
    },
    stop: () => endNow(child),
  };
}
