import { dirname } from "node:path";
import { errnoOf } from "./errno.ts";
import { mkdir, stat } from "./files.ts";
import { syncDirectory } from "./replace-file.ts";

/**
 * Makes a directory with those above it; one that is there already is fine. Node's own recursive mkdir never ends where
 * a file system answers ENOENT although the parent is there, as /proc does. Rejects with the system's error. Without a
 * `mode` the directories that are made are private: what a program keeps for itself has bodies of events in it.
 */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  if (!(await isDirectory(path))) {
    // Also where the one above is there: nothing is made in a directory before its own name is safe.
    if (dirname(path) !== path) await makeDirectory(dirname(path), mode);
    await mkdir(path, mode).catch((error: unknown) => ensureDirectory(path, error));
  }
  // A directory whose name a power failure takes away takes along all that was synced in it. That goes for one that
  // exists, too: whoever made it may have died, or failed, before its name was safe.
  await syncDirectory(dirname(path)).catch(tolerateForbidden);
}

async function ensureDirectory(path: string, error: unknown): Promise<void> {
  if (errnoOf(error) !== "EEXIST") throw error;
  if (!(await isDirectory(path)))
    throw Object.assign(new Error(`${path} is not a directory`, { cause: error }), { code: "ENOTDIR" });
}

/** Who may make a directory may not always read the one above it. */
function tolerateForbidden(error: NodeJS.ErrnoException): void {
  if (error.code !== "EACCES") throw error;
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
