import { homedir } from "node:os";
import { join } from "node:path";

/** The directory, outside the tree, that keeps class paths and the logs of past runs. It need not exist yet. */
export function cacheDirectory(): string {
  const base = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  return join(base, "sluice-test");
}
