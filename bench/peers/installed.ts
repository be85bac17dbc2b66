import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { Absent, Contestant } from "./contest.ts";

/** `make()` where the program is installed; else its name and why it is left out. */
export function ifInstalled(
  name: string,
  program: string,
  make: () => Contestant,
  version: readonly string[] = ["--version"],
): Contestant | Absent {
  const isThere = program.includes("/") ? existsSync(program) : spawnSync(program, [...version]).status === 0;
  return isThere ? make() : { name, why: `${program} is not installed` };
}
