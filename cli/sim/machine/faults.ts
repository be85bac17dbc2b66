import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";

/** A kind of failure that calls meet for a while. */
export interface Fault {
  /** What a call fails with: the system's code. */
  readonly code: "ENOSPC" | "EMFILE" | "EIO" | "EROFS";
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  /** Of each call that can fail so. */
  readonly probability: number;
}

const calls: Readonly<Record<Fault["code"], ReadonlySet<string>>> = {
  ENOSPC: new Set(["write", "mkdir", "create", "link"]),
  EMFILE: new Set(["open", "create", "scandir"]),
  EIO: new Set(["read", "write", "fsync", "fdatasync"]),
  EROFS: new Set(["create", "mkdir", "rename", "unlink", "link", "write"]),
};

/** The failures that a seed has planned for its machine. */
export class Faults {
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly planned: Fault[] = [];
  /** Failures that calls have met, by code. */
  readonly met = new Map<string, number>();

  constructor(random: Random, scheduler: Scheduler) {
    this.#random = random;
    this.#scheduler = scheduler;
  }

  /** The code that `call` fails with now; null where it works. */
  of(call: string): Fault["code"] | null {
    const now = this.#scheduler.now;
    for (const { code, from, to, probability } of this.planned) {
      if (now < from || now >= to || !calls[code].has(call) || !this.#random.chance(probability)) continue;
      this.met.set(code, (this.met.get(code) ?? 0) + 1);
      return code;
    }
    return null;
  }
}
