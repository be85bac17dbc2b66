import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseRecorded, readEntries } from "./entry-lines.ts";
import { ABOUT, type About, type Entry, FORMAT, type Recording, RecordingError, SEGMENT } from "./recording.ts";
import { recordingsIn } from "./start-recording.ts";

/**
 * The recording in `folder`: of the last run, where there are several. Throws a RecordingError where there is none, or it
 * is damaged; a last line that is not whole is what a kill leaves.
 */
export function readRecording(folder: string): Recording {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new RecordingError(`${folder} is not a folder; give the one that \`sluice run --record\` was given`);
  }
  const own = statSync(join(folder, ABOUT), { throwIfNoEntry: false }) === undefined ? last(folder) : folder;
  const about = readAbout(join(own, ABOUT));
  const segments = readdirSync(own)
    .filter((name) => name.endsWith(SEGMENT))
    .sort();
  const entries: Entry[] = [];
  let isTorn = false;
  for (const [index, name] of segments.entries()) {
    const path = join(own, name);
    const lines = readFileSync(path, "utf8").split("\n");
    const isCut = lines.pop() !== "";
    const read = readEntries(lines, path);
    for (const entry of read.entries) entries.push(entry);
    isTorn ||= isCut || read.isTorn;
    if (isTorn && index < segments.length - 1)
      throw new RecordingError(`${path} ends within an entry: it was cut short`);
    const expected = Number.parseInt(segments[0]!, 10) + index;
    if (Number.parseInt(name, 10) !== expected) throw new RecordingError(`${own}: segment ${expected} is missing`);
  }
  if (entries.length === 0)
    throw new RecordingError(`${own} has nothing in it: the program ended before anything came`);
  return { about, entries, isWhole: entries.some((entry) => "start" in entry), isTorn };
}

function last(folder: string): string {
  const name = recordingsIn(folder).at(-1);
  if (name === undefined) {
    throw new RecordingError(`${folder} has no recording; \`sluice run --record ${folder} FILE\` makes one`);
  }
  return join(folder, name);
}

function readAbout(path: string): About {
  const about = parseRecorded(readFileSync(path, "utf8"), path) as Partial<About> | null;
  if (typeof about !== "object" || about === null || !("format" in about)) {
    throw new RecordingError(`${path} is not what \`sluice run --record\` writes`);
  }
  // One of 1 has all events as JSON.
  if (about.format !== 1 && about.format !== FORMAT) {
    throw new RecordingError(`${path} has format ${String(about.format)}; this version of sluice reads 1 to ${FORMAT}`);
  }
  if (typeof about.entry !== "string" || typeof about.texts !== "object" || !Array.isArray(about.args)) {
    throw new RecordingError(`${path} is damaged: it does not say what it is a recording of`);
  }
  return about as About;
}
