/** The built command line, run as users run it: in a process of its own, in a folder of its own. */
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ended, type Running, type StartOptions, start } from "./process.ts";

/** Folder of the checkout. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

const entry = join(root, "dist/cli/main.js");

/** One cache for all tests of a run: the first start of each program is cold, later ones are warm. */
const cache = join(tmpdir(), `sluice-test-cache-${process.pid}`);
process.on("exit", () => rmSync(cache, { recursive: true, force: true }));

/** `sluice ARGS…`, still running. */
export function startSluice(args: readonly string[], options: StartOptions = {}): Running {
  return start(process.execPath, [entry, ...args], {
    ...options,
    env: { XDG_CACHE_HOME: cache, NO_COLOR: "1", FORCE_COLOR: undefined, ...options.env },
  });
}

/** `sluice ARGS…`, to its end. */
export function sluice(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
  return startSluice(args, { input: "", ...options }).ended;
}

/** Path of a sample's program. */
export function sample(name: string): string {
  return join(root, "samples", name, `${name}.flow`);
}
