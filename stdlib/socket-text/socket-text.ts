import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import { connect, type NetConnectOpts, type Socket } from "../../runtime/system/network.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { Inflow } from "../support/framing/inflow.ts";
import { type LineFaults, lineFaults } from "../support/framing/line-faults.ts";
import { RecordReader, type Records } from "../support/framing/record-reader.ts";
import { type SocketTextOptions, socketTextDefaults } from "./socket-text.options.ts";

/** Longest wait between two attempts to connect, in ms. */
const LONGEST_DELAY = 30_000;

/** The lines that a TCP server sends. */
export function socketText(options: SocketTextOptions, declared: Declared): Source<string> {
  return new SocketTextSource({ ...socketTextDefaults, ...options }, declared);
}

class SocketTextSource implements Source<string> {
  readonly #options: Required<SocketTextOptions>;
  readonly #declared: Declared;
  readonly #backlog = new Backlog<string>();
  #context: Context | null = null;
  #faults: LineFaults = () => {};
  #connected: Connected | null = null;

  constructor(options: Required<SocketTextOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  async open(context: Context): Promise<void> {
    const { port } = this.#options;
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new ComponentError(this.#declared, `${port} is not a port: ports go from 1 to 65535`);
    }
    this.#context = context;
    this.#faults = lineFaults(context, {});
  }

  async run(output: Output<string>): Promise<void> {
    const { clock, draining } = this.#context!;
    const { reconnectDelay } = this.#options;
    let delay = reconnectDelay;
    // What an earlier run has left behind.
    await this.#backlog.deliver(this.#context!, output);
    while (!draining.aborted) {
      this.#connected ??= await this.#connect();
      if (this.#connected !== null) {
        const heard = await this.#read(this.#connected, output);
        this.#connected = null;
        if (heard) delay = reconnectDelay;
      }
      if (draining.aborted) break;
      await clock.sleep(delay, draining);
      delay = Math.min(Math.max(2 * delay, 1), LONGEST_DELAY);
    }
  }

  async close(): Promise<void> {
    this.#connected?.socket.destroy();
    this.#backlog.giveUp(this.#context!);
  }

  /** Null when nobody answers. */
  async #connect(): Promise<Connected | null> {
    const { host, port, maxLineLength } = this.#options;
    const { draining, log, count } = this.#context!;
    const socket = connect({ host, port, highWaterMark: 262_144 } as NetConnectOpts);
    const inflow = new Inflow(socket);
    const giveUp = () => socket.destroy();
    draining.addEventListener("abort", giveUp, { once: true });
    const connected = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("close", () => resolve(false));
    });
    draining.removeEventListener("abort", giveUp);
    if (!connected) {
      if (draining.aborted) return null;
      count("failedConnections");
      const reason = inflow.error?.message || "no answer";
      log.once(`connect ${reason}`, `cannot connect to ${host}:${port} (${reason}); it tries again until that works`);
      return null;
    }
    count("connections");
    log.info(`is connected to ${host}:${port}`);
    const lines = { encoding: "utf-8", maxLength: maxLineLength, overlong: "cut", carriageReturn: "remove" } as const;
    return { socket, inflow, reader: new RecordReader(lines, this.#options, this.#context!, this.#faults) };
  }

  /** Delivers until the connection ends or the program drains. Says whether anything came. */
  async #read({ socket, inflow, reader }: Connected, output: Output<string>): Promise<boolean> {
    const { draining, log } = this.#context!;
    const wake = () => inflow.wake();
    draining.addEventListener("abort", wake, { once: true });
    let heard = false;
    try {
      for (;;) {
        const bytes = inflow.take();
        if (bytes !== null) {
          heard = true;
          this.#context!.tally?.("bytes", bytes.length);
          this.#add(reader.push(bytes));
        }
        this.#add(reader.due());
        await this.#backlog.deliver(this.#context!, output);
        if (draining.aborted) break;
        if (bytes !== null) continue;
        if (inflow.ended) break;
        await inflow.wait(reader.dueAt, this.#context!.clock);
      }
    } finally {
      draining.removeEventListener("abort", wake);
    }
    socket.destroy();
    this.#add(reader.end("half"));
    await this.#backlog.deliver(this.#context!, output);
    if (!draining.aborted) {
      const reason = inflow.error === null ? "the server closed it" : inflow.error.message;
      log.warn(`the connection has ended (${reason}); it tries to connect again`);
    }
    return heard;
  }

  #add({ texts }: Records): void {
    if (texts.length > 0) this.#backlog.add(texts.map((text) => event(text)));
  }
}

/** A connection with what was read of it so far. */
interface Connected {
  readonly socket: Socket;
  readonly inflow: Inflow;
  readonly reader: RecordReader;
}
