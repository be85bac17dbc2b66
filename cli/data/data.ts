import { copyFile, readdir, rm } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isPart } from "../../runtime/channel/parts.ts";
import { type Lock, lock } from "../../runtime/system/directory-lock.ts";
import { makeDirectory } from "../../runtime/system/make-directory.ts";
import { replaceFile, syncDirectory } from "../../runtime/system/replace-file.ts";
import { inspectFile } from "./inspect-file.ts";
import { inspectLog } from "./inspect-log.ts";
import type { Inspection } from "./inspection.ts";

/** Files that say who has a directory in use. */
const LOCK = /(?:\/|\.)lock$/;

/** Copies of damaged files, which are not looked into again. */
const ASIDE = /^damaged-\d+$/;

/** Looks into everything that programs keep below `directory`, which is a data directory or a part of one. */
export async function inspectData(directory: string): Promise<readonly Inspection[]> {
  const inspections: Inspection[] = [];
  const root = resolve(directory);
  const logs = new Set<string>();
  const files = await filesBelow(root);
  for (const path of files) {
    if (/\/\d{16}\.log$/.test(path) || basename(path) === "taken") logs.add(dirname(path));
    else inspections.push(await inspectFile(path));
  }
  for (const log of logs) {
    // It is looked through with the first directory of its channel, and has gaps without it.
    if (await isPart(log)) continue;
    const found = await inspectLog(log);
    const stream = /\/state\/[^/]+\/[^/]+\/log$/.test(log) ? dirname(log) : null;
    const isLost = stream !== null && found.damage.some(({ isHarmless }) => !isHarmless);
    const own = files.filter((path) => path.startsWith(`${stream}/`));
    inspections.push(isLost ? giveUpState(basename(stream), found, own) : found);
  }
  return inspections.filter(({ damage }) => damage.length > 0);
}

/**
 * Mends what `inspections` have found below `directory`, and gives the directory that has a copy of each file as it was.
 * Rejects with LockedError while a program has any of it in use.
 */
export async function repairData(directory: string, inspections: readonly Inspection[], now: number): Promise<string> {
  const root = resolve(directory);
  const copies = join(root, `damaged-${now}`);
  const held: Lock[] = [];
  try {
    const mended = inspections.flatMap((inspection) => [...inspection.mended]);
    for (const path of await locksOf(root, mended)) held.push(await lock(path));
    // All copies before the first change.
    for (const [path] of mended) {
      const inside = relative(root, path);
      // A channel may have directories elsewhere.
      const copy = join(copies, inside.startsWith("..") ? path : inside);
      await makeDirectory(dirname(copy));
      await copyFile(path, copy).catch(unlessReleased(path));
      await syncDirectory(dirname(copy));
    }
    for (const [path, bytes] of mended) {
      if (bytes !== null) await replaceFile(path, bytes);
      else {
        await rm(path, { force: true });
        await syncDirectory(dirname(path));
      }
    }
    return copies;
  } finally {
    for (const one of held) await one.release();
  }
}

/** Locks that programs hold, and those that one which starts meanwhile would take. */
async function locksOf(root: string, mended: readonly (readonly [string, unknown])[]): Promise<ReadonlySet<string>> {
  const own = mended.map(([path]) => {
    const topic = /^.*\/topics\/[^/]+(?=\/)/.exec(path)?.[0];
    return topic === undefined ? join(dirname(path), "lock") : join(topic, "writer.lock");
  });
  return new Set([...own, ...(await filesBelow(root)).filter((path) => LOCK.test(path))]);
}

/** Files of a stream's state go together: what an operator keeps is of no use without the changes that are lost. */
function giveUpState(stream: string, { damage }: Inspection, paths: readonly string[]): Inspection {
  const what = `what stream ${stream} keeps; it begins without state, where its groups have read to`;
  return {
    damage: damage.map((one) => (one.isHarmless ? one : { ...one, what })),
    mended: new Map(paths.filter((path) => !LOCK.test(path)).map((path) => [path, null])),
  };
}

/** A lock that was damaged is gone once it was taken over. */
function unlessReleased(path: string) {
  return (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT" || !LOCK.test(path)) throw error;
  };
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !ASIDE.test(entry.name)) found.push(...(await filesBelow(path)));
    else if (entry.isFile()) found.push(path);
  }
  return found;
}
