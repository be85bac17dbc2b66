import * as crypto from "node:crypto";
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { createSecureContext } from "node:tls";
import { abortSignalOf } from "./abort-signal.ts";
import { Commands } from "./commands.ts";
import { exchange, webHdfs } from "./hdfs/client.ts";
import { clusterOf } from "./kafka/client.ts";
import { nodeFiles } from "./node-files.ts";
import { nodeNetwork } from "./node-network.ts";
import { nodeProcess } from "./node-process.ts";
import { type Running, WORKING_DIRECTORY } from "./process.ts";

const require = createRequire(import.meta.url);

/** A module that reaches something which the simulated machine does not have. */
class NotSimulated extends Error {
  constructor(module: string) {
    super(`${module} is not simulated`);
    this.name = "NotSimulated";
  }
}

/** Modules that only compute: the machine's own do. */
const pure = new Set([
  "assert",
  "buffer",
  "events",
  "module",
  "querystring",
  "stream",
  "string_decoder",
  "url",
  "util",
  "v8",
  "vm",
  "zlib",
]);

/** `require` and the globals of the process that runs: everything by which a program reaches the machine. */
export function globalsOf(running: Running, environment: Readonly<Record<string, string>>) {
  const { files, promises } = nodeFiles(running);
  const network = nodeNetwork(running);
  const timers = timersOf(running);
  const time = () => running.process.machine.scheduler.now;
  const now = () => Math.floor(time());

  class SimulatedDate extends Date {
    constructor(...given: []) {
      if (given.length === 0) super(now());
      else super(...given);
    }
    static override now(): number {
      return now();
    }
  }

  const modules: Readonly<Record<string, object>> = {
    fs: files,
    "fs/promises": promises,
    net: network,
    http: absent("node:http", { Agent: SimulatedAgent }),
    https: absent("node:https", { Agent: SimulatedAgent }),
    tls: absent("node:tls", { createSecureContext }),
    path: { ...path, resolve: (...parts: string[]) => path.resolve(WORKING_DIRECTORY, ...parts) },
    "timers/promises": {
      setImmediate: () => new Promise<void>((resolve) => void running.process.after(0, resolve)),
      setTimeout: (ms: number) => new Promise<void>((resolve) => void running.process.after(ms, resolve)),
    },
    timers,
    os: { ...os, hostname: () => "machine", networkInterfaces: () => ({}), userInfo: () => ({ username: "user" }) },
    crypto: { ...crypto, randomUUID: () => uuidOf(running), randomBytes: (size: number) => bytesOf(running, size) },
    child_process: {
      spawn: (file: string, args: readonly string[], options: { readonly stdio: readonly string[] }) =>
        running.process.machine.part(Commands).spawn(running.process, [file, ...args], options.stdio),
    },
    "dns/promises": { lookup: async () => ({ address: "127.0.0.1", family: 4 }) },
    // In the place of client libraries, behind the ports of their connectors (see `models.ts`).
    "sluice-machine:kafka": {
      connect: (makeError: Parameters<typeof clusterOf>[1]) => clusterOf(running.process, makeError),
    },
    "sluice-machine:hdfs": {
      send: (...given: Parameters<typeof exchange> extends [unknown, ...infer Rest] ? Rest : never) =>
        exchange(running.process, ...given),
      webhdfs: webHdfs(() => running.process),
    },
    // A thread that watches the program finds nothing to do: no time passes while it computes.
    worker_threads: { Worker: SimulatedWorker, isMainThread: true, parentPort: null, workerData: null },
  };

  function moduleOf(name: string): unknown {
    const module = name.replace(/^node:/, "");
    if (modules[module] !== undefined) return modules[module];
    if (pure.has(module.split("/")[0]!)) return require(name);
    return absent(name);
  }

  return {
    require: moduleOf,
    process: Object.assign(nodeProcess(running, environment), { getBuiltinModule: moduleOf }),
    Date: SimulatedDate,
    Math: Object.create(Math, { random: { value: () => running.process.machine.random.real() } }) as object,
    AbortSignal: abortSignalOf(running),
    performance: { now: time, timeOrigin: 0 },
    ...timers,
  };
}

/** A module that is not simulated, but for `known`. Whoever only imports it may never use it. */
function absent(name: string, known: Readonly<Record<string, unknown>> = {}): object {
  return new Proxy(known, {
    get(_, property) {
      if (property === "__esModule" || typeof property === "symbol") return undefined;
      if (property in known) return known[property];
      throw new NotSimulated(`${name} (${property})`);
    },
  });
}

/** Keeps no connections: requests go to models. */
class SimulatedAgent {
  destroy(): void {}
}

class SimulatedWorker extends EventEmitter {
  postMessage(): void {}
  ref(): void {}
  unref(): void {}
  async terminate(): Promise<number> {
    return 0;
  }
}

function timersOf(running: Running) {
  const timer = (cancel: () => void) => {
    const one = { cancel, ref: () => one, unref: () => one, hasRef: () => true, refresh: () => one };
    return one;
  };
  const clear = (one: { readonly cancel?: () => void } | null | undefined) => one?.cancel?.();
  return {
    setTimeout: (action: (...given: unknown[]) => void, ms = 1, ...given: unknown[]) =>
      timer(running.process.after(Math.max(1, ms), () => action(...given))),
    setInterval: (action: (...given: unknown[]) => void, ms = 1, ...given: unknown[]) => {
      const { process } = running;
      let cancel = () => {};
      const arm = () => {
        cancel = process.after(Math.max(1, ms), () => {
          arm();
          action(...given);
        });
      };
      arm();
      return timer(() => cancel());
    },
    setImmediate: (action: (...given: unknown[]) => void, ...given: unknown[]) =>
      timer(running.process.after(0, () => action(...given))),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
  };
}

function bytesOf({ process }: Running, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(size);
  for (let index = 0; index < size; index++) bytes[index] = process.machine.random.below(256);
  return bytes;
}

function uuidOf(running: Running): string {
  const hex = bytesOf(running, 16).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
