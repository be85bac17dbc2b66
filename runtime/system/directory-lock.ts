import { dirname } from "node:path";
import { errnoOf, withFile } from "./errno.ts";
import { link, readFile, rename, rm, writeFile } from "./files.ts";
import { hostname } from "./host.ts";
import { makeDirectory } from "./make-directory.ts";
import { randomUUID } from "./random.ts";

/** Who holds a lock, as its file says. */
interface Holder {
  readonly host: string;
  readonly pid: number;
  /** What tells the process apart from a later one with the same number; empty where that cannot be known. */
  readonly started: string;
}

/** Another process, or another component of this one, holds the lock. */
export class LockedError extends Error {
  constructor(file: string, holder: Holder) {
    const process = holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
    super(
      `${dirname(file)} is in use by ${process}; stop it, or use another directory` +
        (holder.host === hostname() ? "" : `; if that machine is gone for good, delete ${file}`),
    );
    this.name = "LockedError";
  }
}

/** A lock file that this process holds. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock `file`. Node has no lock that the system drops with its process; so the file says who holds it, and
 * one whose holder is gone is taken over. Rejects with LockedError.
 */
export async function lock(file: string): Promise<Lock> {
  await makeDirectory(dirname(file));
  const mine = `${file}.${randomUUID()}`;
  try {
    // Not synced: a lock that a power failure has torn, or left empty, is nobody's.
    await writeFile(mine, JSON.stringify(await self()), { mode: 0o600 });
    await take(mine, file);
  } catch (error) {
    throw withFile(error as Error, file);
  } finally {
    await rm(mine, { force: true });
  }
  return { release: () => rm(file, { force: true }) };
}

/** This process as its locks name it. */
async function self(): Promise<Holder> {
  started ??= (await statOf(process.pid))?.started ?? "";
  return { host: hostname(), pid: process.pid, started };
}

/** When this process has started; null until somebody asks. */
let started: string | null = null;

/** Gives the file `mine` the name of the lock too, as soon as nobody who lives holds that. Rejects with LockedError. */
async function take(mine: string, file: string): Promise<void> {
  while (!(await tryLink(mine, file)) && !(await tryTakeover(mine, file)));
}

/** `link` gives the file its name with its contents in one step, or fails because the name is taken. */
async function tryLink(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Takes a lock whose holder is gone. Only who holds the lock of the takeover replaces it, and only if it is still the one
 * that was judged: whoever comes later finds the lock of the next holder, and leaves it alone.
 */
async function tryTakeover(mine: string, file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return false;
  const holder = readHolder(text);
  if (holder !== null && (await isAlive(holder))) throw new LockedError(file, holder);
  const takeover = `${file}.takeover`;
  try {
    await take(mine, takeover);
  } catch (error) {
    if (error instanceof LockedError) return false;
    throw error;
  }
  let isTaken = false;
  try {
    if ((await readFile(file, "utf8").catch(() => null)) === text) {
      await rename(takeover, file);
      isTaken = true;
    }
    return isTaken;
  } finally {
    if (!isTaken) await rm(takeover, { force: true });
  }
}

/** Null where the text is not whole: all of it was written before it was a lock, so its machine has lost power since. */
function readHolder(text: string): Holder | null {
  try {
    const { host, pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof host === "string" && typeof pid === "number" ? { host, pid, started: started ?? "" } : null;
  } catch {
    return null;
  }
}

async function isAlive({ host, pid, started: then }: Holder): Promise<boolean> {
  // Nothing can be known of a process on another machine, or in another container.
  if (host !== hostname()) return true;
  if (!isRunning(pid)) return false;
  const now = await statOf(pid);
  if (now === null || then === "") return true;
  // A zombie has ended; only its parent has not asked yet how.
  return now.started === then && now.state !== "Z";
}

/** Whether this machine has a process of that number, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and is someone else's.
    return errnoOf(error) !== "ESRCH";
  }
}

/** From /proc: what a process does, and when it started in clock ticks since boot; null where that cannot be known. */
async function statOf(pid: number): Promise<{ readonly state: string; readonly started: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  // The command name may hold blanks and parentheses; what follows its last one are fields 3 (state) to 22 (start).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", started: fields[19] ?? "" };
}
