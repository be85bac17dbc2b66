import type { Log } from "../contract/log.ts";
import { stat } from "../system/files.ts";

/**
 * Warns where every user of the machine can look into the data directory: channels, topics and checkpoints have bodies of
 * events in them. Directories that a program makes are private; this one was there before.
 */
export async function tellReaders(dataDir: string, log: Log): Promise<void> {
  const mode = await stat(dataDir).then(
    (found) => found.mode,
    () => 0,
  );
  if ((mode & 0o005) === 0) return;
  log.warn(
    "other users of this machine can read the data directory, which has bodies of events; chmod 700 keeps it private",
    {
      dataDir,
      mode: (mode & 0o777).toString(8),
    },
  );
}
