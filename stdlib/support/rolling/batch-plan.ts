import type { Event, Headers } from "../../../runtime/contract/event.ts";
import { type Fault, refuseFaults } from "../../../runtime/contract/refuse-faults.ts";
import { drawBytes } from "../../../runtime/system/random.ts";
import { type FileFormat, MARKER, type Records } from "./formats/file-format.ts";
import type { BucketName, BucketNames } from "./names/bucket-names.ts";

/** A file that is being written to. */
export interface InUseFile {
  readonly path: string;
  readonly final: string;
  /** Drawn for it; see `FileFormat`. */
  readonly marker: Uint8Array;
  /** Bytes in it that belong to confirmed batches. */
  length: number;
  events: number;
  /** Bodies in bytes, without newlines and before compression: what `rollSize` counts. Not kept without a limit. */
  bodyBytes: number;
}

/** What a batch adds to one file. */
export interface FilePart<T> {
  /** Null for a file that is yet to be made. */
  readonly file: InUseFile | null;
  readonly marker: Uint8Array;
  readonly content: Records<T>;
  /** Of the whole file with this part. */
  events: number;
  bodyBytes: number;
}

/** What a batch does to one bucket: to its file in use, when that still has room, and to new ones after it. */
export interface BucketPlan<T> {
  readonly name: BucketName;
  /** In the order of their events. */
  readonly parts: FilePart<T>[];
}

/** When a file is full: after so many events, or bytes of bodies. */
export interface RollLimits {
  /** 0 is no limit, for both. */
  readonly rollCount: number;
  readonly rollSize: number;
}

/** What the division of a batch among files depends on. */
export interface PlanOptions<T> extends RollLimits {
  /** Headers of an event, for its bucket and for formats that write them; null where they are its own. */
  readonly fill: ((event: Event<T>) => Headers) | null;
  readonly format: FileFormat<T>;
}

/**
 * Divides a batch among buckets and files. Files are rolled as Flume 1.11 does: before an event is added, so that the
 * event after the limit opens the next file and no file is empty. Nothing is written yet. Throws a RejectedEventError
 * for events that no file can be named for, or whose bodies cannot be written.
 */
export function planBatch<T>(
  events: readonly Event<T>[],
  now: number,
  names: BucketNames,
  current: (name: BucketName) => InUseFile | null,
  options: PlanOptions<T>,
): readonly BucketPlan<T>[] {
  const plans = new Map<string, BucketPlan<T>>();
  let plan = null as BucketPlan<T> | null;
  const refused: Fault[] = [];
  // A counter: entries() would make an array for each event.
  for (let index = 0; index < events.length; index++) {
    const event = events[index]!;
    try {
      const filled = filledBy(event, options);
      const name = names.of(filled.headers, now);
      if (plan?.name !== name) plan = planOf(plans, name);
      let part: FilePart<T> = plan.parts.at(-1) ?? startPart(current(plan.name), options);
      if (isFull(part, options)) part = startPart(null, options);
      if (part !== plan.parts.at(-1)) plan.parts.push(part);
      addTo(part, filled, options);
    } catch (error) {
      refused.push({ index, error });
    }
  }
  refuseFaults(refused);
  return [...plans.values()];
}

/** What further events add to a part that is being written. */
export interface Addition<T> extends Pick<FilePart<T>, "content" | "events" | "bodyBytes"> {}

/** Null where one of the events does not belong to the part: to its bucket, or to its file, which is full before it. */
export function planAddition<T>(
  { name, parts }: BucketPlan<T>,
  events: readonly Event<T>[],
  now: number,
  names: BucketNames,
  options: PlanOptions<T>,
): Addition<T> | null {
  const last = parts.at(-1)!;
  const part = { ...last, content: options.format.records(last.marker, false) };
  for (const event of events) {
    const filled = filledBy(event, options);
    const own = names.of(filled.headers, now);
    if ((own !== name && bucketKey(own) !== bucketKey(name)) || isFull(part, options)) return null;
    addTo(part, filled, options);
  }
  return part;
}

function filledBy<T>(event: Event<T>, { fill }: PlanOptions<T>): Event<T> {
  return fill === null ? event : { body: event.body, headers: fill(event) };
}

/** Buckets are the same when directory and prefix are. */
export function bucketKey({ directory, prefix }: BucketName): string {
  return `${directory}\0${prefix}`;
}

function planOf<T>(plans: Map<string, BucketPlan<T>>, name: BucketName): BucketPlan<T> {
  const key = bucketKey(name);
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = { name, parts: [] };
    plans.set(key, plan);
  }
  return plan;
}

function startPart<T>(file: InUseFile | null, { format }: PlanOptions<T>): FilePart<T> {
  const marker = file?.marker ?? drawBytes(MARKER);
  return {
    file,
    marker,
    content: format.records(marker, file === null),
    events: file?.events ?? 0,
    bodyBytes: file?.bodyBytes ?? 0,
  };
}

function addTo<T>(part: FilePart<T>, event: Event<T>, { rollSize }: PlanOptions<T>): void {
  const written = part.content.add(event);
  part.events += 1;
  if (rollSize > 0) part.bodyBytes += typeof written === "string" ? Buffer.byteLength(written) : written.length;
}

function isFull(
  { events, bodyBytes }: Pick<InUseFile, "events" | "bodyBytes">,
  { rollCount, rollSize }: RollLimits,
): boolean {
  return (rollCount > 0 && events >= rollCount) || (rollSize > 0 && events > 0 && bodyBytes >= rollSize);
}
