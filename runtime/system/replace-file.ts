import { dirname } from "node:path";
import { errnoOf, withFile } from "./errno.ts";
import { open, rename } from "./files.ts";

/**
 * Gives `file` new contents, durably and all at once: a crash at any moment leaves the old ones or the new ones. The
 * file is private.
 */
export async function replaceFile(file: string, contents: string | Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`;
  const handle = await open(temporary, "w", 0o600);
  try {
    await handle.writeFile(contents);
    await handle.datasync();
  } catch (error) {
    throw withFile(error as Error, file);
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncDirectory(dirname(file));
}

/** Makes names that were created, renamed or removed in `directory` survive a power failure. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems cannot sync a directory, and say so; there is nothing better to do on them.
    if (errnoOf(error) !== "EINVAL") throw error;
  } finally {
    await handle.close();
  }
}
