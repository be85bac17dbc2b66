import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { LockedError, lock } from "../../runtime/system/directory-lock.ts";
import { deadFolder } from "./marks.ts";

/** Files that say who has something in use. */
const LOCK = /(?:^|\.)lock$/;

/**
 * Rejects where a program that nobody can look into has something of `dataDir` in use: what is sent again would go past
 * it, and two would write to the same place.
 */
export async function refuseInUse(dataDir: string): Promise<void> {
  const entries = await readdir(dataDir, { withFileTypes: true, recursive: true }).catch(() => []);
  const own = deadFolder(dataDir);
  for (const { name, parentPath } of entries) {
    if (!LOCK.test(name) || parentPath === own) continue;
    try {
      await (await lock(join(parentPath, name))).release();
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      const { message } = error;
      throw new Error(`${message.replace(/; stop it.*/, "")}; stop it, or start it with --tap to send letters into it`);
    }
  }
}
