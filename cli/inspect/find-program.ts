import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Inspectable } from "../../runtime/program/inspect/messages.ts";
import { isRunning } from "../../runtime/system/directory-lock.ts";

/** The programs of that name, null for all, that say in a data directory that they can be inspected, the youngest process last. */
export function programsIn(dataDir: string, name: string | null): readonly Inspectable[] {
  const folder = join(dataDir, "run");
  return notesIn(folder)
    .filter(({ program, pid }) => (name === null || program === name) && isRunning(pid))
    .sort((a, b) => a.pid - b.pid);
}

function notesIn(folder: string): Inspectable[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(join(folder, file), "utf8")) as Inspectable];
      } catch {
        // It has gone meanwhile, or is not written yet.
        return [];
      }
    });
}

/** Why there is no such program: what to do, in one line. */
export function nobodyThere(dataDir: string, program: string): string {
  return (
    `no running program ${program} can be looked into from ${dataDir}; start it with \`sluice run --tap\` ` +
    "(or --metrics), and say --data-dir and --name as there"
  );
}
