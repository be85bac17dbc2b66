import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseDuration, parseSize } from "../../runtime/codec/units.ts";
import { MASK } from "../../runtime/program/inspect/masks.ts";
import { shimSymbol } from "../../runtime/program/shim.ts";
import { UsageError } from "../command.ts";
import { makeFolder } from "../make-folder.ts";
import { packageVersion } from "../package-root.ts";
import type { ProgramFacts } from "../program/program-facts.ts";
import { Recorder } from "./recorder.ts";
import { ABOUT, type About, FORMAT } from "./recording.ts";
import { Ring, type RingBounds } from "./ring.ts";

/** What is recorded, and where. */
export interface RecordingRequest {
  /** Path of the program's file. */
  readonly entry: string;
  readonly facts: ProgramFacts;
  /** A folder that has the recordings of its last runs. */
  readonly folder: string;
  /** How much of the past is kept, and how many bytes, as they were written. */
  readonly within: string | undefined;
  readonly size: string | undefined;
  readonly name: string | undefined;
  readonly only: readonly string[];
  readonly set: readonly string[];
}

/** A ring of less has hardly room for one put. */
const LEAST_BYTES = 65_536;

/** Recordings of earlier runs that stay: a program that a supervisor starts again must not lose what led to its end. */
const KEPT_RUNS = 4;

/**
 * Has the program that this process is about to run record what comes into it. Throws a UsageError, or the system's error
 * where the folder cannot be written to.
 */
export function startRecording(request: RecordingRequest): void {
  const { entry, facts, folder, name, only, set } = request;
  const bounds = boundsOf(request);
  makeFolder(folder, 0o700);
  removeOld(folder);
  const own = join(folder, `${new Date().toISOString().replaceAll(":", "-")}-${process.pid}`);
  makeFolder(own, 0o700);
  const seed = randomBytes(16).toString("hex");
  const about: About = {
    format: FORMAT,
    sluice: packageVersion(),
    entry,
    name: name ?? basename(entry, ".flow"),
    texts: Object.fromEntries(facts.files.map((path) => [path, readFileSync(path, "utf8")])),
    args: [...only.flatMap((one) => ["--only", one]), ...set.flatMap((one) => ["--set", one])],
    environment: environmentOf(facts),
    seed,
    masked: facts.masked,
  };
  writeFileSync(join(own, ABOUT), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
  const ring: Ring = new Ring(own, bounds, {
    opening: (segment) => ({ at: 0, segment, tables: recorder.tables }),
    failed: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`sluice: --record: recording has stopped, and the program goes on: ${why}\n`);
    },
  });
  const recorder = new Recorder(ring, { masked: new Set(facts.masked), seed });
  process.on("exit", () => ring.flush());
  Object.assign(globalThis, { [shimSymbol]: recorder.shim });
}

function boundsOf({ within = "5m", size = "64MiB" }: RecordingRequest): RingBounds {
  const ms = parseDuration(within);
  if (ms === null || ms <= 0) throw new UsageError(`--record-for takes a duration such as 5m, not "${within}"`);
  const bytes = parseSize(size);
  if (bytes === null || bytes < LEAST_BYTES)
    throw new UsageError(`--record-size takes a size such as 64MiB, at least 64KiB, not "${size}"`);
  return { ms, bytes };
}

/** Recordings in `folder`, by the time at which they began. */
export function recordingsIn(folder: string): readonly string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .filter((name) => existsSync(join(folder, name, ABOUT)))
    .sort();
}

/** What the environment has of the variables that a program reads, without the values of secrets. */
function environmentOf({ environment }: ProgramFacts): Readonly<Record<string, string>> {
  const read = Object.entries(environment).flatMap(([name, isSecret]) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, isSecret ? MASK : value] as const];
  });
  return Object.fromEntries(read);
}

function removeOld(folder: string): void {
  for (const name of recordingsIn(folder).slice(0, -KEPT_RUNS))
    rmSync(join(folder, name), { recursive: true, force: true });
}
