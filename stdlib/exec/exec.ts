import type { Readable } from "node:stream";
import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { errnoOf } from "../../runtime/system/errno.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { Inflow } from "../support/framing/inflow.ts";
import { type LineFaults, lineFaults } from "../support/framing/line-faults.ts";
import { LineSplitter } from "../support/framing/line-splitter.ts";
import { RecordReader, type Records } from "../support/framing/record-reader.ts";
import { whyNot } from "../support/why-not.ts";
import { Child, type Ended } from "./child.ts";
import { type ExecOptions, execDefaults } from "./exec.options.ts";
import { Watchdog } from "./watchdog.ts";

/** The lines of a command's standard output. */
export function exec(options: ExecOptions, declared: Declared): Source<string> {
  return new ExecSource({ ...execDefaults, ...options }, declared);
}

/** How long to wait for more from a pipe that outlives the command that was stopped, in ms. */
const LONGEST_SILENCE = 1000;

/** Most lines of standard error that go to the log in a minute, and how much of each, in characters. */
const MOST_LINES = 20;
const MINUTE = 60_000;
const LONGEST_SAID = 1000;

/** One run of the command, with what was read of it so far. */
interface Running {
  readonly child: Child;
  readonly output: Inflow;
  readonly reader: RecordReader;
  /** Resolves when the log has what the command said on standard error. */
  readonly said: Promise<void>;
}

class ExecSource implements Source<string> {
  readonly #options: Required<ExecOptions>;
  readonly #declared: Declared;
  readonly #backlog = new Backlog<string>();
  #context: Context | null = null;
  #faults: LineFaults = () => {};
  #running: Running | null = null;
  #watchdog: Watchdog | null = null;
  /** When the lines that wait for a full batch go on without one. */
  #due = Infinity;

