import type { Duplex } from "node:stream";
import type { Context } from "../../runtime/contract/context.ts";
import { Inflow } from "./framing/inflow.ts";
import type { Session } from "./tcp-server.ts";

/** How long a sender may go on after our end of its connection is closed, in ms. */
const LINGER = 1000;

/** A connection, or what a protocol has made of it. */
export interface ServedStream extends Duplex {
  /** Of a socket: it no longer keeps the program alive. */
  unref?(): unknown;
  /** Closes it once everything written has been sent. */
  destroySoon?(): void;
}

/**
 * One accepted connection, which a protocol reads: by asking, written with back-pressure, closed when it is silent for
 * too long.
 */
export class ServedSocket implements Session {
  readonly inflow: Inflow;
  readonly #socket: ServedStream;
  readonly #idleTimeout: number | null;
  readonly #context: Context;
  readonly #read: (socket: ServedSocket) => Promise<void>;
  #lastHeard: number;

  /** `idleTimeout`: closed when nothing has come for so long; null never does. `read` resolves when it is done with. */
  constructor(
    socket: ServedStream,
    idleTimeout: number | null,
    context: Context,
    read: (socket: ServedSocket) => Promise<void>,
  ) {
    this.inflow = new Inflow(socket);
    this.#socket = socket;
    this.#idleTimeout = idleTimeout;
    this.#context = context;
    this.#read = read;
    this.#lastHeard = context.clock.now();
  }

  get lastHeard(): number {
    return this.#lastHeard;
  }

  /** All that has arrived, or null. */
  take(): Buffer | null {
    const bytes = this.inflow.take();
    if (bytes !== null) {
      this.#lastHeard = this.#context.clock.now();
      this.#context.tally?.("bytes", bytes.length);
    }
    return bytes;
  }

  end(): void {
    this.#socket.destroy();
  }

  /** Says that nothing more will be written; what the other side still sends can be read. */
  finish(): void {
    if (this.#socket.writable) this.#socket.end();
  }

  /** Whoever reads it is woken when the program drains; a connection that breaks is counted. */
  async run(): Promise<void> {
    const { draining } = this.#context;
    const idleTimeout = this.#idleTimeout;
    const wake = () => this.inflow.wake();
    draining.addEventListener("abort", wake, { once: true });
    const cancelIdle = idleTimeout === null ? () => {} : this.#watchIdle(idleTimeout);
    try {
      await this.#read(this);
    } finally {
      cancelIdle();
      draining.removeEventListener("abort", wake);
      this.#close();
    }
  }

  /** Waits for a peer that does not read what it is told: it would pile up here otherwise. */
  async write(data: string | Buffer): Promise<void> {
    if (!this.#socket.writable || this.#socket.write(data)) return;
    const { draining } = this.#context;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#socket.off("drain", done);
        this.#socket.off("close", done);
        draining.removeEventListener("abort", done);
        resolve();
      };
      this.#socket.on("drain", done);
      this.#socket.on("close", done);
      if (draining.aborted) done();
      else draining.addEventListener("abort", done);
    });
  }

  #watchIdle(idleTimeout: number): () => void {
    const { clock, count } = this.#context;
    let cancel = () => {};
    const watch = () => {
      const due = this.#lastHeard + idleTimeout;
      if (clock.now() < due) {
        cancel = clock.at(due, watch);
        return;
      }
      count("idleConnections");
      this.end();
    };
    watch();
    return () => cancel();
  }

  #close(): void {
    const { error } = this.inflow;
    if (error !== null) {
      this.#context.count("brokenConnections");
      this.#context.log.once("broken", `a connection broke: ${error.message}`);
    }
    const socket = this.#socket;
    if (this.#context.draining.aborted) {
      if (socket.destroySoon === undefined) socket.destroy();
      else socket.destroySoon();
      return;
    }
    // A close with something unread is a reset, which could overtake our last answer: hear the sender out for a while.
    socket.unref?.();
    const cancel = this.#context.clock.at(this.#context.clock.now() + LINGER, () => socket.destroy());
    socket.on("close", cancel);
    socket.resume();
    socket.end();
  }
}
