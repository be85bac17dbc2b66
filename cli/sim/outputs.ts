import { resolve } from "node:path";
import { FRAME_HEADER, readFrame } from "../../runtime/log-store/frame.ts";
import { readEvent } from "../../runtime/log-store/stored-event.ts";
import { fed } from "./feeds/feeds.ts";
import { topicOf } from "./feeds/topic.ts";
import { DiskDirectory } from "./machine/disk.ts";
import type { DiskFile } from "./machine/disk-file.ts";
import { NameNode } from "./machine/hdfs/name-node.ts";
import { Broker } from "./machine/kafka/broker.ts";
import type { Machine } from "./machine/machine.ts";
import { WORKING_DIRECTORY } from "./machine/process.ts";
import type { DeclaredComponent } from "./script.ts";

/** How often each line came out of a sink, or each record is in a topic. */
export type Lines = ReadonlyMap<string, number>;

/** What came out of a program, by sink and topic. What is printed is one output: nothing tells whose a line is. */
export type Outputs = ReadonlyMap<string, Lines>;

/** Name of the output that is printed. */
export const STANDARD_OUTPUT = "standard output";

/** Sinks that print. */
export const printing: ReadonlySet<string> = new Set(["print", "logger"]);

/** Reads what `components` have left on the machine and what all lives have printed. */
export function outputsOf(
  machine: Machine,
  components: readonly DeclaredComponent[],
  printed: readonly string[],
): Outputs {
  const outputs = new Map<string, Map<string, number>>();
  const add = (output: string, line: string) => {
    const lines = outputs.get(output) ?? new Map<string, number>();
    outputs.set(output, lines.set(line, (lines.get(line) ?? 0) + 1));
  };
  for (const { component, name, group, options } of components) {
    const output = group ?? name;
    if (component === "embedded") for (const record of recordsOf(machine, name)) add(output, record);
    else if (component === "kafka")
      for (const record of writtenTo(machine, topicOf(name, options))) add(output, record);
    else if (component === "hdfs" && !isLocal(options))
      for (const line of linesOnHdfs(machine, options)) add(output, line);
    else if (!fed.has(component)) for (const line of linesAt(machine, pathOf(options))) add(output, line);
  }
  if (components.some(({ component }) => printing.has(component))) {
    for (const line of printed.join("").split("\n")) if (line !== "") add(STANDARD_OUTPUT, line);
  }
  return outputs;
}

/** Where a sink writes, as far as its options say: of a path with escapes the part before them. */
function pathOf({ path, directory }: DeclaredComponent["options"]): string | null {
  const place = path ?? directory;
  return typeof place === "string" ? place.replace(/^file:\/\//, "").replace(/\/[^/]*%.*$/, "") : null;
}

function linesAt(machine: Machine, path: string | null): readonly string[] {
  return (path === null ? [] : filesBelow(machine, path)).flatMap(({ bytes }) => linesIn(bytes));
}

function linesOnHdfs(machine: Machine, { path }: DeclaredComponent["options"]): readonly string[] {
  const directory = new URL(String(path)).pathname.replace(/\/[^/]*%.*$/, "");
  const files = [...machine.part(NameNode).files].filter(([name]) => name.startsWith(`${directory}/`));
  return files.flatMap(([, { bytes }]) => linesIn(bytes));
}

function isLocal({ path }: DeclaredComponent["options"]): boolean {
  return String(path).startsWith("file:");
}

function linesIn(bytes: Buffer): readonly string[] {
  const lines = bytes.toString().split("\n");
  const last = lines.pop();
  return last === "" ? lines : [...lines, `${last}⏎`];
}

/** Records of a topic that the program itself keeps, as texts, partition by partition. */
export function recordsOf(machine: Machine, topic: string): readonly string[] {
  return filesBelow(machine, `.sluice/topics/${topic}`, ".log").flatMap((file) => {
    const { bytes } = file;
    const records: string[] = [];
    for (let at = 0; at + FRAME_HEADER <= bytes.length; ) {
      const frame = readFrame(bytes, at);
      if (frame === null) break;
      let record = at + FRAME_HEADER;
      for (let index = 0; index < frame.count; index++) {
        const length = bytes.readUInt32LE(record);
        records.push(readEvent(bytes.subarray(record + 4, record + 4 + length)).body);
        record += 4 + length;
      }
      at += frame.length;
    }
    return records;
  });
}

/** What the program itself has written to a topic in Kafka. */
function writtenTo(machine: Machine, topic: string): readonly string[] {
  const partitions = machine.part(Broker).topics.get(topic) ?? [];
  return partitions.flatMap((records) =>
    records.flatMap(({ isFed, value }) => (isFed ? [] : [value?.toString() ?? ""])),
  );
}

function filesBelow(machine: Machine, path: string, ending = ""): readonly DiskFile[] {
  const found = machine.disk.find(resolve(WORKING_DIRECTORY, path));
  if (found !== null && !(found instanceof DiskDirectory)) return [found];
  const below = (directory: DiskDirectory): DiskFile[] =>
    [...directory.entries].flatMap(([name, entry]) => {
      if (entry instanceof DiskDirectory) return below(entry);
      return name.endsWith(ending) ? [entry] : [];
    });
  return found instanceof DiskDirectory ? below(found) : [];
}
