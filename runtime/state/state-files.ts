import { join } from "node:path";
import { errnoOf } from "../system/errno.ts";
import { fileName } from "../system/file-name.ts";
import { readdir, stat } from "../system/files.ts";

/** Where everything that one stream keeps lies. */
export interface StateFiles {
  readonly directory: string;
  readonly lock: string;
  /** Segments of the log. */
  readonly log: string;
}

/** Where the state of all programs lies. */
function stateDirectory(dataDir: string): string {
  return join(dataDir, "state");
}

/** Where the state of a stream is, below `dataDir`; nothing is created. */
export function stateFiles(dataDir: string, program: string, stream: string): StateFiles {
  const directory = join(stateDirectory(dataDir), fileName(program), fileName(stream));
  return { directory, lock: join(directory, "lock"), log: join(directory, "log") };
}

/** A stream that keeps something below a data directory. */
export interface StoredStream {
  readonly program: string;
  readonly stream: string;
}

/** All of them, sorted by name. */
export async function storedStreams(dataDir: string): Promise<StoredStream[]> {
  const root = stateDirectory(dataDir);
  const found: StoredStream[] = [];
  for (const program of await directoriesIn(root)) {
    for (const stream of await directoriesIn(join(root, program))) {
      found.push({ program: decodeURIComponent(program), stream: decodeURIComponent(stream) });
    }
  }
  return found;
}

/**
 * Whether anything of a stream was ever written. A log with half a batch counts, too: nothing is given up for what it
 * might be. It is not opened, as every program asks, and few have what opens it.
 */
export async function hasKept(dataDir: string, { program, stream }: StoredStream): Promise<boolean> {
  const { log } = stateFiles(dataDir, program, stream);
  for (const name of await readdir(log).catch(() => [])) {
    if ((await stat(join(log, name))).size > 0) return true;
  }
  return false;
}

async function directoriesIn(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    throw error;
  }
}
