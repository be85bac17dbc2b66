import { Duplex } from "node:stream";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";
import type { Scheduler } from "./scheduler.ts";
import { systemError } from "./system-error.ts";

/** Who takes connections. */
interface Listener {
  accept(socket: SimulatedSocket): void;
}

/** The machine's loopback: who listens on which port. */
export class Loopback {
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #listening = new Map<number, Listener>();
  #ports = 40_000;

  constructor(scheduler: Scheduler, random: Random, faults: Faults) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.#faults = faults;
  }

  listen(port: number, server: Listener): number | null {
    const own = port === 0 ? this.#ports++ : port;
    if (this.#listening.has(own)) return null;
    this.#listening.set(own, server);
    return own;
  }

  close(port: number): void {
    this.#listening.delete(port);
  }

  /** A connection to `port`; it fails with ECONNREFUSED when nobody listens there. */
  connect(port: number): SimulatedSocket {
    const make = () => new SimulatedSocket(this.#scheduler, this.#random, this.#faults, port);
    const socket = make();
    this.#scheduler.after(this.#scheduler.latency(), () => {
      const server = this.#listening.get(port);
      if (socket.destroyed) return;
      if (server === undefined) {
        socket.destroy(systemError("ECONNREFUSED", "connect", null));
        return;
      }
      const other = make();
      socket.peer = other;
      other.peer = socket;
      server.accept(other);
      socket.emit("connect");
      socket.emit("ready");
    });
    return socket;
  }
}

/** One end of a connection. Bytes arrive later, in other pieces than they were written in. */
export class SimulatedSocket extends Duplex {
  peer: SimulatedSocket | null = null;
  readonly remoteAddress = "127.0.0.1";
  readonly remoteFamily = "IPv4";
  readonly remotePort = 50_000;
  readonly localAddress = "127.0.0.1";
  readonly localPort: number;
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #faults: Faults;
  #held: { readonly bytes: Buffer | null; readonly taken: () => void }[] = [];
  #wants = false;

  constructor(scheduler: Scheduler, random: Random, faults: Faults, port: number) {
    super({ allowHalfOpen: true });
    this.#scheduler = scheduler;
    this.#random = random;
    this.#faults = faults;
    this.localPort = port;
  }

  override _read(): void {
    this.#wants = true;
    this.#hand();
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#send(Buffer.from(chunk), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#send(null, done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const { peer } = this;
    this.peer = null;
    if (peer !== null && !peer.destroyed) {
      const isOrderly = error === null && this.writableFinished && this.readableEnded;
      this.#scheduler.after(this.#scheduler.latency(), () => {
        if (peer.peer === null && peer.destroyed) return;
        peer.peer = null;
        if (!isOrderly) peer.destroy(systemError("ECONNRESET", "read", null));
      });
    }
    done(error);
  }

  destroySoon(): void {
    if (this.writableFinished) this.destroy();
    else this.end(() => this.destroy());
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  address(): object {
    return { address: "127.0.0.1", family: "IPv4", port: this.localPort };
  }

  /** In order, as a connection does it: a piece is sent when the one before it has arrived. */
  #send(bytes: Buffer | null, done: (error?: Error | null) => void): void {
    const isDivided = bytes !== null && bytes.length > 1 && this.#random.chance(0.3);
    const first = isDivided ? bytes.subarray(0, this.#random.between(1, bytes.length - 1)) : bytes;
    this.#scheduler.after(this.#scheduler.latency(), () => {
      if (this.peer === null) return done(systemError("EPIPE", "write", null));
      if (this.#faults.of("send") !== null) return this.#reset(done);
      const taken = isDivided ? () => this.#send(bytes.subarray(first!.length), done) : () => done();
      this.peer.#held.push({ bytes: first, taken });
      this.peer.#hand();
    });
  }

  /** The connection breaks: what is on its way is lost, and each end hears of it when it next looks. */
  #reset(done: (error?: Error | null) => void): void {
    this.peer?.destroy(systemError("ECONNRESET", "read", null));
    done(systemError("ECONNRESET", "write", null));
  }

  #hand(): void {
    while (this.#wants && this.#held.length > 0) {
      const { bytes, taken } = this.#held.shift()!;
      this.#wants = this.push(bytes);
      taken();
    }
  }
}
