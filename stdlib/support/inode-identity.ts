import { dirname } from "node:path";
import type { BigIntStats } from "../../runtime/system/files.ts";
import { stat } from "../../runtime/system/files.ts";

/** What tells a file from others while it is there, whatever it is called. */
export interface Identity {
  /** Decimal text, as inodes may exceed 2^53. Null in positions of Flume and of older versions. */
  readonly device: string | null;
  readonly inode: string;
  /** When it was made, in ns since 1970. Null where the file system does not say. */
  readonly birth: string | null;
}

/** Reads identities, and learns which devices have true birth times. */
export class Identities {
  readonly #trueBirths = new Set<bigint>();

  /**
   * Node gives the time of the last change as the birth time where there is none. So the birth times of a device count
   * from the first file or directory on whose birth time is another.
   */
  of({ dev, ino, birthtimeNs, ctimeNs }: BigIntStats): Identity {
    if (birthtimeNs > 0n && birthtimeNs !== ctimeNs) this.#trueBirths.add(dev);
    const birth = this.#trueBirths.has(dev) && birthtimeNs > 0n ? String(birthtimeNs) : null;
    return { device: String(dev), inode: String(ino), birth };
  }

  /** Learns from a folder and those above it, which have existed for longer than what is in them. */
  async learnFrom(folder: string): Promise<void> {
    for (let path = folder; ; path = dirname(path)) {
      const stats = await stat(path, { bigint: true }).catch(() => null);
      if (stats !== null) this.of(stats);
      if (path === dirname(path)) return;
    }
  }
}

/** Whether two identities of one device may be those of one file. An inode is given to a new file once it is free. */
export function mayBeSame(a: Identity, b: Identity): boolean {
  return a.inode === b.inode && (a.birth === null || b.birth === null || a.birth === b.birth);
}