  constructor(options: Required<ExecOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#faults = lineFaults(context, { halfLines: "the command was stopped there, its start is dropped" });
    try {
      this.#running = await this.#start();
    } catch (error) {
      throw new ComponentError(this.#declared, this.#reasonOf(error), { cause: error });
    }
  }

  async run(output: Output<string>): Promise<void> {
    const { clock, draining, log } = this.#context!;
    const { restart, restartThrottle } = this.#options;
    for (;;) {
      if (this.#running !== null) {
        const { code, signal } = await this.#read(this.#running, output);
        this.#running = null;
        if (draining.aborted) break;
        const how = signal === null ? `with status ${code}` : `by ${signal}`;
        const next = restart ? `starts again in ${restartThrottle}ms` : "this source has ended with it";
        log[code === 0 ? "info" : "warn"](`the command ended ${how}; ${next}`);
      }
      if (!restart) break;
      await clock.sleep(restartThrottle, draining);
      if (draining.aborted) break;
      this.#running = await this.#start();
    }
  }

  async close(): Promise<void> {
    await this.#running?.child.stop(this.#context!.clock);
    this.#watchdog?.end();
    this.#backlog.giveUp(this.#context!);
  }

  async #start(): Promise<Running> {
    const { logStdErr, charset, maxLineLength } = this.#options;
    const rules = { encoding: charset, maxLength: maxLineLength, overlong: "cut", carriageReturn: "remove" } as const;
    const reader = new RecordReader(rules, this.#options, this.#context!, this.#faults);
    this.#watchdog ??= await Watchdog.start(this.#context!.log);
    const child = await Child.start(this.#argv(), logStdErr, this.#watchdog);
    const said =
      child.stderr === null
        ? Promise.resolve()
        : logLines(child.stderr, new LineSplitter({ ...rules, onFault: () => {} }), this.#context!);
    return { child, output: new Inflow(child.stdout), reader, said };
  }

  #argv(): string[] {
    const { command, shell, args } = this.#options;
    if (shell === null) return args === null ? words(command) : [command, ...args];
    // The first word behind the text is what a shell calls itself, `$0`; only then come `$1` and `$2`.
    const ownArgs = args === null ? [] : [words(shell)[0]!, ...args];
    return [...words(shell), command, ...ownArgs];
  }

  /** Delivers until the command has ended and its output with it; stops the command when the program drains. */
  async #read({ child, output: inflow, reader, said }: Running, output: Output<string>): Promise<Ended> {
    const context = this.#context!;
    const { clock, draining } = context;
    const { batchSize, batchTimeout } = this.#options;
    const stop = () => void child.stop(clock).then(() => inflow.wake());
    if (draining.aborted) stop();
    else draining.addEventListener("abort", stop, { once: true });
    /** When to stop listening to whoever holds the pipe open after the command and its group have gone. */
    let silence = Infinity;
    try {
      for (;;) {
        const bytes = inflow.take();
        if (bytes !== null) {
          context.tally?.("bytes", bytes.length);
          this.#add(reader.push(bytes));
          silence = Infinity;
        }
        this.#add(reader.due());
        const waiting = this.#backlog.size;
        await this.#backlog.deliver(context, output, batchSize, clock.now() < this.#due);
        if (this.#backlog.size === 0) this.#due = Infinity;
        else if (this.#backlog.size < waiting) this.#due = clock.now() + batchTimeout;
        if (bytes !== null) continue;
        if (inflow.ended || clock.now() >= silence) break;
        if (draining.aborted && !child.running && silence === Infinity) silence = clock.now() + LONGEST_SILENCE;
        await inflow.wait(Math.min(this.#due, silence, reader.dueAt), clock);
      }
      // What a command wrote before it was stopped may be cut anywhere; what it wrote before it ended is whole.
      this.#add(reader.end(draining.aborted ? "half" : "whole"));
      await this.#backlog.deliver(context, output, batchSize);
      const ended = await child.ended;
      // Whoever the command left running may hold the pipe.
      const heard = new AbortController();
      await Promise.race([said, clock.sleep(LONGEST_SILENCE, heard.signal)]);
      heard.abort();
      return ended;
    } finally {
      draining.removeEventListener("abort", stop);
    }
  }

  #add({ texts }: Records): void {
    if (texts.length === 0) return;
    if (this.#backlog.size === 0) this.#due = this.#context!.clock.now() + this.#options.batchTimeout;
    this.#backlog.add(texts.map((text) => event(text)));
  }

  #reasonOf(error: unknown): string {
    if (error instanceof RangeError) return error.message;
    const { command, shell, args } = this.#options;
    const program = this.#argv()[0];
    const reason = whyNot(error, { verb: "run", kind: "command", name: `"${program}"` });
    const wantsShell = shell === null && args === null && /[|<>;&$*'"]/.test(command);
    return errnoOf(error) === "ENOENT" && wantsShell
      ? `${reason}; what needs a shell needs shell: "/bin/sh -c"`
      : reason;
  }
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Standard error goes to the log, line by line; a command that has too much to say is cut short, and that is said. */
function logLines(stream: Readable, splitter: LineSplitter, { log, clock }: Context): Promise<void> {
  let begin = Number.NEGATIVE_INFINITY;
  let lines = 0;
  const tellLeftOut = () => {
    if (lines > MOST_LINES) log.warn("the command said more on standard error", { leftOut: lines - MOST_LINES });
    lines = 0;
  };
  const say = (line: string) => {
    if (clock.now() - begin >= MINUTE) {
      tellLeftOut();
      begin = clock.now();
    }
    lines += 1;
    if (lines > MOST_LINES) return;
    log.warn(`the command says: ${line.length > LONGEST_SAID ? `${line.slice(0, LONGEST_SAID)}…` : line}`);
  };
  stream.on("data", (bytes: Buffer) => splitter.push(bytes).forEach(say));
  stream.on("end", () => {
    const last = splitter.end();
    if (last !== null) say(last);
    tellLeftOut();
  });
  return new Promise((resolve) => {
    stream.on("close", resolve);
    // The pipe went with the command.
    stream.on("error", () => resolve());
  });
}
