import type { Event, Headers } from "../../runtime/event.ts";
import { type Fault, refuseFaults } from "../../runtime/refuse-faults.ts";
import { BodyBytes, type BodyWriter } from "./body-bytes.ts";
import type { BucketName, BucketNames } from "./bucket-names.ts";

/** A file that is being written to. */
export interface InUseFile {
  readonly path: string;
  readonly final: string;
  /** Bytes in it that belong to confirmed batches. */
  length: number;
  events: number;
  /** Bodies in bytes, without newlines and before compression: what `rollSize` counts. Not kept without a limit. */
  bodyBytes: number;
}

/** What a batch adds to one file. */
export interface Part {
  /** Null for a file that is yet to be made. */
  readonly file: InUseFile | null;
  readonly content: BodyBytes;
  /** Of the whole file with this part. */
  events: number;
  bodyBytes: number;
}

/** What a batch does to one bucket: to its file in use, when that still has room, and to new ones after it. */
export interface BucketPlan {
  readonly name: BucketName;
  /** In the order of their events. */
  readonly parts: Part[];
}

export interface RollLimits {
  /** 0 is no limit, for both. */
  readonly rollCount: number;
  readonly rollSize: number;
}

export interface PlanOptions<T> extends RollLimits {
  /** Headers of an event for its bucket; null where they are its own. */
  readonly fill: ((event: Event<T>) => Headers) | null;
  readonly write: BodyWriter<T>;
  readonly appendNewline: boolean;
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
): readonly BucketPlan[] {
  const plans = new Map<string, BucketPlan>();
  let plan: BucketPlan | null = null;
  const refused: Fault[] = [];
  // A counter: entries() would make an array for each event.
  for (let index = 0; index < events.length; index++) {
    const event = events[index]!;
    try {
      const name = names.of(options.fill?.(event) ?? event.headers, now);
      if (plan?.name !== name) plan = planOf(plans, name);
      let part = plan.parts.at(-1) ?? startPart(current(plan.name), options.appendNewline);
      if (isFull(part, options)) part = startPart(null, options.appendNewline);
      if (part !== plan.parts.at(-1)) plan.parts.push(part);
      addTo(part, event.body, options);
    } catch (error) {
      refused.push({ index, error });
    }
  }
  refuseFaults(refused);
  return [...plans.values()];
}

/** What further events add to a part that is being written. */
export interface Addition extends Pick<Part, "content" | "events" | "bodyBytes"> {}

/** Null where one of the events does not belong to the part: to its bucket, or to its file, which is full before it. */
export function planAddition<T>(
  { name, parts }: BucketPlan,
  events: readonly Event<T>[],
  now: number,
  names: BucketNames,
  options: PlanOptions<T>,
): Addition | null {
  const last = parts.at(-1)!;
  const part = { ...last, content: new BodyBytes(options.appendNewline) };
  for (const event of events) {
    const own = names.of(options.fill?.(event) ?? event.headers, now);
    if ((own !== name && bucketKey(own) !== bucketKey(name)) || isFull(part, options)) return null;
    addTo(part, event.body, options);
  }
  return part;
}

/** Buckets are the same when directory and prefix are. */
export function bucketKey({ directory, prefix }: BucketName): string {
  return `${directory}\0${prefix}`;
}

function planOf(plans: Map<string, BucketPlan>, name: BucketName): BucketPlan {
  const key = bucketKey(name);
  let plan = plans.get(key);
  if (plan === undefined) {
    plan = { name, parts: [] };
    plans.set(key, plan);
  }
  return plan;
}

function startPart(file: InUseFile | null, appendNewline: boolean): Part {
  return {
    file,
    content: new BodyBytes(appendNewline),
    events: file?.events ?? 0,
    bodyBytes: file?.bodyBytes ?? 0,
  };
}

function addTo<T>(part: Part, body: T, { write, rollSize }: PlanOptions<T>): void {
  const written = write(body);
  part.content.add(written);
  part.events += 1;
  if (rollSize > 0) part.bodyBytes += typeof written === "string" ? Buffer.byteLength(written) : written.length;
}

function isFull({ events, bodyBytes }: Part, { rollCount, rollSize }: RollLimits): boolean {
  return (rollCount > 0 && events >= rollCount) || (rollSize > 0 && events > 0 && bodyBytes >= rollSize);
}
