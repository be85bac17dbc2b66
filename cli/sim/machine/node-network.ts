import { EventEmitter } from "node:events";
import * as net from "node:net";
import type { Loopback, SimulatedSocket } from "./loopback.ts";
import type { Running, SimulatedProcess } from "./process.ts";
import { systemError } from "./system-error.ts";

/** A server as `node:net` has it. */
class SimulatedServer extends EventEmitter {
  maxConnections = Number.POSITIVE_INFINITY;
  readonly #process: SimulatedProcess;
  readonly #loopback: Loopback;
  readonly #sockets = new Set<SimulatedSocket>();
  #port: number | null = null;

  constructor(process: SimulatedProcess, onConnection?: (socket: SimulatedSocket) => void) {
    super();
    this.#process = process;
    const { loopback } = process.machine;
    this.#loopback = loopback;
    if (onConnection !== undefined) this.on("connection", onConnection);
    process.releases.push(() => {
      if (this.#port !== null) loopback.close(this.#port);
      for (const socket of this.#sockets) socket.destroy(new Error("the process has ended"));
    });
  }

  listen(port: number, ...rest: readonly unknown[]): this {
    const listener = rest.findLast((one) => typeof one === "function") as (() => void) | undefined;
    if (listener !== undefined) this.once("listening", listener);
    this.#process.after(this.#process.machine.scheduler.latency(), () => {
      const own = this.#loopback.listen(port, this);
      if (own === null) {
        this.emit("error", systemError("EADDRINUSE", "listen", null));
        return;
      }
      this.#port = own;
      this.emit("listening");
    });
    return this;
  }

  accept(socket: SimulatedSocket): void {
    // What a socket of a process that has ended meets is nobody's business.
    socket.on("error", () => {});
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    this.emit("connection", socket);
  }

  address(): object | null {
    return this.#port === null ? null : { address: "127.0.0.1", family: "IPv4", port: this.#port };
  }

  close(done?: () => void): this {
    if (this.#port !== null) this.#loopback.close(this.#port);
    this.#port = null;
    this.#process.after(0, () => {
      done?.();
      this.emit("close");
    });
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** `node:net` of the simulated process that runs: what the runtime and connectors use of it. */
export function nodeNetwork(running: Running): object {
  return {
    isIP: net.isIP,
    isIPv4: net.isIPv4,
    isIPv6: net.isIPv6,
    createServer: (options: unknown, listener?: (socket: SimulatedSocket) => void) =>
      new SimulatedServer(running.process, typeof options === "function" ? (options as never) : listener),
    connect: (options: number | { readonly port: number }) => {
      const { process } = running;
      const socket = process.machine.loopback.connect(typeof options === "number" ? options : options.port);
      process.releases.push(() => {
        socket.on("error", () => {});
        socket.destroy(new Error("the process has ended"));
      });
      return socket;
    },
  };
}
