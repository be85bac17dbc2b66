import { messageOf } from "../../runtime/contract/message-of.ts";
import { checksummedJson, matchesChecksum } from "../../runtime/log-store/checksum.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { readFile } from "../../runtime/system/files.ts";
import { replaceFile } from "../../runtime/system/replace-file.ts";
import { isVersion } from "./file-version.ts";
import type { SpooledFile } from "./spool-folder.ts";

/** How far the file under way has been delivered. */
export interface Progress {
  readonly name: string;
  /** Inode, size, time and birth of the file (file-version.ts): another one under its name is read from its start. */
  readonly identity: string;
  /** The options that events are made by: with others the events before it would be others. */
  readonly rules: string;
  /** Events that have been delivered. */
  readonly events: number;
}

/** How many events of `file` are delivered already. */
export function eventsDone(progress: Progress | null, file: SpooledFile, rules: string): number {
  return isOf(progress, file) && progress.rules === rules ? progress.events : 0;
}

/** Whether that is how far this very file has been delivered. */
export function isOf(progress: Progress | null, { name, version }: SpooledFile): progress is Progress {
  return progress?.name === name && isVersion(progress.identity, version);
}

/** Null for a file that does not exist. Throws an Error for one that is damaged. */
export async function readProgress(path: string): Promise<Progress | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return null;
    throw error;
  }
  try {
    const saved = JSON.parse(text) as Partial<Progress> & Readonly<Record<string, unknown>>;
    const { name, identity, rules, events, checksum: _, ...others } = saved;
    const isWhole = [name, identity, rules].every((part) => typeof part === "string");
    if (!isWhole || !Number.isSafeInteger(events)) throw new Error("name, identity, rules and events were expected");
    if (!matchesChecksum(saved) || Object.keys(others).length > 0) throw new Error("its checksum does not match");
    return { name: name!, identity: identity!, rules: rules!, events: events! };
  } catch (error) {
    const advice = "delete it, and the file under way is read from its start";
    throw new Error(`${path} is damaged (${messageOf(error)}); ${advice}`, { cause: error });
  }
}

/** Replaces what was there, all at once. */
export async function writeProgress(path: string, progress: Progress): Promise<void> {
  await replaceFile(path, checksummedJson({ ...progress }));
}
