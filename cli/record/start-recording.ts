import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Unit } from "../../compiler/model/checked.ts";
import { parseDuration, parseSize } from "../../runtime/codec/units.ts";
import { MASK } from "../../runtime/program/inspect/masks.ts";
import { shimSymbol } from "../../runtime/program/shim.ts";
import { UsageError } from "../command.ts";
import { environmentVariables } from "../environment-variables.ts";
import { makeFolder } from "../make-folder.ts";
import { maskedFields } from "../masked-fields.ts";
import { packageVersion } from "../package-root.ts";
import { planOfFile } from "../plan-of-file.ts";
import { Recorder } from "./recorder.ts";
import { ABOUT, type About } from "./recording.ts";
import { Ring, type RingBounds } from "./ring.ts";

/** What is recorded, and where. */
export interface RecordingRequest {
  /** The program's file. */
  readonly file: string;
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
 * Has the program of `file`, which this process is about to run, record what comes into it. Gives whether it can: what is
 * wrong with the program has been shown otherwise. Rejects with a UsageError, or with the system's error where the folder cannot be written to.
 */
export async function startRecording(request: RecordingRequest): Promise<boolean> {
  const { file, folder, name, only, set } = request;
  const bounds = boundsOf(request);
  const planned = await planOfFile(file);
  if (planned === null) return false;
  makeFolder(folder, 0o700);
  removeOld(folder);
  const own = join(folder, `${new Date().toISOString().replaceAll(":", "-")}-${process.pid}`);
  makeFolder(own, 0o700);
  const masked = maskedFields(planned.units);
  const seed = randomBytes(16).toString("hex");
  const about: About = {
    format: 1,
    sluice: packageVersion(),
    entry: planned.entry,
    name: name ?? basename(planned.entry, ".flow"),
    texts: Object.fromEntries(planned.units.flatMap(({ path, text, stdlib }) => (stdlib ? [] : [[path, text]]))),
    args: [...only.flatMap((one) => ["--only", one]), ...set.flatMap((one) => ["--set", one])],
    environment: environmentOf(planned.units),
    seed,
    masked: [...masked],
  };
  writeFileSync(join(own, ABOUT), `${JSON.stringify(about, null, 2)}\n`, { mode: 0o600 });
  const ring: Ring = new Ring(own, bounds, {
    opening: (segment) => ({ at: 0, segment, tables: recorder.tables }),
    failed: (error) => {
      const why = error instanceof Error ? error.message : String(error);
      process.stderr.write(`sluice: --record: recording has stopped, and the program goes on: ${why}\n`);
    },
  });
  const recorder = new Recorder(ring, { masked, seed });
  process.on("exit", () => ring.flush());
  Object.assign(globalThis, { [shimSymbol]: recorder.shim });
  return true;
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
function environmentOf(units: readonly Unit[]): Readonly<Record<string, string>> {
  const read = [...environmentVariables(units)].flatMap(([name, { isSecret }]) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, isSecret ? MASK : value] as const];
  });
  return Object.fromEntries(read);
}

function removeOld(folder: string): void {
  for (const name of recordingsIn(folder).slice(0, -KEPT_RUNS))
    rmSync(join(folder, name), { recursive: true, force: true });
}
