/** Starting real programs in tests, and waiting for what they show instead of for time to pass. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** All that was written so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves with the match as soon as standard output (or error) has one; rejects when the program ends without. */
  sees(pattern: RegExp, stream?: "stdout" | "stderr"): Promise<RegExpExecArray>;
  /** Sends the signal (Ctrl-C by default) and resolves when the program has ended. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

const started = new Set<ChildProcessWithoutNullStreams>();

// A test that fails half-way must not leave its programs behind, nor keep the test run from ending.
after(killStarted);
process.on("exit", killStarted);

function killStarted(): void {
  for (const child of started) child.kill("SIGKILL");
}

/** Starts a program; it is killed when the tests end, if it still runs. */
export function start(command: string, args: readonly string[], options: StartOptions = {}): Running {
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: "pipe" });
  started.add(child);
  const text = { stdout: "", stderr: "" };
  const watchers = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      text[name] += chunk;
      for (const watcher of watchers) watcher();
    });
  }
  child.stdin.on("error", () => {
    // The program has ended before it read all its input; its status says what happened.
  });
  if (options.input !== undefined) child.stdin.end(options.input);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => {
      started.delete(child);
      resolve({ status, signal, ...text });
      for (const watcher of watchers) watcher();
    });
  });
  ended.catch(() => {});
  return {
    child,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    sees(pattern, stream = "stdout") {
      return new Promise((resolve, reject) => {
        const settle = (settled: () => void) => {
          watchers.delete(look);
          clearTimeout(timer);
          settled();
        };
        const fail = (why: string) => {
          const said = `stdout:\n${text.stdout}\nstderr:\n${text.stderr}`;
          settle(() => reject(new Error(`${command}: ${why} ${pattern} on ${stream}\n${said}`)));
        };
        const look = () => {
          const match = pattern.exec(text[stream]);
          if (match !== null) settle(() => resolve(match));
          else if (child.exitCode !== null || child.signalCode !== null) fail("ended without");
        };
        const timer = setTimeout(() => fail("has not shown"), 60_000);
        watchers.add(look);
        look();
      });
    },
    stop(signal = "SIGINT") {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}
