import { Disk, DiskError } from "./disk.ts";
import { Faults } from "./faults.ts";
import { Loopback } from "./loopback.ts";
import { Random } from "./random.ts";
import { Scheduler } from "./scheduler.ts";
import { systemError } from "./system-error.ts";

/** Calls between which a crash makes a difference to what is found on the disk. */
const changing: ReadonlySet<string> = new Set([
  "write",
  "create",
  "mkdir",
  "rename",
  "unlink",
  "link",
  "fsync",
  "fdatasync",
  "produce",
  "offsetCommit",
  "change a name",
  "upload a piece",
  "complete a file",
]);

/** When a machine is switched on, unless it is to be another time. */
const START = Date.UTC(2026, 0, 15, 12);

/** When a machine is switched on, in ms since 1970, and how fast it is. */
export interface MachineOptions {
  readonly start?: number;
  readonly isInstant?: boolean;
}

/** A machine that a seed decides in everything: its disk, its clock, its failures, and the order of what is ready. */
export class Machine {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly disk: Disk;
  readonly faults: Faults;
  readonly loopback: Loopback;
  readonly #parts = new Map<unknown, unknown>();
  /** Calls that have changed the disk, or made something on it safe. */
  changes = 0;
  /** Asked after each of them; it may end the process that made it. */
  afterChange: ((changes: number) => void) | null = null;
  /** Told of each call to the machine; null while nobody listens. */
  trace: ((line: string) => void) | null = null;

  /** One that `isInstant` takes no time for a call. */
  constructor(seed: number, { start = START, isInstant = false }: MachineOptions = {}) {
    this.random = new Random(seed);
    this.scheduler = new Scheduler(this.random.fork(), start, isInstant);
    this.disk = new Disk(start);
    this.faults = new Faults(this.random.fork(), this.scheduler);
    this.loopback = new Loopback(this.scheduler, this.random.fork(), this.faults);
  }

  /** Something else that is there once on each machine, made when it is first asked for. */
  part<T>(kind: new (machine: Machine) => T): T {
    const part = this.#parts.get(kind) ?? new kind(this);
    this.#parts.set(kind, part);
    return part as T;
  }

  /** Has `action` work on the machine, unless a planned failure meets the call. Throws errors as Node makes them. */
  perform<T>(name: string, path: string | null, action: () => T, kind: string = name): T {
    const code = this.faults.of(kind);
    try {
      if (code !== null) throw new DiskError(code);
      const value = action();
      this.trace?.(`${name}${path === null ? "" : ` ${path}`}`);
      if (changing.has(kind)) {
        this.changes += 1;
        this.afterChange?.(this.changes);
      }
      return value;
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      this.trace?.(`${name}${path === null ? "" : ` ${path}`}: ${error.code}`);
      throw systemError(error.code, name, path);
    }
  }
}
