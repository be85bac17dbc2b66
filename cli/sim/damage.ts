import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { FRAME_HEADER, type FrameHeader, readFrame, wasDurable } from "../../runtime/log-store/frame.ts";
import { inspectData, repairData } from "../data/data.ts";
import { type Disk, DiskDirectory } from "./machine/disk.ts";
import type { DiskFile } from "./machine/disk-file.ts";
import { WORKING_DIRECTORY } from "./machine/process.ts";
import type { Random } from "./machine/random.ts";
import type { Damage } from "./scenario.ts";

/** Where a program keeps what it keeps, unless it is told otherwise. */
const DATA = `${WORKING_DIRECTORY}/.sluice`;

/** Files with the records of channels and topics; of a topic nobody notes how far it goes. */
const CHANNEL = /\/channels\//;
const SEGMENT = /\/(?:channels\/[^/]+|topics\/[^/]+\/\d+)\/\d{16}\.log$/;

/** Nobody has them while a program is switched off. */
const LOCK = /(?:\/|\.)lock$/;

/** Damages one file; gives how many records that may cost, 0 where there is no file with records. */
export function strike(disk: Disk, kind: Damage["kind"], random: Random, now: number): number {
  const segments = [...keptFiles(disk)].filter(([path]) => SEGMENT.test(path));
  const paths = segments.map(([path]) => path);
  const hit = segments.filter(([path, { length }]) => length > 0 && (kind === "rot" || isMissed(path, paths)));
  const targets = hit.flatMap(([path, file]) => {
    const frames = framesOf(file.bytes);
    const safe = frames.filter(({ at }) => wasDurable(file.bytes, at, at));
    return safe.length === 0 ? [] : [{ path, file, frames, safe }];
  });
  if (targets.length === 0) return 0;
  const { path, file, frames, safe } = random.pick(targets);
  if (kind === "gone") {
    disk.remove(path, now);
    disk.syncAll();
    return frames.reduce((sum, { frame }) => sum + frame.count, 0);
  }
  const { frame, at } = random.pick(safe);
  const place = at + random.below(frame.length);
  file.write(place, Buffer.of(file.bytes[place]! ^ (1 << random.below(8))), now);
  file.sync();
  return frame.count;
}

/**
 * Whether anybody can know that the file at `path` was there: one with records of a channel, which notes how far it goes with
 * what is taken. Behind that the newest of several files may have begun.
 */
function isMissed(path: string, all: readonly string[]): boolean {
  const beside = all.filter((other) => dirname(other) === dirname(path));
  return CHANNEL.test(path) && (beside.length === 1 || beside.some((other) => other > path));
}

/** Does what `sluice data repair` does, and says whether it has found anything. */
export async function repair(disk: Disk, now: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "sluice-sim-"));
  const outside = (path: string) => join(folder, path.slice(DATA.length));
  try {
    for (const [path, file] of keptFiles(disk)) {
      if (LOCK.test(path)) continue;
      await mkdir(dirname(outside(path)), { recursive: true });
      await writeFile(outside(path), file.bytes);
    }
    const inspections = await inspectData(folder);
    await repairData(folder, inspections, now);
    for (const path of inspections.flatMap(({ mended }) => [...mended.keys()])) {
      const inside = DATA + path.slice(folder.length);
      const bytes = await readFile(path).catch(() => null);
      if (bytes === null) disk.remove(inside, now);
      else replace(disk.file(inside), bytes, now);
    }
    disk.syncAll();
    return inspections.some(({ damage }) => damage.some(({ isHarmless }) => !isHarmless));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function replace(file: DiskFile, bytes: Buffer, now: number): void {
  file.cut(0, now);
  file.write(0, bytes, now);
}

function framesOf(bytes: Buffer): readonly { readonly frame: FrameHeader; readonly at: number }[] {
  const frames: { frame: FrameHeader; at: number }[] = [];
  for (let at = 0; at + FRAME_HEADER <= bytes.length; ) {
    const frame = readFrame(bytes, at);
    if (frame === null) break;
    frames.push({ frame, at });
    at += frame.length;
  }
  return frames;
}

function* keptFiles(disk: Disk, path = DATA): Generator<readonly [path: string, file: DiskFile]> {
  const entry = disk.find(path);
  if (!(entry instanceof DiskDirectory)) return;
  for (const [name, below] of entry.entries) {
    if (below instanceof DiskDirectory) yield* keptFiles(disk, `${path}/${name}`);
    else yield [`${path}/${name}`, below];
  }
}
