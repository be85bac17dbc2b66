import { dirname, resolve } from "node:path";
import type { Machine } from "../machine/machine.ts";
import { WORKING_DIRECTORY } from "../machine/process.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";

/** A program outside writes lines to the first file of a pattern, some at a time, and syncs them. */
export function growFile(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const [pattern] = options["files"] as readonly string[];
  const path = resolve(WORKING_DIRECTORY, pattern!.replaceAll(/\*+/g, "a").replaceAll(/[?[\]\\]/g, ""));
  const { disk, scheduler } = machine;
  makeDirectories(machine, dirname(path));
  const file = disk.create(path, scheduler.now, 0o644);
  disk.syncAll();
  const growing = grow(machine, lines, (some) => {
    file.write(file.length, Buffer.from(some.map((line) => `${line}\n`).join("")), scheduler.now);
    file.sync();
  });
  return { source: name, answers: () => null, begin: () => {}, isDone: growing.isDone };
}

/** A file that is there from the beginning. */
export function writeFile(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const path = resolve(WORKING_DIRECTORY, String(options["path"]));
  makeDirectories(machine, dirname(path));
  const file = machine.disk.create(path, machine.scheduler.now, 0o644);
  file.write(0, Buffer.from(lines.map((line) => `${line}\n`).join("")), machine.scheduler.now);
  machine.disk.syncAll();
  return { source: name, answers: () => null, begin: () => {}, isDone: () => true };
}

/** Makes the directory at `path` and those above it, where they are missing. */
export function makeDirectories(machine: Machine, path: string): void {
  if (machine.disk.find(path) !== null) return;
  makeDirectories(machine, dirname(path));
  machine.disk.makeDirectory(path, machine.scheduler.now, 0o755);
}
