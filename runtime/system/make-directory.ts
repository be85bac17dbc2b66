import { dirname } from "node:path";
import { errnoOf } from "./errno.ts";
import { mkdir, stat } from "./files.ts";
import { syncDirectory } from "./replace-file.ts";

/** Directories whose names this process has made safe: by path, what tells each apart from a later one. */
const safe = new Map<string, string>();

/** Most that are remembered: a sink may make one for each value of a header. */
const MOST_SAFE = 1000;

/**
 * Makes a directory with those above it; one that is there already is fine. Node's own recursive mkdir never ends where
 * a file system answers ENOENT although the parent is there, as /proc does. Rejects with the system's error. Without a
 * `mode` the directories that are made are private: what a program keeps for itself has bodies of events in it.
 */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  const found = await identityOf(path);
  if (found === null) {
    // Also where the one above is there: nothing is made in a directory before its own name is safe.
    if (dirname(path) !== path) await makeDirectory(dirname(path), mode);
    await mkdir(path, mode).catch(tolerate("EEXIST"));
  }
  const identity = found ?? (await identityOf(path));
  if (identity === null) throw Object.assign(new Error(`${path} is not a directory`), { code: "ENOTDIR" });
  if (safe.get(path) === identity) return;
  // A directory whose name a power failure takes away takes along all that was synced in it. That goes for one that
  // exists, too: whoever made it may have died, or failed, before its name was safe. Who may make one may not always read
  // the one above it.
  await syncDirectory(dirname(path)).catch(tolerate("EACCES"));
  if (safe.size >= MOST_SAFE) safe.clear();
  safe.set(path, identity);
}

/** Passes over errors of the system with that code. */
function tolerate(code: string): (error: unknown) => void {
  return (error) => {
    if (errnoOf(error) !== code) throw error;
  };
}

/** What tells a directory apart from one that has its path later; null where none is there. */
async function identityOf(path: string): Promise<string | null> {
  return stat(path).then(
    (found) => (found.isDirectory() ? `${found.dev} ${found.ino} ${found.birthtimeMs}` : null),
    () => null,
  );
}
