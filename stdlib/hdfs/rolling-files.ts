import type { Context, More } from "../../runtime/component.ts";
import type { Event, Headers } from "../../runtime/event.ts";
import { messageOf } from "../../runtime/message-of.ts";
import {
  type BucketPlan,
  bucketKey,
  type InUseFile,
  type Part,
  planAddition,
  planBatch,
  type RollLimits,
} from "./batch-plan.ts";
import type { BodyWriter } from "./body-bytes.ts";
import type { BucketName, BucketNames } from "./bucket-names.ts";
import type { FileNumbers } from "./file-numbers.ts";
import { type Content, type FileSystem, FileSystemError, NameTakenError } from "./file-system.ts";
import { GrowingContent } from "./growing-content.ts";
import type { Journal, Unsettled } from "./journal.ts";
import type { Settlements } from "./settlements.ts";
import { allSettled, Turns } from "./turns.ts";

export interface RollingOptions<T> extends RollLimits {
  readonly fileSuffix: string;
  readonly inUsePrefix: string;
  readonly inUseSuffix: string;
  /** Both in ms; 0 is never. */
  readonly rollInterval: number;
  readonly idleTimeout: number;
  readonly maxOpenFiles: number;
  readonly write: BodyWriter<T>;
  readonly fill: ((event: Event<T>) => Headers) | null;
  readonly appendNewline: boolean;
  /** Of what a batch adds to one file; null leaves it as it is. */
  readonly compress: ((content: Content) => Promise<Content>) | null;
}

/** Where the events of one name go, one file after the other. */
interface Bucket {
  readonly key: string;
  file: InUseFile | null;
  /** Of its last file; it goes up by one for each. */
  counter: number;
  cancelRoll: () => void;
  cancelIdle: () => void;
}

/** What writers of one sink share. */
export interface RollingParts {
  readonly files: FileSystem;
  readonly journal: Journal;
  readonly settlements: Settlements;
  readonly numbers: FileNumbers;
}

/** A part of a batch on its way into its file. */
interface Writing {
  readonly name: BucketName;
  readonly part: Part;
  content: Content;
  file: InUseFile;
  /** Size in bytes as written. */
  added: number;
}

/** Files that are written at a time. */
const AT_A_TIME = 4;

/** For so many ms what comes while a file is written is added: a source that never pauses would go on for ever. */
const GROWS_FOR = 1000;

/**
 * Writes batches into rolled files, all or nothing: a batch counts when all its bytes are safe in all its files, and
 * only then do files that it filled get their final names. When a part fails, all that the batch has written is taken
 * back before those names are given, so that it can come again without being there twice. One batch at a time: a sink
 * that has several on their way has one of these for each.
 */
export class RollingFiles<T> {
  readonly #files: FileSystem;
  readonly #journal: Journal;
  readonly #settlements: Settlements;
  readonly #names: BucketNames;
  readonly #context: Context;
  readonly #options: RollingOptions<T>;
  readonly #turns = new Turns();
  /** The least recently written first. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #numbers: FileNumbers;

  constructor(
    { files, journal, settlements, numbers }: RollingParts,
    names: BucketNames,
    context: Context,
    options: RollingOptions<T>,
  ) {
    this.#files = files;
    this.#journal = journal;
    this.#settlements = settlements;
    this.#numbers = numbers;
    this.#names = names;
    this.#context = context;
    this.#options = options;
  }

  /** Resolves when all events are safe; rejects when none is there, or will be there once what failed is taken back. */
  write(events: readonly Event<T>[], more: More<T> | null = null): Promise<void> {
    return this.#turns.take(async () => {
      if (events.length === 0) return;
      const now = this.#context.clock.now();
      const current = (name: BucketName) => this.#buckets.get(bucketKey(name))?.file ?? null;
      const plans = planBatch(events, now, this.#names, current, this.#options);
      const writings = plans.flatMap(({ name, parts }) => parts.map((part) => this.#writing(name, part)));
      if (more !== null && plans.length === 1) writings.at(-1)!.content = this.#growing(plans[0]!, now, more);
      await this.#journal.note(writings.filter(({ part }) => part.file === null).map(({ file }) => open(file)));
      const results = await allSettled(writings, AT_A_TIME, (writing) => this.#flush(writing));
      const failed = results.find((result) => result.status === "rejected");
      if (failed !== undefined) {
        await this.#takeBack(writings, results);
        throw failed.reason;
      }
      await this.#commit(plans, writings);
    });
  }

  /** Gives every file its final name, now or by the settlements. */
  close(): Promise<void> {
    return this.#turns.take(async () => {
      await this.#finish([...this.#buckets.values()]);
    });
  }

  #writing(name: BucketName, part: Part): Writing {
    return { name, part, content: part.content, file: part.file ?? this.#newFile(name), added: 0 };
  }

