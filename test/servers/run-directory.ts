import { mkdir, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory } from "./cache-directory.ts";

const dayInMilliseconds = 24 * 60 * 60 * 1000;

/** The files of one server: its data, which go when it is disposed of, and its logs, which stay for a day. */
export interface RunDirectory {
  readonly path: string;
  readonly data: string;
  removeData(): Promise<void>;
}

/** Makes a fresh directory for one server of this process, and clears what processes that are gone left behind. */
export async function createRunDirectory(kind: string): Promise<RunDirectory> {
  const runs = join(cacheDirectory(), "runs");
  await mkdir(runs, { recursive: true });
  await sweep(runs);
  const path = await mkdtemp(join(runs, `${kind}-${process.pid}-`));
  const data = join(path, "data");
  await mkdir(data);
  return { path, data, removeData: () => rm(data, { recursive: true, force: true, maxRetries: 5 }) };
}

async function sweep(runs: string): Promise<void> {
  for (const name of await readdir(runs)) {
    const owner = Number(name.split("-")[1]);
    if (isRunning(owner)) continue;
    const path = join(runs, name);
    // Another process may sweep at the same time: what is already gone needs no removal.
    const modified = await stat(path).then(
      (it) => it.mtimeMs,
      () => 0,
    );
    const old = Date.now() - modified > dayInMilliseconds;
    await rm(old ? path : join(path, "data"), { recursive: true, force: true });
  }
}

/** Whether a process with this id exists. */
export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
