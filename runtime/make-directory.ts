import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a directory with those above it; one that is there already is fine. Node's own recursive mkdir never ends where
 * a file system answers ENOENT although the parent is there, as /proc does. Rejects with the system's error. Without a
 * `mode` the directories that are made are private: what a program keeps for itself has bodies of events in it.
 */
export async function makeDirectory(path: string, mode = 0o700): Promise<void> {
  for (let again = false; ; again = true) {
    try {
      await mkdir(path, mode);
      return;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EEXIST" && (await isDirectory(path))) return;
      if (code === "EEXIST") throw Object.assign(new Error(`${path} is not a directory`, { cause: error }), { code });
      // With its parent there, which somebody else may be making as well, a second try tells.
      if (code !== "ENOENT" || again) throw error;
      await makeDirectory(dirname(path), mode);
    }
  }
}

async function isDirectory(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
