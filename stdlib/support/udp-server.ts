import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { createSocket, type RemoteInfo, type UdpSocket } from "../../runtime/system/network.ts";
import { AllowList } from "./allow-list.ts";
import { addressToBind, whyNotListening } from "./listening.ts";

/** The options that every source has which listens on UDP. */
export interface UdpServerOptions {
  readonly bind: string;
  readonly port: number;
  /** Addresses and networks that may send; null for all. Whoever forges their addresses may, too. */
  readonly allow: readonly string[] | null;
  /** Most bytes that wait to be delivered. */
  readonly maxWaiting: number;
}

/** One packet. */
export interface Datagram {
  readonly bytes: Buffer;
  /** Address of its sender. */
  readonly from: string;
}

/** What each waiting datagram costs beside its bytes, so that empty ones cannot pile up. */
const OVERHEAD = 100;

/** Most that are handed over at once. */
const MOST_AT_ONCE = 1000;

/** What is asked of the system for what arrives while this program is busy; it may give less. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/**
 * Receives datagrams: of allowed senders only, and not more than may wait. A sender of UDP cannot be held back, so what
 * has no room is lost, and counted.
 */
export class UdpServer {
  readonly #options: UdpServerOptions;
  readonly #declared: Declared;
  readonly #waiting: Datagram[] = [];
  #waitingBytes = 0;
  #socket: UdpSocket | null = null;
  #wake: (() => void) | null = null;

  constructor(options: UdpServerOptions, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  /** Binds the port. Rejects with a ComponentError where that, or something in the options, does not work. */
  async open(context: Context): Promise<void> {
    const { bind, port } = this.#options;
    try {
      const allowed = new AllowList(this.#options.allow);
      const { address, family } = await addressToBind(bind);
      const socket = createSocket({ type: family === 6 ? "udp6" : "udp4" });
      this.#socket = socket;
      await new Promise<void>((resolve, reject) => {
        socket.once("error", reject);
        socket.bind(port, address, () => {
          socket.off("error", reject);
          resolve();
        });
      });
      askForBuffer(socket);
      socket.on("error", (error) => context.log.warn(`cannot receive: ${error.message}`));
      socket.on("message", (bytes, sender) => this.#receive(bytes, sender, allowed, context));
      const actual = socket.address().port;
      context.log.info(`listens on ${bind}:${actual}`, { port: actual });
    } catch (error) {
      await this.close();
      throw new ComponentError(this.#declared, whyNotListening(error, this.#options), { cause: error });
    }
  }

  /** Gives `take` what has arrived, in order, until the program drains and nothing waits any more. */
  async run(context: Context, take: (datagrams: readonly Datagram[]) => Promise<void>): Promise<void> {
    const { draining } = context;
    const wake = () => this.#wake?.();
    draining.addEventListener("abort", wake, { once: true });
    try {
      for (;;) {
        const datagrams = this.#waiting.slice(0, MOST_AT_ONCE);
        if (datagrams.length > 0) {
          await take(datagrams);
          // Taken away only now: a `take` that rejects gets them again.
          this.#waiting.splice(0, datagrams.length);
          for (const { bytes } of datagrams) this.#waitingBytes -= bytes.length + OVERHEAD;
        } else if (draining.aborted) return;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      draining.removeEventListener("abort", wake);
    }
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    await new Promise<void>((resolve) => (socket === null ? resolve() : socket.close(() => resolve())));
  }

  #receive(bytes: Buffer, { address }: RemoteInfo, allowed: AllowList, context: Context): void {
    const { count, log, draining } = context;
    if (draining.aborted) return;
    if (!allowed.has(address)) {
      count("forbiddenDatagrams");
      log.once("allow", `a datagram from ${address} was left out: it is not in \`allow\``);
      return;
    }
    if (this.#waitingBytes + bytes.length + OVERHEAD > this.#options.maxWaiting) {
      count("lostDatagrams");
      log.once("lostDatagrams", "datagrams are lost: they come faster than the channel takes them");
      return;
    }
    context.tally?.("bytes", bytes.length);
    this.#waitingBytes += bytes.length + OVERHEAD;
    this.#waiting.push({ bytes, from: address });
    this.#wake?.();
    this.#wake = null;
  }
}

/** Some systems refuse a larger buffer, and are content with what there is. */
function askForBuffer(socket: UdpSocket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch {
    // The default has to do.
  }
}
