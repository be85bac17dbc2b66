import type { Context } from "../../../runtime/contract/context.ts";
import type { Event } from "../../../runtime/contract/event.ts";
import { type Fault, refuseFaults } from "../../../runtime/contract/refuse-faults.ts";
import type { Pull } from "../../../runtime/contract/sink.ts";
import { Mutex } from "../../../runtime/system/mutex.ts";
import { settleAll } from "../settle-all.ts";
import {
  type BucketPlan,
  bucketKey,
  type FilePart,
  type InUseFile,
  type PlanOptions,
  planAddition,
  planBatch,
} from "./batch-plan.ts";
import type { FileNumbers } from "./file-numbers.ts";
import {
  type AbortedWrite,
  type Content,
  type ExactFile,
  type FileStore,
  NameRefusedError,
  NameTakenError,
  StoreError,
} from "./file-store.ts";
import { GrowingContent } from "./growing-content.ts";
import type { BucketName, BucketNames } from "./names/bucket-names.ts";

/** How files are named while they are written and afterwards, and when they are rolled. */
export interface RollingOptions<T> extends PlanOptions<T> {
  readonly fileSuffix: string;
  readonly inUsePrefix: string;
  readonly inUseSuffix: string;
  /** Both in ms; 0 is never. */
  readonly rollInterval: number;
  readonly idleTimeout: number;
  readonly maxOpenFiles: number;
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

/** A part of a batch on its way into its file. */
interface Writing<T> {
  readonly name: BucketName;
  readonly part: FilePart<T>;
  content: Content;
  file: InUseFile;
  /** Size in bytes as written. */
  added: number;
}

/** A batch that is whole in its files, which is not noted yet. */
interface Unnoted {
  readonly batch: string | null;
  readonly files: readonly ExactFile[];
  /** What gets its final name when it is. */
  readonly full: readonly InUseFile[];
}

/** Files that are written at a time. */
const AT_A_TIME = 4;

/** For so many ms what comes while a file is written is added: a source that never pauses would go on for ever. */
const GROWS_FOR = 1000;

/** Wait in ms before a file whose time has come is completed after all, where the last batch could not be noted. */
const AGAIN_AFTER = 1000;

/**
 * Writes batches into rolled files, all or nothing: a batch counts when all its bytes are safe in all its files, and
 * only then do files that it filled get their final names. When a part fails, all that the batch has written is taken
 * back before those names are given, so that it can come again without being there twice. One batch at a time: a sink
 * that has several on their way has one of these for each.
 *
 * From the first `writeOnce` on what a batch has written counts when that is noted, and a start that finds no such note
 * takes it back.
 */
export class RollingFiles<T> {
  readonly #store: FileStore;
  readonly #names: BucketNames;
  readonly #context: Context;
  readonly #options: RollingOptions<T>;
  readonly #mutex = new Mutex();
  /** The least recently written first. */
  readonly #buckets = new Map<string, Bucket>();
  readonly #numbers: FileNumbers;
  /** Whether what counts in files is noted to the byte. */
  #isExact = false;
  #unnoted: Unnoted | null = null;

  constructor(
    store: FileStore,
    numbers: FileNumbers,
    names: BucketNames,
    context: Context,
    options: RollingOptions<T>,
  ) {
    this.#store = store;
    this.#numbers = numbers;
    this.#names = names;
    this.#context = context;
    this.#options = options;
  }

  /** Resolves when all events are safe; rejects when none is there, or will be there once what failed is taken back. */
  write(events: readonly Event<T>[], pull: Pull<T> | null = null): Promise<void> {
    return this.#mutex.run(() => this.#write(events, pull, null));
  }

  /**
   * The same for a batch that is told apart from all others by `batch`. Where an earlier start has written it, as the last of
   * all, it resolves to false, and nothing is written.
   */
  writeOnce(events: readonly Event<T>[], batch: string): Promise<boolean> {
    return this.#mutex.run(async () => {
      await this.#note();
      if (this.#store.batches!.has(batch)) return false;
      this.#isExact = true;
      await this.#write(events, null, batch);
      return true;
    });
  }

  async #write(events: readonly Event<T>[], pull: Pull<T> | null, batch: string | null): Promise<void> {
    if (events.length === 0) return;
    await this.#note();
    const now = this.#context.clock.now();
    const current = (name: BucketName) => this.#buckets.get(bucketKey(name))?.file ?? null;
    const plans = planBatch(events, now, this.#names, current, this.#options);
    const writings = plans.flatMap(({ name, parts }) => parts.map((part) => this.#writing(name, part)));
    if (pull !== null && plans.length === 1) writings.at(-1)!.content = this.#growing(plans[0]!, now, pull);
    await this.#announce(writings);
    const results = await settleAll(writings, AT_A_TIME, (writing) => this.#flush(writing));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) {
      await this.#takeBack(writings, results);
      this.#refuseNames(events, now, writings, results);
      throw failed.reason;
    }
    await this.#commit(plans, writings, batch);
  }

  /** Gives every file its final name, now or by later tries of the store. */
  close(): Promise<void> {
    return this.#mutex.run(async () => {
      await this.#note();
      await this.#finish([...this.#buckets.values()]);
    });
  }

  #writing(name: BucketName, part: FilePart<T>): Writing<T> {
    return { name, part, content: part.content, file: part.file ?? this.#newFile(name, part.marker), added: 0 };
  }

