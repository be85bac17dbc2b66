import { dirname, resolve } from "node:path";
import type { Machine } from "../machine/machine.ts";
import { WORKING_DIRECTORY } from "../machine/process.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";
import { makeDirectories } from "./files.ts";

/** A program outside puts whole files with lines into the folder of a source, each under its name once it is on the disk. */
export function spoolFiles(machine: Machine, { name, options }: DeclaredComponent, lines: readonly string[]): Feed {
  const folder = resolve(WORKING_DIRECTORY, String(options["directory"]));
  const incoming = resolve(dirname(folder), `.incoming-${name}`);
  const { disk, scheduler } = machine;
  makeDirectories(machine, folder);
  makeDirectories(machine, incoming);
  disk.syncAll();
  let files = 0;
  const growing = grow(machine, lines, (some) => {
    if (some.length === 0) return;
    files += 1;
    const file = `${String(files).padStart(4, "0")}.log`;
    const text = some.map((line) => `${line}\n`).join("");
    const draft = disk.create(`${incoming}/${file}`, scheduler.now, 0o644);
    draft.write(0, Buffer.from(text), scheduler.now);
    draft.sync();
    disk.rename(`${incoming}/${file}`, `${folder}/${file}`, scheduler.now);
    disk.syncNames(disk.directory(folder));
  });
  return { source: name, answers: () => null, begin: () => {}, isDone: growing.isDone };
}
