import { join } from "node:path";
import { errnoOf } from "../system/errno.ts";
import { readdir, readFile } from "../system/files.ts";
import { makeDirectory } from "../system/make-directory.ts";
import { randomUUID } from "../system/random.ts";
import { replaceFile } from "../system/replace-file.ts";

/** A further directory of a channel. */
interface Part {
  /** What `part` in it says. */
  readonly id: string;
  /** Where it was when it was last opened. */
  readonly path: string;
}

/** The further directories that a channel with its first one at `main` has; none for most. */
export async function partsOf(main: string): Promise<readonly Part[]> {
  const text = await textOrEmpty(join(main, "parts"));
  return text.split("\n").flatMap((line) => {
    const [, id, path] = /^([0-9a-f-]{36}) (.+)$/.exec(line) ?? [];
    return id === undefined || path === undefined ? [] : [{ id, path }];
  });
}

/** Whether the directory is a further one of some channel. */
export async function isPart(directory: string): Promise<boolean> {
  return (await idOf(directory)) !== null;
}

/**
 * Makes sure that all directories that have files of a channel are among those that the program names, and takes in new
 * ones. Each has a file that says which one it is: a disk that is not mounted leaves an empty directory. Rejects, naming
 * what is missing, before anything is changed.
 */
export async function joinParts(main: string, directories: readonly string[]): Promise<void> {
  const known = await partsOf(main);
  const found: { readonly id: string | null; readonly path: string }[] = [];
  for (const path of directories) found.push({ id: await idOf(path), path });
  for (const { id, path } of known) {
    if (found.some((one) => one.id === id)) continue;
    const where = directories.includes(path)
      ? `has none of this channel's files any more: is its disk mounted?`
      : `is not among the channel's directories any more, and has some of its files`;
    const advice = `Bring it back; or, to go on without the events that are only there, remove its line from ${join(main, "parts")} and run \`sluice data repair ${main}\``;
    throw new Error(`${path} ${where} ${advice}`);
  }
  const isKnown = (id: string | null) => known.some((part) => part.id === id);
  // One that a start took in and could not note has no files yet.
  for (const { id, path } of found) {
    if (isKnown(id) || !(await hasLog(path))) continue;
    throw new Error(`${path} has files of another channel`);
  }
  const parts: Part[] = [];
  for (const { id, path } of found) {
    const isNew = id === null || !isKnown(id);
    const part = { id: isNew ? randomUUID() : id, path };
    parts.push(part);
    if (!isNew) continue;
    await makeDirectory(path);
    await replaceFile(join(path, "part"), `${part.id}\n`);
  }
  const isChanged = parts.some(({ id, path }) => known.find((part) => part.id === id)?.path !== path);
  if (isChanged) await replaceFile(join(main, "parts"), parts.map(({ id, path }) => `${id} ${path}\n`).join(""));
}

async function idOf(directory: string): Promise<string | null> {
  const text = await textOrEmpty(join(directory, "part"));
  return /^[0-9a-f-]{36}$/.exec(text.trim())?.[0] ?? null;
}

async function hasLog(directory: string): Promise<boolean> {
  try {
    return (await readdir(directory)).some((name) => name === "taken" || name.endsWith(".log"));
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return false;
    throw error;
  }
}

async function textOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return "";
    throw error;
  }
}