  /** What the last part of a plan has, and what comes for it while that is sent. */
  #growing(plan: BucketPlan, now: number, more: More<T>): Content {
    const part = plan.parts.at(-1)!;
    return new GrowingContent(part.content, async () => {
      if (this.#context.clock.now() - now >= GROWS_FOR) return null;
      const addition = await more((events) => planAddition(plan, events, now, this.#names, this.#options));
      if (addition === null) return null;
      const { content, events, bodyBytes } = addition;
      Object.assign(part, { events, bodyBytes });
      return content;
    });
  }

  async #flush(writing: Writing): Promise<void> {
    const content = (await this.#options.compress?.(writing.content)) ?? writing.content;
    if (writing.part.file !== null) {
      writing.added = await this.#files.append(writing.file.path, writing.file.length, content);
      return;
    }
    for (;;) {
      try {
        writing.added = await this.#files.create(writing.file.path, content);
        this.#context.count("opened");
        return;
      } catch (error) {
        if (!(error instanceof NameTakenError)) throw error;
        const { path } = writing.file;
        writing.file = this.#newFile(writing.name);
        await this.#journal.settle([path]);
        await this.#journal.note([open(writing.file)]);
      }
    }
  }

  async #commit(plans: readonly BucketPlan[], writings: readonly Writing[]): Promise<void> {
    const now = this.#context.clock.now();
    const full: InUseFile[] = [];
    for (const { name, part, file, added } of writings) {
      const bucket = this.#bucketOf(name);
      if (bucket.file !== null && bucket.file !== file) full.push(bucket.file);
      if (bucket.file !== file) this.#armRoll(bucket, file, now);
      bucket.file = file;
      file.length += added;
      file.events = part.events;
      file.bodyBytes = part.bodyBytes;
    }
    for (const { name } of plans) this.#touch(name, now);
    await this.#settlements.settle(full.map(finished));
    await this.#closeLeastRecent();
  }

  /** Of a part that surely was not written nothing has to be taken back, and its file stays in use. */
  async #takeBack(writings: readonly Writing[], results: readonly PromiseSettledResult<void>[]): Promise<void> {
    const fates: Unsettled[] = [];
    const untouched: string[] = [];
    writings.forEach(({ name, part, file }, index) => {
      const result = results[index]!;
      const error = result.status === "rejected" ? result.reason : null;
      const state = error instanceof FileSystemError ? error.state : "unknown";
      const bucket = this.#bucketOf(name);
      if (part.file === null) {
        if (state === "unchanged") untouched.push(file.path);
        else fates.push({ ...finished(file), fate: { kind: "discard" } });
        if (bucket.file === null) this.#forgetFile(bucket);
      } else if (state !== "unchanged") {
        this.#forgetFile(bucket);
        fates.push(
          state === "foreign" ? finished(file) : { ...finished(file), fate: { kind: "cut", length: file.length } },
        );
      }
    });
    try {
      await this.#journal.note(fates);
      await this.#journal.settle(untouched);
    } catch (error) {
      // Matters only when the program also dies before these files are settled.
      this.#context.log.once("journal", `cannot note what has to be taken back: ${messageOf(error)}`);
    }
    for (const fate of fates) this.#settlements.settleBehind(fate);
  }

  #newFile(name: BucketName): InUseFile {
    const { fileSuffix, inUsePrefix, inUseSuffix } = this.#options;
    const bucket = this.#bucketOf(name);
    bucket.counter = this.#numbers.after(bucket.counter);
    const base = `${name.prefix}.${bucket.counter}${fileSuffix}`;
    const directory = name.directory === "/" ? "/" : `${name.directory}/`;
    const path = `${directory}${inUsePrefix}${base}${inUseSuffix}`;
    return { path, final: directory + base, length: 0, events: 0, bodyBytes: 0 };
  }

  #bucketOf(name: BucketName): Bucket {
    const key = bucketKey(name);
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      // Flume counts from the clock; a bucket that comes back in the same millisecond would use its names again.
      const counter = Math.max(this.#context.clock.now(), this.#numbers.highest);
      bucket = { key, file: null, counter, cancelRoll: () => {}, cancelIdle: () => {} };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }

  #armRoll(bucket: Bucket, file: InUseFile, now: number): void {
    const { rollInterval } = this.#options;
    bucket.cancelRoll();
    if (rollInterval > 0) bucket.cancelRoll = this.#closesAt(now + rollInterval, bucket, file);
  }

  #touch(name: BucketName, now: number): void {
    const key = bucketKey(name);
    const bucket = this.#bucketOf(name);
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    bucket.cancelIdle();
    const { idleTimeout } = this.#options;
    if (idleTimeout > 0 && bucket.file !== null) {
      bucket.cancelIdle = this.#closesAt(now + idleTimeout, bucket, bucket.file);
    }
  }

  #closesAt(time: number, bucket: Bucket, file: InUseFile): () => void {
    return this.#context.clock.at(time, () => {
      // Finishing never rejects.
      void this.#turns.take(async () => {
        if (bucket.file === file) await this.#finish([bucket]);
      });
    });
  }

  async #closeLeastRecent(): Promise<void> {
    if (this.#buckets.size <= this.#options.maxOpenFiles) return;
    const inUse = [...this.#buckets.values()].filter(({ file }) => file !== null);
    await this.#finish(inUse.slice(0, Math.max(0, inUse.length - this.#options.maxOpenFiles)));
  }

  async #finish(buckets: readonly Bucket[]): Promise<void> {
    const files = buckets.flatMap((bucket) => this.#forgetFile(bucket) ?? []);
    await this.#settlements.settle(files.map(finished));
  }

  /** A bucket without a file is as good as none: one for each hour of a day would stay for ever. */
  #forgetFile(bucket: Bucket): InUseFile | null {
    const { file, key } = bucket;
    if (this.#buckets.get(key) === bucket) this.#buckets.delete(key);
    bucket.cancelRoll();
    bucket.cancelIdle();
    bucket.file = null;
    return file;
  }
}

function open({ path, final }: InUseFile): Unsettled {
  return { path, final, fate: { kind: "open" } };
}

function finished({ path, final }: InUseFile): Unsettled {
  return { path, final, fate: { kind: "finish" } };
}
