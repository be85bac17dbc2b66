import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";
import type { SimulatedProcess } from "./process.ts";

/** A command that somebody has put on the machine. */
export interface Command {
  /** Whether these words start it. */
  is(argv: readonly string[]): boolean;
  start(running: RunningCommand): void;
  end(running: RunningCommand): void;
}

/** A command at work. */
export interface RunningCommand {
  /** Writes to its standard output; in order, and a little later. */
  print(text: string): void;
}

/** The commands of a machine, and those that run. */
export class Commands {
  readonly #known: Command[] = [];
  readonly #running = new Map<number, SimulatedChild>();
  #pids = 2000;

  add(command: Command): void {
    this.#known.push(command);
  }

  /** Starts `argv`. What nobody has put there runs, says nothing, and ends when its standard input does. */
  spawn(process: SimulatedProcess, argv: readonly string[], stdio: readonly string[]): SimulatedChild {
    const command = this.#known.find((one) => one.is(argv)) ?? null;
    const pid = this.#pids++;
    const child = new SimulatedChild(pid, process, command, stdio, () => this.#running.delete(pid));
    this.#running.set(pid, child);
    return child;
  }

  /** Sends a signal to a process, or to the group of that number where it is negative; false where there is none. */
  kill(pid: number, signal: string): boolean {
    const child = this.#running.get(Math.abs(pid));
    child?.kill(signal);
    return child !== undefined;
  }
}

/** A child process, with what programs use of Node's. */
class SimulatedChild extends EventEmitter implements RunningCommand {
  readonly pid: number;
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  readonly #process: SimulatedProcess;
  readonly #command: Command | null;
  readonly #onEnd: () => void;
  #isOver = false;
  #printed = Promise.resolve();

  constructor(
    pid: number,
    process: SimulatedProcess,
    command: Command | null,
    stdio: readonly string[],
    onEnd: () => void,
  ) {
    super();
    this.pid = pid;
    this.#process = process;
    this.#command = command;
    this.#onEnd = onEnd;
    const [input, output, errors] = stdio.map((one) => one === "pipe");
    this.stdin = input
      ? new Writable({
          write: (_bytes, _encoding, done) => done(),
          final: (done) => {
            this.kill("");
            done();
          },
        })
      : null;
    this.stdout = output ? new Readable({ read: () => {} }) : null;
    this.stderr = errors ? new Readable({ read: () => {} }) : null;
    process.after(process.machine.scheduler.latency(), () => {
      this.emit("spawn");
      if (!this.#isOver) command?.start(this);
    });
    // The watchdog of the program sees to that.
    process.releases.push(() => this.#end());
  }

  print(text: string): void {
    const { scheduler } = this.#process.machine;
    const bytes = Buffer.from(text);
    this.#printed = this.#printed.then(
      () =>
        new Promise((resolve) => {
          this.#process.after(scheduler.latency(), () => {
            if (!this.#isOver) this.stdout?.push(bytes);
            resolve();
          });
        }),
    );
  }

  kill(signal: string): void {
    const { scheduler } = this.#process.machine;
    this.#process.after(scheduler.latency(), () => {
      if (this.#isOver) return;
      this.#end();
      this.stdout?.push(null);
      this.stderr?.push(null);
      const [code, by] = signal === "" ? [0, null] : [null, signal];
      this.emit("exit", code, by);
      this.emit("close", code, by);
    });
  }

  ref(): void {}

  unref(): void {}

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onEnd();
    this.#command?.end(this);
  }
}
