import { ProcessEnded, type Running, type SimulatedProcess, WORKING_DIRECTORY } from "./process.ts";

/** `process` as the program sees it. */
export function nodeProcess(running: Running, environment: Readonly<Record<string, string>>): object {
  const on = (name: string, listener: () => void) => running.process.signals.on(name, listener);
  return {
    pid: 1000,
    platform: "linux",
    version: process.version,
    versions: process.versions,
    get argv() {
      return ["node", "program.mjs", ...running.process.args];
    },
    execArgv: [],
    env: { ...environment },
    stdout: stream(running, ({ output }) => output),
    stderr: stream(running, ({ errors }) => errors),
    on,
    once: (name: string, listener: () => void) => running.process.signals.once(name, listener),
    off: (name: string, listener: () => void) => running.process.signals.off(name, listener),
    exit: (status = 0) => {
      running.process.finish({ kind: "exit", status });
      throw new ProcessEnded();
    },
    // Only the process itself lives on this machine.
    kill: () => {
      throw Object.assign(new Error("kill ESRCH"), { code: "ESRCH" });
    },
    nextTick: process.nextTick,
    cwd: () => WORKING_DIRECTORY,
    uptime: () => 0,
    memoryUsage: process.memoryUsage,
    hrtime: Object.assign(() => [0, 0], {
      bigint: () => BigInt(Math.floor(running.process.machine.scheduler.now * 1e6)),
    }),
    getuid: () => 1000,
    umask: () => 0o022,
    emitWarning: () => undefined,
    setSourceMapsEnabled: () => undefined,
  };
}

function stream(running: Running, linesOf: (process: SimulatedProcess) => string[]): object {
  return {
    isTTY: false,
    fd: 1,
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
    write: (text: string, done?: (error?: Error | null) => void) => {
      const { process } = running;
      if (process.end === null) linesOf(process).push(String(text));
      if (done !== undefined) process.after(process.machine.scheduler.latency(), () => done());
      return true;
    },
  };
}
