import { Commands } from "./commands.ts";
import { ProcessEnded, type Running, type SimulatedProcess, WORKING_DIRECTORY } from "./process.ts";
import { errorOfSystem, systemError } from "./system-error.ts";

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
    stdout: outputStream(running),
    stderr: logStream(running),
    on,
    once: (name: string, listener: () => void) => running.process.signals.once(name, listener),
    off: (name: string, listener: () => void) => running.process.signals.off(name, listener),
    exit: (status = 0) => {
      running.process.finish({ kind: "exit", status });
      throw new ProcessEnded();
    },
    // Besides the process itself only its children live on this machine.
    kill: (pid: number, signal: string | number = "SIGTERM") => {
      const commands = running.process.machine.part(Commands);
      if (signal !== 0 && commands.kill(pid, String(signal))) return true;
      throw errorOfSystem("kill ESRCH", "ESRCH");
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
    // Node warns of nothing here.
    emitWarning: () => undefined,
    listenerCount: () => 0,
    setSourceMapsEnabled: () => undefined,
  };
}

function outputStream(running: Running): object {
  return {
    isTTY: false,
    fd: 1,
    on: () => undefined,
    once: () => undefined,
    off: () => undefined,
    write: (text: string, done?: (error?: Error | null) => void) => {
      const { process } = running;
      if (process.end === null) process.output.push(String(text));
      if (done !== undefined) process.after(process.machine.scheduler.latency(), () => done());
      return true;
    },
  };
}

/** Standard error goes to a file, whose disk may be full. */
function logStream(running: Running): object {
  /** By life: those of an earlier one are not asked. */
  const listeners = new WeakMap<SimulatedProcess, ((error: Error) => void)[]>();
  const listen = (name: string, listener: (error: Error) => void) => {
    const { process } = running;
    if (name === "error") listeners.set(process, [...(listeners.get(process) ?? []), listener]);
  };
  const fail = (process: SimulatedProcess, error: Error) => {
    const told = listeners.get(process) ?? [];
    for (const listener of told) listener(error);
    // As an event of this name that nobody listens to.
    if (told.length === 0) void Promise.reject(error);
  };
  return {
    isTTY: false,
    fd: 2,
    on: listen,
    once: listen,
    off: () => undefined,
    write: (text: string, done?: (error?: Error | null) => void) => {
      const { process } = running;
      if (process.end !== null) return true;
      const code = process.machine.faults.of("log");
      const error = code === null ? null : systemError(code, "write", null);
      if (error === null) process.errors.push(String(text));
      if (error !== null || done !== undefined) {
        process.after(process.machine.scheduler.latency(), () => {
          done?.(error);
          if (error !== null) fail(process, error);
        });
      }
      return true;
    },
  };
}
