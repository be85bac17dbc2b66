import { dirname, resolve } from "node:path";
import type { SimulatedSocket } from "./machine/loopback.ts";
import type { Machine } from "./machine/machine.ts";
import { WORKING_DIRECTORY } from "./machine/process.ts";
import type { Random } from "./machine/random.ts";
import { TROUBLE } from "./scenario.ts";
import type { DeclaredComponent } from "./script.ts";

/** What comes to one source from outside, over all lives of the program. */
export interface Feed {
  /** Lines whose sender was told that they are safe, or that stay where they can be read again. */
  readonly sent: readonly string[];
  /** Whether nothing is left to send. */
  readonly isDone: boolean;
}

/** Lines of a source: its recorded input, or numbered ones. */
export type LinesOf = (source: string) => readonly string[];

/** Sources that are fed, by the name of their declaration. */
const feeders: Readonly<
  Record<string, (machine: Machine, component: DeclaredComponent, lines: readonly string[]) => Feed>
> = {
  taildir: growFile,
  lines: writeFile,
  netcat: sendLines,
};

/** Components that are fed: sources, which leave nothing behind. */
export const fed: ReadonlySet<string> = new Set(Object.keys(feeders));

/** Feeds the sources among `components`. Throws for one that nobody can feed. */
export function feed(machine: Machine, components: readonly DeclaredComponent[], linesOf: LinesOf): readonly Feed[] {
  return components.flatMap((component) => {
    const feeder = feeders[component.component];
    return feeder === undefined ? [] : [feeder(machine, component, linesOf(component.name))];
  });
}

/** A program outside writes lines to the first file of a pattern, some at a time, and syncs them. */
function growFile(machine: Machine, { options }: DeclaredComponent, lines: readonly string[]): Feed {
  const [pattern] = options["files"] as readonly string[];
  const path = resolve(WORKING_DIRECTORY, pattern!.replaceAll(/\*+/g, "a").replaceAll(/[?[\]\\]/g, ""));
  const { disk, scheduler } = machine;
  makeDirectories(machine, dirname(path));
  const file = disk.create(path, scheduler.now, 0o644);
  disk.syncAll();
  return grow(machine, lines, (some) => {
    file.write(file.length, Buffer.from(some.map((line) => `${line}\n`).join("")), scheduler.now);
    file.sync();
  });
}

function writeFile(machine: Machine, { options }: DeclaredComponent, lines: readonly string[]): Feed {
  const path = resolve(WORKING_DIRECTORY, String(options["path"]));
  makeDirectories(machine, dirname(path));
  const file = machine.disk.create(path, machine.scheduler.now, 0o644);
  file.write(0, Buffer.from(lines.map((line) => `${line}\n`).join("")), machine.scheduler.now);
  machine.disk.syncAll();
  return { sent: lines, isDone: true };
}

/** Calls `write` with the lines, a few at a time, over the time in which things go wrong. */
function grow(machine: Machine, lines: readonly string[], write: (some: readonly string[]) => void): Feed {
  const random = machine.random.fork();
  const sent: string[] = [];
  let left = lines;
  const next = () => {
    const some = left.slice(0, random.between(1, 12));
    left = left.slice(some.length);
    write(some);
    sent.push(...some);
    if (left.length > 0) machine.scheduler.after(pause(), next);
  };
  const pause = () => (random.real() * 2 * TROUBLE * 0.9 * 6) / lines.length;
  machine.scheduler.after(pause(), next);
  return {
    sent,
    get isDone() {
      return left.length === 0;
    },
  };
}

/** A sender that keeps each line until it has its `OK`, and sends it again after a failure. */
function sendLines(machine: Machine, { options }: DeclaredComponent, lines: readonly string[]): Feed {
  const { scheduler, loopback } = machine;
  const random: Random = machine.random.fork();
  const sent: string[] = [];
  const waiting = [...lines];
  let flying: string[] = [];
  const connect = () => {
    const socket: SimulatedSocket = loopback.connect(Number(options["port"]));
    let answers = "";
    let isOver = false;
    let isSending = true;
    const again = () => {
      if (isOver) return;
      isOver = true;
      socket.destroy();
      waiting.unshift(...flying);
      flying = [];
      if (waiting.length > 0) scheduler.after(200 + random.real() * 800, connect);
    };
    const send = () => {
      isSending = !isOver && waiting.length > 0;
      if (!isSending) return;
      const some = waiting.splice(0, random.between(1, 8));
      flying.push(...some);
      socket.write(some.map((line) => `${line}\n`).join(""));
      scheduler.after((random.real() * 2 * TROUBLE * 4) / lines.length, send);
    };
    socket.on("error", again);
    socket.on("close", again);
    socket.on("end", again);
    socket.on("connect", send);
    socket.on("data", (bytes: Buffer) => {
      const answered = (answers + bytes.toString()).split("\n");
      answers = answered.pop()!;
      for (const answer of answered) {
        const line = flying.shift();
        if (line === undefined) continue;
        if (answer === "OK") sent.push(line);
        else waiting.push(line);
        // A line that was refused when all had been sent already.
        if (waiting.length > 0 && !isSending) {
          isSending = true;
          scheduler.after(200 + random.real() * 800, send);
        }
      }
    });
  };
  scheduler.after(random.real() * 100, connect);
  return {
    sent,
    get isDone() {
      return waiting.length === 0 && flying.length === 0;
    },
  };
}

function makeDirectories(machine: Machine, path: string): void {
  if (machine.disk.find(path) !== null) return;
  makeDirectories(machine, dirname(path));
  machine.disk.makeDirectory(path, machine.scheduler.now, 0o755);
}
