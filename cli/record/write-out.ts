import { writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { DiskDirectory } from "../sim/machine/disk.ts";
import { NameNode } from "../sim/machine/hdfs/name-node.ts";
import { Broker } from "../sim/machine/kafka/broker.ts";
import { WORKING_DIRECTORY } from "../sim/machine/process.ts";
import { recordsOf } from "../sim/outputs.ts";
import type { Played } from "./replay.ts";

/** A file that a program which was played back has written, by the path that it had, below the folder of all of them. */
interface Leaf {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What the program keeps for itself. */
const OWN = /^\.sluice\//;

/**
 * Writes below `folder` what sinks have written: files by their paths, those in HDFS below `hdfs/`, records of topics as
 * lines in `topics/`, and what would have gone to others as lines of JSON in files called as the sinks. Gives their paths.
 */
export function writeOut(played: Played, folder: string): readonly string[] {
  return leavesOf(played).map(({ path, bytes }) => {
    const place = join(folder, path);
    makeFolder(dirname(place));
    writeFileSync(place, bytes);
    return place;
  });
}

/** What sinks have written, standard output apart. */
export function leavesOf({ machine, sinks }: Played): readonly Leaf[] {
  const hdfs = [...machine.part(NameNode).files].map(([path, { bytes }]) => ({ path: `hdfs${path}`, bytes }));
  const kafka = [...machine.part(Broker).topics].map(([name, partitions]) => {
    const values = partitions.flatMap((records) => records.map(({ value }) => value?.toString() ?? ""));
    return { path: `topics/${name}`, bytes: linesOf(values) };
  });
  const embedded = sinks.declared.filter(({ component }) => component === "embedded");
  const topics = embedded.map(({ name }) => ({ path: `topics/${name}`, bytes: linesOf(recordsOf(machine, name)) }));
  const kept = [...sinks.kept].map(([name, lines]) => ({ path: `${name}.jsonl`, bytes: Buffer.from(lines.join("")) }));
  const files = filesBelow(machine.disk.root, "").filter(({ path }) => !OWN.test(path));
  return [...files, ...hdfs, ...kafka, ...topics, ...kept].filter(({ bytes }) => bytes.length > 0);
}

function filesBelow(directory: DiskDirectory, path: string): readonly Leaf[] {
  return [...directory.entries].flatMap(([name, entry]) => {
    const place = `${path}/${name}`;
    if (entry instanceof DiskDirectory) return filesBelow(entry, place);
    const isRelative = place.startsWith(`${WORKING_DIRECTORY}/`);
    return [
      { path: isRelative ? relative(WORKING_DIRECTORY, place) : place.slice(1), bytes: Buffer.from(entry.bytes) },
    ];
  });
}

function linesOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
}
