import type { Readable } from "node:stream";
import type { Clock } from "../../runtime/system/clock.ts";
import { type ChildProcess, spawn } from "../../runtime/system/processes.ts";
import type { Watchdog } from "./watchdog.ts";

/** How a child process ended: by its exit status, or by a signal; the other one is null. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How long a command has to end after it was asked to, in ms; then it is killed. */
const GRACE = 5000;

/** A command that runs in a process group of its own, so that what it starts in turn ends with it. */
export class Child {
  readonly #process: ChildProcess;
  readonly #ended: Promise<Ended>;
  #running = true;

  private constructor(process: ChildProcess, watchdog: Watchdog) {
    this.#process = process;
    watchdog.watch(process.pid!);
    this.#ended = new Promise((resolve) => {
      process.on("exit", (code, signal) => {
        this.#running = false;
        // Its number may become another's.
        watchdog.forget(process.pid!);
        resolve({ code, signal });
      });
    });
  }

  /** Starts `argv`, in the care of `watchdog`. Rejects with what the system says when that does not work. */
  static start(argv: readonly string[], withStdErr: boolean, watchdog: Watchdog): Promise<Child> {
    return new Promise((resolve, reject) => {
      const process = spawn(argv[0]!, argv.slice(1), {
        detached: true,
        stdio: ["ignore", "pipe", withStdErr ? "pipe" : "ignore"],
      });
      process.once("error", reject);
      process.once("spawn", () => {
        process.off("error", reject);
        process.on("error", () => {
          // A signal that could not be sent: the process has ended in between.
        });
        resolve(new Child(process, watchdog));
      });
    });
  }

  get stdout(): Readable {
    return this.#process.stdout!;
  }

  get stderr(): Readable | null {
    return this.#process.stderr;
  }

  get running(): boolean {
    return this.#running;
  }

  /** Resolves when the command itself has ended; its output may go on where it left something running. */
  get ended(): Promise<Ended> {
    return this.#ended;
  }

  /** Asks the whole group to end, and kills what is left of it after a while. Resolves when the command has ended. */
  async stop(clock: Clock): Promise<void> {
    this.#signal("SIGTERM");
    if (this.#running) {
      const cancel = clock.at(clock.now() + GRACE, () => this.#signal("SIGKILL"));
      await this.#ended;
      cancel();
    }
    // One of the group may have stayed although the command has gone; it would hold the pipe open.
    this.#signal("SIGKILL");
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.#process.pid!, signal);
    } catch {
      // Nothing is left of the group.
    }
  }
}
