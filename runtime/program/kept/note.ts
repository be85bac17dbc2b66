import { join } from "node:path";
import { errnoOf } from "../../system/errno.ts";
import { fileName } from "../../system/file-name.ts";
import { readdir, readFile } from "../../system/files.ts";
import { makeDirectory } from "../../system/make-directory.ts";
import { replaceFile } from "../../system/replace-file.ts";
import type { KeptThing } from "./kept-things.ts";

/**
 * What the program of that name has kept below `dataDir`, as of its last start: what is there may be another program's, and
 * only this says whose. None where it never started. Rejects where the note cannot be read.
 */
export async function readNote(dataDir: string, program: string): Promise<readonly KeptThing[]> {
  return await read(notePath(dataDir, program));
}

/** Writes what a program keeps from now on, in place of what it said before. */
export async function writeNote(dataDir: string, program: string, kept: readonly KeptThing[]): Promise<void> {
  await makeDirectory(join(dataDir, DIRECTORY));
  await replaceFile(notePath(dataDir, program), `${JSON.stringify({ format: 1, kept })}\n`);
}

/** What all other programs of a data directory have kept, as far as they say. */
export async function notesOfOthers(dataDir: string, program: string): Promise<readonly KeptThing[]> {
  const own = notePath(dataDir, program);
  const names = await readdir(join(dataDir, DIRECTORY)).catch(() => []);
  const paths = names.map((name) => join(dataDir, DIRECTORY, name)).filter((path) => path !== own);
  return (await Promise.all(paths.map((path) => read(path).catch(() => [])))).flat();
}

async function read(path: string): Promise<readonly KeptThing[]> {
  try {
    const { format, kept } = JSON.parse(await readFile(path, "utf8"));
    if (format === 1 && Array.isArray(kept)) return kept;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return [];
    // The system does not say what is in it.
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Error(`${path} does not say any more what was kept; remove it to start without knowing what is lost`);
}

const DIRECTORY = "kept";

function notePath(dataDir: string, program: string): string {
  return join(dataDir, DIRECTORY, `${fileName(program)}.json`);
}
