import { closeSync, openSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { spawnBound } from "./bound-process.ts";
import { jdkTool, quickStart } from "./java.ts";
import { until } from "./until.ts";

/** On two busy cores the slowest start seen took a tenth of this. */
const startTimeout = 120_000;
const stopTimeout = 15_000;

export interface JvmOptions {
  /** For messages: "the Kafka broker". */
  readonly name: string;
  readonly classPath: string;
  readonly mainClass: string;
  readonly args: readonly string[];
  /** Largest heap in MiB. */
  readonly heap: number;
  /** Further options of the JVM, such as system properties. */
  readonly jvmOptions?: readonly string[];
  /** Working directory, which also gets the JVM's temporary files. */
  readonly directory: string;
  /** File that standard output and error are appended to. */
  readonly log: string;
}

/** A running Java program, which cannot outlive this process. */
export interface Jvm {
  readonly processId: number;
  isRunning(): boolean;
  /** Resolves when the attempt no longer throws; rejects, naming the log, if the JVM ends or takes too long. */
  answers(attempt: () => Promise<void>): Promise<void>;
  /** SIGTERM, and SIGKILL if that is not enough. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a Java main class as a server. */
export async function startJvm(options: JvmOptions): Promise<Jvm> {
  const temporary = join(options.directory, "tmp");
  await mkdir(temporary, { recursive: true });
  const log = openSync(options.log, "a");
  const child = spawnBound(
    jdkTool("java"),
    [
      ...quickStart,
      `-Xmx${options.heap}m`,
      `-Djava.io.tmpdir=${temporary}`,
      ...(options.jvmOptions ?? []),
      "-cp",
      options.classPath,
      options.mainClass,
      ...options.args,
    ],
    { stdio: ["ignore", log, log], cwd: options.directory },
  );
  closeSync(log);

  let end: string | undefined;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", (status, signal) => {
      end = signal === null ? `exit status ${status}` : `signal ${signal}`;
      resolve();
    });
    child.once("error", (error) => {
      end = error.message;
      resolve();
    });
  });

  async function finish(signal: NodeJS.Signals): Promise<void> {
    if (end !== undefined) return;
    child.ref();
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeout);
    await ended;
    clearTimeout(timer);
  }

  return {
    processId: child.pid ?? -1,
    isRunning: () => end === undefined,
    async answers(attempt) {
      try {
        await until(`${options.name} does not answer`, attempt, {
          timeout: startTimeout,
          hopeless: () => (end === undefined ? undefined : `it ended with ${end}`),
        });
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${lastLines(options.log)}\nwhole log: ${options.log}`);
      }
    },
    stop: () => finish("SIGTERM"),
    kill: () => finish("SIGKILL"),
  };
}

function lastLines(log: string): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
