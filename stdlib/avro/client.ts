import type { Duplex } from "node:stream";
import type { Event } from "../../runtime/contract/event.ts";
import type { Clock } from "../../runtime/system/clock.ts";
import { connect, connectTls, isIP } from "../../runtime/system/network.ts";
import { AvroReader } from "../support/avro/avro-reader.ts";
import { AvroWriter } from "../support/avro/avro-writer.ts";
import { Inflow } from "../support/framing/inflow.ts";
import type { TlsTexts } from "../support/tls-files.ts";
import { Deflated } from "./deflated.ts";
import { readMetadata, readServerHello, writeClientHello } from "./handshake.ts";
import { NettyFrames, nettyFrame } from "./netty-frames.ts";
import { STATUSES, statusesOf, writeBatch } from "./protocol.ts";

/** How an Avro server is reached; times in ms. */
export interface AvroClientOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeout: number;
  readonly requestTimeout: number;
  readonly compression: "none" | "deflate";
  readonly compressionLevel: number;
  readonly outermost: "deflate" | "tls";
  /** Null for a connection that is not encrypted. */
  readonly tls: TlsTexts | null;
}

/** Answers are a few bytes, and of the first one a protocol. */
const MOST_ANSWER = 1_048_576;

/** One connection to an avro source; one call at a time. */
export class AvroClient<T> {
  readonly #stream: Duplex;
  readonly #options: AvroClientOptions;
  readonly #clock: Clock;
  readonly #bytesOf: (body: T) => string | Uint8Array;
  readonly #inflow: Inflow;
  readonly #frames = new NettyFrames(MOST_ANSWER);
  #serial = 0;
  #isConnected = false;
  #isBroken = false;
  #statuses: readonly string[] = STATUSES;

  private constructor(
    stream: Duplex,
    options: AvroClientOptions,
    clock: Clock,
    bytesOf: (body: T) => string | Uint8Array,
  ) {
    this.#stream = stream;
    this.#options = options;
    this.#clock = clock;
    this.#bytesOf = bytesOf;
    this.#inflow = new Inflow(stream);
  }

  /** Rejects when no connection comes about in time. */
  static async connect<T>(
    options: AvroClientOptions,
    clock: Clock,
    bytesOf: (body: T) => string | Uint8Array,
  ): Promise<AvroClient<T>> {
    return new AvroClient(await openStream(options, clock), options, clock, bytesOf);
  }

  /** Something failed on it, or the other side has closed it: it takes no further call. */
  get isBroken(): boolean {
    return this.#isBroken || this.#inflow.ended || !this.#stream.writable;
  }

  /** Resolves when the other side says that the events are safe, to how many bytes went there. */
  async append(events: readonly Event<T>[]): Promise<number> {
    const { host, port, requestTimeout } = this.#options;
    // Until an answer is here, it is not known what became of the call.
    this.#isBroken = true;
    const writer = new AvroWriter(events.length * 256);
    if (!this.#isConnected) writeClientHello(writer);
    writeBatch(writer, events, this.#bytesOf);
    this.#serial += 1;
    const frame = nettyFrame(this.#serial, writer.written());
    this.#stream.write(frame);
    const status = this.#statusOf(await this.#answer(this.#clock.now() + requestTimeout));
    if (status !== "OK") throw new Error(`${host}:${port} answered ${status}`);
    this.#isBroken = false;
    return frame.length;
  }

  close(): void {
    this.#stream.destroy();
  }

  async #answer(until: number): Promise<AvroReader> {
    const { host, port, requestTimeout } = this.#options;
    for (;;) {
      const bytes = this.#inflow.take();
      if (bytes === null) {
        if (this.#inflow.ended) {
          const why = this.#inflow.error?.message ?? "the connection was closed";
          throw new Error(`no answer of ${host}:${port}: ${why}`);
        }
        if (this.#clock.now() >= until) throw new Error(`no answer of ${host}:${port} within ${requestTimeout} ms`);
        await this.#inflow.wait(until, this.#clock);
        continue;
      }
      const frame = this.#frames.push(bytes).find(({ serial }) => serial === this.#serial);
      if (frame !== undefined) return new AvroReader(frame.body);
    }
  }

  #statusOf(reader: AvroReader): string {
    if (!this.#isConnected) {
      const protocol = readServerHello(reader);
      if (protocol !== null) this.#statuses = statusesOf(protocol) ?? STATUSES;
      this.#isConnected = true;
    }
    readMetadata(reader);
    if (!reader.boolean()) return this.#statuses[reader.long()] ?? "an unknown status";
    // A union whose first branch is a text.
    return `an error: ${reader.long() === 0 ? reader.string() : "of a kind that is not known"}`;
  }
}

/** A connection as the options want it, ready to be written to. */
async function openStream(options: AvroClientOptions, clock: Clock): Promise<Duplex> {
  const { host, port, connectTimeout, compression, compressionLevel, outermost, tls } = options;
  const isPacked = compression === "deflate";
  const socket = connect({ host, port, noDelay: true });
  // What breaks it later is told to whoever reads it.
  socket.on("error", () => {});
  const cancel = clock.at(clock.now() + connectTimeout, () => {
    socket.destroy(new Error(`no connection to ${host}:${port} within ${connectTimeout} ms`));
  });
  try {
    await waitFor(socket, "connect");
    if (tls === null) return isPacked ? new Deflated(socket, compressionLevel) : socket;
    const inner = isPacked && outermost === "deflate" ? new Deflated(socket, compressionLevel) : socket;
    const encrypted = connectTls({ ...tls, socket: inner, ...(isIP(host) === 0 ? { servername: host } : { host }) });
    encrypted.on("error", () => {});
    await waitFor(encrypted, "secureConnect");
    return isPacked && outermost === "tls" ? new Deflated(encrypted, compressionLevel) : encrypted;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    cancel();
  }
}

function waitFor(stream: Duplex, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once(event, () => resolve());
    stream.once("error", reject);
    stream.once("close", () => reject(new Error("the connection was closed")));
  });
}
