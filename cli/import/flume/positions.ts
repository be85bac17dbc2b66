/** How far Flume's taildir has come, taken over by the imported program and given back. */
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findType } from "./known/flume-type.ts";
import { sources } from "./known/inventory.ts";
import type { Agent, Component } from "./read/model.ts";

/** The file that Flume keeps positions in, and the one of the imported program. */
export interface PositionFiles {
  /** `a1.r1` */
  readonly source: string;
  readonly flume: string;
  readonly own: string;
}

/** It cannot be done; the message says why, and what to do. */
export class PositionError extends Error {}

/** Where Flume keeps them if nothing else is said. */
export function flumePositions({ options }: Pick<Component, "options">, home: string): string {
  return options.get("positionFile")?.value ?? join(home, ".flume/taildir_position.json");
}

/** Beside Flume's file, which stays as it is: so there is a way back. */
export function ownPositions(flume: string): string {
  return flume.replace(/(\.json)?$/, ".sluice.json");
}

/** Those of every taildir of an agent. */
export function positionFilesOf({ components }: Agent, home: string): PositionFiles[] {
  return components.flatMap((component) => {
    const type = findType(sources, component.options.get("type")?.value ?? "");
    if (component.section !== "sources" || type?.name !== "taildir") return [];
    const flume = flumePositions(component, home).replaceAll(
      /\$\{env:([^}:]+)(?::-([^}]*))?\}/g,
      (_, name, fallback) => {
        const value = process.env[name] ?? fallback;
        if (value === undefined) throw new PositionError(`${component.path}: the variable ${name} is not set`);
        return value;
      },
    );
    return [{ source: component.path, flume, own: ownPositions(flume) }];
  });
}

/** Copies Flume's positions for the imported program. Gives a line for each file that has one. */
export function takeOver({ source, flume, own }: PositionFiles): string[] {
  if (existsSync(own)) {
    throw new PositionError(
      `${own} already exists: the imported program has begun; delete it to start from Flume's positions again`,
    );
  }
  if (!existsSync(flume)) return [`${source}: Flume has no positions in ${flume}: all files are read from their start`];
  const entries = readEntries(flume);
  writeWhole(own, entries);
  return entries.map((entry) => `${source}: ${fateOf(entry)}`);
}

/** Writes the program's positions as Flume has them; Flume's own are kept beside. */
export function giveBack({ source, flume, own }: PositionFiles): string[] {
  if (!existsSync(own)) return [`${source}: there are no positions in ${own}: Flume resumes where it stopped`];
  const entries = readEntries(own);
  if (existsSync(flume)) copyFileSync(flume, `${flume}.before`);
  writeWhole(flume, entries);
  return entries.map(({ file, pos }) => `${source}: Flume resumes ${file} at byte ${pos}`);
}

/** An inode may be larger than a number of JavaScript can be. */
interface Entry {
  readonly inode: string;
  readonly pos: number;
  readonly file: string;
}

function readEntries(path: string): Entry[] {
  try {
    const list = JSON.parse(readFileSync(path, "utf8").replace(/("inode"\s*:\s*)(\d+)/g, '$1"$2"')) as Entry[];
    const isEntry = ({ inode, pos, file }: Entry) =>
      typeof inode === "string" && Number.isSafeInteger(pos) && typeof file === "string";
    if (!Array.isArray(list) || !list.every(isEntry)) throw new Error("inode, pos and file of each file were expected");
    return list.map(({ inode, pos, file }) => ({ inode, pos, file }));
  } catch (error) {
    throw new PositionError(
      `${path} is not a file of positions: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** All at once: whoever is interrupted has the old file or the new one. */
function writeWhole(path: string, entries: readonly Entry[]): void {
  const lines = entries.map(({ inode, pos, file }) => `{"inode":${inode},"pos":${pos},"file":${JSON.stringify(file)}}`);
  writeFileSync(`${path}.tmp`, `[${lines.join(",")}]\n`, { mode: 0o600 });
  renameSync(`${path}.tmp`, path);
}

function fateOf({ inode, pos, file }: Entry): string {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (String(found?.ino) === inode) {
    const size = Number(found?.size);
    if (size < pos) return `${file} was truncated, and is read from its start`;
    return `${file} resumes at byte ${pos} of ${size}`;
  }
  const renamed = nameOf(inode, dirname(file));
  if (renamed === null) return `${file} at byte ${pos} is gone; a new file of that name is read from its start`;
  return `${file} is ${renamed} now, and resumes at byte ${pos}`;
}

function nameOf(inode: string, folder: string): string | null {
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder).find(
    (one) => String(statSync(join(folder, one), { bigint: true, throwIfNoEntry: false })?.ino) === inode,
  );
  return name === undefined ? null : join(folder, name);
}
