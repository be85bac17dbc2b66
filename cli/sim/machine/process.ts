import { EventEmitter } from "node:events";
import type { Machine } from "./machine.ts";

/** Where relative paths of a process begin. */
export const WORKING_DIRECTORY = "/sim";

/** How a process has ended. */
export type End =
  | { readonly kind: "exit"; readonly status: number }
  | { readonly kind: "killed" }
  /** An error that nobody caught: Node would have ended the process. */
  | { readonly kind: "crashed"; readonly error: unknown };

/** Thrown by `process.exit`, behind which a process does nothing more. */
export class ProcessEnded extends Error {}

/**
 * The life that runs now. Lives share the code of the runtime, so that it is compiled once; what that code asks the
 * machine for, it asks for the life that runs. One that has ended never runs again when the next has begun.
 */
export interface Running {
  process: SimulatedProcess;
}

/** One life of a program on a machine. When it has ended, nothing that it waits for ever comes. */
export class SimulatedProcess {
  readonly machine: Machine;
  /** What follows the name of the program on its command line. */
  readonly args: readonly string[];
  /** What it wrote to standard output and to standard error. */
  readonly output: string[] = [];
  readonly errors: string[] = [];
  /** Asked to let go of what the machine holds for it, when it ends. */
  readonly releases: (() => void)[] = [];
  /** Told of signals by their name. */
  readonly signals = new EventEmitter();
  #end: End | null = null;

  constructor(machine: Machine, args: readonly string[]) {
    this.machine = machine;
    this.args = args;
  }

  /** Null while it lives. */
  get end(): End | null {
    return this.#end;
  }

  finish(end: End): void {
    if (this.#end !== null) return;
    this.#end = end;
    for (const release of this.releases) release();
  }

  /** Sends SIGTERM, which ends a process that does not listen to it, as one that starts. */
  terminate(): void {
    if (this.#end === null && !this.signals.emit("SIGTERM")) this.finish({ kind: "killed" });
  }

  /** Runs `action` after `ms` of the machine's time, unless the process has ended by then. The result cancels it. */
  after(ms: number, action: () => void): () => void {
    return this.machine.scheduler.after(ms, () => {
      if (this.#end === null) action();
    });
  }

  /**
   * What Node's asynchronous calls do: `action` works on the machine after a while, and the process hears of it then or a
   * little later, unless it has ended in between: it may have ended after the work was done. Rejects with an error as
   * Node makes them.
   */
  call<T>(name: string, path: string | null, action: () => T, kind: string = name): Promise<T> {
    const { machine } = this;
    return new Promise((resolve, reject) => {
      if (this.#end !== null) return;
      this.after(machine.scheduler.latency(), () => {
        let tell: () => void;
        try {
          const value = machine.perform(name, path, action, kind);
          tell = () => resolve(value);
        } catch (error) {
          tell = () => reject(error as Error);
        }
        if (machine.random.chance(0.2)) this.after(machine.scheduler.latency(), tell);
        // The call itself may have been the last that the process made.
        else if (this.#end === null) tell();
      });
    });
  }
}
