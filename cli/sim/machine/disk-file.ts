import { Contents } from "./contents.ts";
import type { Random } from "./random.ts";

/** A write, or a cut. */
type Change =
  | { readonly kind: "write"; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: "cut"; readonly length: number };

/** After so many changes a sync brings them to the disk, so that they do not pile up. */
const MOST_CHANGES = 200;

/** What a disk writes at a time, all of it or nothing: bytes. */
const SECTOR = 512;

/** A regular file: what the machine shows of it, and what would be left of it after a power failure. */
export class DiskFile {
  readonly inode: number;
  readonly born: number;
  mode: number;
  modified: number;
  links = 0;
  readonly #current = new Contents();
  /** As a power failure would leave it before any of the changes. */
  readonly #durable = new Contents();
  #changes: Change[] = [];
  /** How many of them a sync has made safe. They are brought to the disk when it matters: most files never lose power. */
  #safe = 0;

  constructor(inode: number, now: number, mode: number) {
    this.inode = inode;
    this.born = now;
    this.modified = now;
    this.mode = mode;
  }

  get length(): number {
    return this.#current.length;
  }

  /** The bytes that are there now; a view, valid until the next change. */
  get bytes(): Buffer {
    return this.#current.bytes;
  }

  /** Keeps `bytes`, which nobody changes any more. */
  write(offset: number, bytes: Buffer, now: number): void {
    this.#change({ kind: "write", offset, bytes }, now);
  }

  cut(length: number, now: number): void {
    this.#change({ kind: "cut", length }, now);
  }

  sync(): void {
    this.#safe = this.#changes.length;
    if (this.#safe > MOST_CHANGES) this.#settle();
  }

  /**
   * What a power failure leaves of changes that were not synced. The system writes sectors when it likes, each as it is at
   * that moment: so a sector holds what it held after one of the changes, and others of the file may be older or newer.
   * The length is as old as it likes, too; sectors within it that were never written are zeros.
   */
  losePower(random: Random): void {
    if (this.#changes.length === this.#safe) return;
    this.#settle();
    const changes = this.#changes;
    this.#changes = [];
    const moment = random.between(0, changes.length);
    const age = () => (random.chance(0.6) ? moment : random.between(0, changes.length));
    const lengthAge = random.chance(0.8) ? moment : random.between(0, changes.length);
    let { length } = this.#durable;
    const ages = new Map<number, number>();
    const running = this.#durable.copy();
    changes.forEach((change, index) => {
      const before = running.length;
      apply(change, running);
      const [from, to] =
        change.kind === "write" ? [change.offset, change.offset + change.bytes.length] : [change.length, before];
      for (let sector = Math.floor(Math.min(before, from) / SECTOR); sector * SECTOR < to; sector++) {
        const written = ages.get(sector) ?? age();
        ages.set(sector, written);
        if (written > index) this.#durable.store(sector * SECTOR, running.padded(sector * SECTOR, SECTOR));
      }
      if (lengthAge > index) ({ length } = running);
    });
    this.#durable.cut(length);
    this.#current.become(this.#durable);
  }

  #settle(): void {
    for (const change of this.#changes.splice(0, this.#safe)) apply(change, this.#durable);
    this.#safe = 0;
  }

  #change(change: Change, now: number): void {
    apply(change, this.#current);
    this.#changes.push(change);
    this.modified = now;
  }
}

function apply(change: Change, contents: Contents): void {
  if (change.kind === "write") contents.store(change.offset, change.bytes);
  else contents.cut(change.length);
}
