import { resolve } from "node:path";
import { NO_HEADERS } from "../../../runtime/contract/event.ts";
import { layFrame } from "../../../runtime/log-store/frame.ts";
import { RecordWriter } from "../../../runtime/log-store/record-writer.ts";
import { writeEvent } from "../../../runtime/log-store/stored-event.ts";
import type { Machine } from "../machine/machine.ts";
import { WORKING_DIRECTORY } from "../machine/process.ts";
import type { DeclaredComponent } from "../script.ts";
import { type Feed, grow } from "./feed.ts";
import { makeDirectories } from "./files.ts";

/** How often it is asked whether the program has made the topic, in ms. */
const LOOK_EVERY = 100;

/** How long a life may take until all of its readers read, in ms: longer than it takes to begin another one. */
const BEGIN_WITHIN = 4000;

/**
 * Another program on the machine, as `sluice produce` is one, writes lines to a topic of this one, which only reads it. It
 * waits until the program has begun to read: what comes before that is not for a group that begins at the end.
 */
export function produceLines(machine: Machine, { name }: DeclaredComponent, lines: readonly string[]): Feed {
  const { disk, scheduler } = machine;
  const folder = resolve(WORKING_DIRECTORY, `.sluice/topics/${name}`);
  const random = machine.random.fork();
  const counts = new Map<number, number>();
  let waiting: readonly string[] = [];
  let hasBegun = false;
  /** How long the present life has had; by its looks, as the clock may jump. */
  let waited = 0;
  const append = (partition: number, some: readonly string[]) => {
    const base = counts.get(partition) ?? 0;
    counts.set(partition, base + some.length);
    const path = `${folder}/${partition}/${"0".repeat(16)}.log`;
    if (disk.find(path) === null) {
      makeDirectories(machine, `${folder}/${partition}`);
      disk.create(path, scheduler.now, 0o600);
      for (const above of [folder, `${folder}/${partition}`]) disk.syncNames(disk.directory(above));
    }
    const file = disk.file(path);
    const writer = new RecordWriter();
    const record = { timestamp: scheduler.now, key: null, headers: NO_HEADERS };
    for (const body of some) writeEvent(writer, { ...record, body }, (to, text) => to.utf8(text));
    const header = { base, count: some.length, time: scheduler.now, durable: file.length };
    const frame = Buffer.concat(layFrame(header, { records: writer.finish(), marks: null }));
    file.write(file.length, frame, scheduler.now);
    file.sync();
  };
  const write = () => {
    if (!hasBegun || waiting.length === 0) return;
    const { partitions } = JSON.parse(disk.file(`${folder}/topic.json`).bytes.toString()) as { partitions: number };
    append(random.below(partitions), waiting);
    waiting = [];
  };
  const look = () => {
    waited += LOOK_EVERY;
    hasBegun = waited > BEGIN_WITHIN && disk.find(`${folder}/topic.json`) !== null;
    if (hasBegun) write();
    else scheduler.after(LOOK_EVERY, look);
  };
  look();
  const growing = grow(machine, lines, (some) => {
    waiting = [...waiting, ...some];
    write();
  });
  const isDone = () => growing.isDone() && waiting.length === 0;
  const begin = () => {
    waited = 0;
  };
  return { source: name, answers: () => null, begin, isDone };
}
