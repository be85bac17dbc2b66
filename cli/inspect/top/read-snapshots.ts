import { readFileSync, readlinkSync } from "node:fs";
import { basename, resolve } from "node:path";
import { messageOf } from "../../../runtime/contract/message-of.ts";
import type { Snapshot } from "../../../runtime/program/inspect/rows.ts";
import { openConnection } from "../connection.ts";
import { nobodyThere, programsIn } from "../find-program.ts";
import { readPrometheus } from "./read-prometheus.ts";

/** A program whose figures can be asked for. */
export interface Watched {
  /** What it is called on the screen. */
  readonly title: string;
  /** Rejects with an error of one line where it does not answer any more. */
  snapshot(): Promise<Snapshot>;
  close(): void;
}

/** How to find a program. */
export interface Where {
  /** A `.flow` file, the id of a process, or the address of its metrics. */
  readonly what: string;
  readonly dataDir: string | null;
  readonly name: string | null;
}

/** The program; rejects with an error of one line where it cannot be found. */
export async function watchProgram({ what, dataDir, name }: Where): Promise<Watched> {
  if (/^https?:\/\//.test(what)) return overHttp(what);
  const pid = /^\d+$/.test(what) ? Number(what) : null;
  const place = resolve(dataDir ?? (pid === null ? ".sluice" : dataDirOf(pid)));
  const program = name ?? basename(what, ".flow");
  const found = pid === null ? programsIn(place, program) : programsIn(place, null).filter((one) => one.pid === pid);
  const last = found.at(-1);
  const connection = last === undefined ? null : await openConnection(last.socket).catch(() => null);
  if (last === undefined || connection === null) {
    throw new Error(nobodyThere(place, what));
  }
  const answers = connection.answers();
  return {
    title: `${last.program} (process ${last.pid})`,
    async snapshot() {
      connection.ask({ kind: "figures" });
      const { value: answer } = await answers.next();
      if (answer?.kind !== "figures") throw new Error(`${last.program} has ended`);
      return answer;
    },
    close: connection.close,
  };
}

function overHttp(url: string): Watched {
  const at = new URL(url);
  if (at.pathname === "/") at.pathname = "/metrics";
  return {
    title: at.href,
    async snapshot() {
      const answer = await fetch(at).catch((error: unknown) => {
        throw new Error(`${at.href} does not answer: ${messageOf(error)}`);
      });
      if (!answer.ok) throw new Error(`${at.href} answers ${answer.status}`);
      return { time: Date.now(), series: readPrometheus(await answer.text()) };
    },
    close() {},
  };
}

/** The data directory of a process, as its command line says. Linux shows that in /proc. */
function dataDirOf(pid: number): string {
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const at = words.findLastIndex((word) => word === "--data-dir" || word.startsWith("--data-dir="));
    const said = words[at]?.includes("=") ? words[at]!.slice("--data-dir=".length) : words[at + 1];
    return resolve(folder, (at === -1 ? undefined : said) ?? ".sluice");
  } catch {
    throw new Error(`nothing is known of a process ${pid}; give the program's FILE, and its --data-dir`);
  }
}