  /** What the last part of a plan has, and what comes for it while that is sent. */
  #growing(plan: BucketPlan<T>, now: number, pull: Pull<T>): Content {
    const part = plan.parts.at(-1)!;
    return new GrowingContent(part.content, async () => {
      if (this.#context.clock.now() - now >= GROWS_FOR) return null;
      const addition = await pull((events) => planAddition(plan, events, now, this.#names, this.#options));
      if (addition === null) return null;
      const { content, events, bodyBytes } = addition;
      Object.assign(part, { events, bodyBytes });
      return content;
    });
  }

  async #flush(writing: Writing<T>): Promise<void> {
    const content = (await this.#options.format.compress?.(writing.content)) ?? writing.content;
    if (writing.part.file !== null) {
      writing.added = await this.#store.append(writing.file, writing.file.length, content);
      return;
    }
    for (;;) {
      try {
        writing.added = await this.#store.begin(writing.file, content);
        this.#context.count("opened");
        return;
      } catch (error) {
        if (!(error instanceof NameTakenError)) throw error;
        writing.file = this.#newFile(writing.name, writing.part.marker);
        await this.#announce([writing]);
      }
    }
  }

  async #announce(writings: readonly Writing<T>[]): Promise<void> {
    if (this.#isExact) await this.#store.batches!.begin(writings.map(({ file }) => ({ file, length: file.length })));
    else await this.#store.announce(writings.filter(({ part }) => part.file === null).map(({ file }) => file));
  }

  async #commit(plans: readonly BucketPlan<T>[], writings: readonly Writing<T>[], batch: string | null): Promise<void> {
    const now = this.#context.clock.now();
    const full: InUseFile[] = [];
    for (const { name, part, file, added } of writings) {
      const bucket = this.#bucketOf(name);
      if (bucket.file !== null && bucket.file !== file) full.push(bucket.file);
      if (bucket.file !== file) this.#armRoll(bucket, file, now);
      bucket.file = file;
      file.length += added;
      this.#context.tally?.("bytes", added);
      file.events = part.events;
      file.bodyBytes = part.bodyBytes;
    }
    for (const { name } of plans) this.#touch(name, now);
    if (this.#isExact) {
      this.#unnoted = { batch, files: writings.map(({ file }) => ({ file, length: file.length })), full };
      return this.#note();
    }
    await this.#store.complete(full);
    await this.#closeLeastRecent();
  }

  /** Nothing else happens to files of a batch that is whole before that is noted; where it cannot be, this rejects. */
  async #note(): Promise<void> {
    if (this.#unnoted === null) return;
    const { batch, files, full } = this.#unnoted;
    await this.#store.batches!.commit(batch, files);
    this.#unnoted = null;
    await this.#store.complete(full);
    await this.#closeLeastRecent();
  }

  /** A file that surely was not changed stays in use. */
  async #takeBack(writings: readonly Writing<T>[], results: readonly PromiseSettledResult<void>[]): Promise<void> {
    const aborted = writings.map(({ part, file }, index): AbortedWrite => {
      const result = results[index]!;
      const error = result.status === "rejected" ? result.reason : null;
      const state = error instanceof StoreError ? error.state : "unknown";
      return { file, confirmed: part.file === null ? null : file.length, state };
    });
    aborted.forEach(({ confirmed, state }, index) => {
      const bucket = this.#bucketOf(writings[index]!.name);
      if (confirmed === null ? bucket.file === null : state !== "unchanged") this.#forgetFile(bucket);
    });
    await this.#store.abort(aborted);
  }

  /** Throws a RejectedEventError for events whose file no name can be made for: all others can be written. */
  #refuseNames(
    events: readonly Event<T>[],
    now: number,
    writings: readonly Writing<T>[],
    results: readonly PromiseSettledResult<void>[],
  ): void {
    const refused = new Map<string, NameRefusedError>();
    results.forEach((result, index) => {
      if (result.status !== "rejected" || !(result.reason instanceof NameRefusedError)) return;
      refused.set(bucketKey(writings[index]!.name), result.reason);
    });
    if (refused.size === 0) return;
    const { fill } = this.#options;
    refuseFaults(
      events.flatMap((event, index): Fault[] => {
        const error = refused.get(bucketKey(this.#names.of(fill?.(event) ?? event.headers, now)));
        return error === undefined ? [] : [{ index, error }];
      }),
    );
  }

  #newFile(name: BucketName, marker: Uint8Array): InUseFile {
    const { fileSuffix, inUsePrefix, inUseSuffix } = this.#options;
    const bucket = this.#bucketOf(name);
    bucket.counter = this.#numbers.after(bucket.counter);
    const base = `${name.prefix}.${bucket.counter}${fileSuffix}`;
    const directory = name.directory === "/" ? "/" : `${name.directory}/`;
    const path = `${directory}${inUsePrefix}${base}${inUseSuffix}`;
    return { path, final: directory + base, marker, length: 0, events: 0, bodyBytes: 0 };
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
      // Neither finishing nor this rejects.
      void this.#mutex.run(async () => {
        if (bucket.file !== file) return;
        const isNoted = await this.#note().then(
          () => true,
          () => false,
        );
        if (isNoted) await this.#finish([bucket]);
        else bucket.cancelRoll = this.#closesAt(this.#context.clock.now() + AGAIN_AFTER, bucket, file);
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
    await this.#store.complete(files);
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
