import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../make-folder.ts";
import { partsOf } from "./entry-lines.ts";
import { type Entry, SEGMENT } from "./recording.ts";

/** What a ring keeps at most. */
export interface RingBounds {
  readonly ms: number;
  readonly bytes: number;
}

/** Of how many segments a ring consists; one of them is dropped at a time. */
const SEGMENTS = 8;

/** Lines wait to be written together: so many bytes, and no longer than so many ms. */
const MOST_WAITING = 2 ** 20;
const LONGEST_WAIT = 50;

interface Segment {
  readonly path: string;
  readonly began: number;
  bytes: number;
}

/** Who uses a ring. */
export interface RingUser {
  /** What a segment begins with, so that it can be read without those before it. */
  opening(segment: number): Entry;
  /** Hears of the first error, behind which nothing is written any more. */
  failed(error: unknown): void;
}

/**
 * Entries in segments of a folder, of which the oldest are dropped: all that is older than `ms`, and what would be more
 * than `bytes`. What was handed to the system survives a kill of the process.
 */
export class Ring {
  readonly #folder: string;
  readonly #bounds: RingBounds;
  readonly #user: RingUser;
  /** The last one is written to. */
  readonly #segments: Segment[] = [];
  #count = 0;
  #file: number | null = null;
  readonly #buffer = Buffer.allocUnsafe(MOST_WAITING);
  /** How many bytes in it wait. */
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;
  #hasFailed = false;

  constructor(folder: string, bounds: RingBounds, user: RingUser) {
    this.#folder = folder;
    this.#bounds = bounds;
    this.#user = user;
    makeFolder(folder, 0o700);
  }

  /** Adds an entry, which the system has within a moment; at once, where that `isUrgent`. */
  add(entry: Entry, isUrgent = false): void {
    if (this.#hasFailed) return;
    const segment = this.#segments.at(-1);
    if (segment === undefined || this.#isFull(segment, entry.at)) this.#begin(entry.at);
    for (const part of partsOf(entry)) this.#write(part);
    if (isUrgent) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), LONGEST_WAIT).unref();
  }

  /** Hands what waits to the system. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = 0;
    this.#hand(this.#buffer.subarray(0, waiting));
  }

  #write(text: string): void {
    // A character takes three bytes at most.
    if (this.#waiting + 3 * text.length > MOST_WAITING) this.flush();
    if (3 * text.length > MOST_WAITING) this.#hand(Buffer.from(text));
    else this.#waiting += this.#buffer.write(text, this.#waiting);
  }

  #hand(bytes: Buffer): void {
    if (bytes.length === 0 || this.#file === null) return;
    this.#attempt((file) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    });
    this.#segments.at(-1)!.bytes += bytes.length;
  }

  #isFull({ began, bytes }: Segment, now: number): boolean {
    const { ms, bytes: most } = this.#bounds;
    return now - began >= ms / SEGMENTS || bytes + this.#waiting >= most / SEGMENTS;
  }

  #begin(now: number): void {
    this.flush();
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    this.#drop(now);
    this.#count += 1;
    const path = join(this.#folder, `${String(this.#count).padStart(8, "0")}${SEGMENT}`);
    this.#attempt(() => {
      this.#file = openSync(path, "wx", 0o600);
    });
    this.#segments.push({ path, began: now, bytes: 0 });
    for (const part of partsOf({ ...this.#user.opening(this.#count), at: now })) this.#write(part);
  }

  /** Makes room for one more segment. */
  #drop(now: number): void {
    const { ms, bytes } = this.#bounds;
    const held = () => this.#segments.reduce((sum, one) => sum + one.bytes, 0);
    // The next one's beginning is this one's end.
    const isOld = () => (this.#segments[1]?.began ?? now) < now - ms;
    while (this.#segments.length > 0 && (held() > bytes - bytes / SEGMENTS || isOld())) {
      const { path } = this.#segments.shift()!;
      this.#attempt(() => rmSync(path, { force: true }));
    }
  }

  #attempt(action: (file: number) => void): void {
    if (this.#hasFailed) return;
    try {
      action(this.#file ?? -1);
    } catch (error) {
      this.#hasFailed = true;
      this.#waiting = 0;
      this.#user.failed(error);
    }
  }
}
