import type { Context } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Output } from "../../runtime/contract/source.ts";
import { AvroFault, AvroReader } from "../support/avro/avro-reader.ts";
import { AvroWriter } from "../support/avro/avro-writer.ts";
import type { ServedSocket } from "../support/served-socket.ts";
import { readClientHello, readMetadata, writeServerHello } from "./handshake.ts";
import { type NettyFrame, NettyFrames, nettyFrame } from "./netty-frames.ts";
import { readEvents, STATUSES, speaksTheSame } from "./protocol.ts";

/** One sender: its calls are done one after the other, and each is answered when its events are safe. */
export class AvroSession {
  readonly #socket: ServedSocket;
  readonly #maxCallSize: number;
  readonly #context: Context;
  readonly #output: Output<string>;
  readonly #textOf: (bytes: Buffer) => string;
  /** The protocol of the client is known: its further calls have no handshake. */
  #isConnected = false;

  constructor(
    socket: ServedSocket,
    maxCallSize: number,
    context: Context,
    output: Output<string>,
    textOf: (bytes: Buffer) => string,
  ) {
    this.#socket = socket;
    this.#maxCallSize = maxCallSize;
    this.#context = context;
    this.#output = output;
    this.#textOf = textOf;
  }

  /** Resolves when it is done: closed by the sender, for a call that is not one, or since the program drains. */
  async read(): Promise<void> {
    const { draining, clock, count, log } = this.#context;
    const { inflow } = this.#socket;
    const frames = new NettyFrames(this.#maxCallSize);
    try {
      while (!draining.aborted) {
        const bytes = this.#socket.take();
        if (bytes === null) {
          if (inflow.ended) return;
          await inflow.wait(Infinity, clock);
          continue;
        }
        for (const frame of frames.push(bytes)) {
          await this.#answer(frame);
          if (draining.aborted) return;
        }
      }
    } catch (error) {
      if (!(error instanceof AvroFault)) throw error;
      count("brokenCalls");
      log.once("broken", `a connection was closed: ${messageOf(error)}`);
    }
  }

  async #answer({ serial, body }: NettyFrame): Promise<void> {
    const reader = new AvroReader(body);
    const writer = new AvroWriter(64);
    if (this.#isConnected || this.#greet(reader, writer)) await this.#call(reader, writer);
    await this.#socket.write(nettyFrame(serial, writer.written()));
  }

  /** Says whether a call follows. */
  #greet(reader: AvroReader, writer: AvroWriter): boolean {
    const hello = readClientHello(reader);
    if (hello.protocol !== null && !speaksTheSame(hello.protocol)) {
      throw new AvroFault("the other side speaks another protocol than AvroSourceProtocol");
    }
    // A hash alone says nothing: the client is asked for all of it, and calls again.
    this.#isConnected = hello.protocol !== null;
    writeServerHello(writer, hello, this.#isConnected);
    return this.#isConnected;
  }

  async #call(reader: AvroReader, writer: AvroWriter): Promise<void> {
    readMetadata(reader);
    const message = reader.string();
    // Only a handshake.
    if (message === "") return;
    const events = readEvents(reader, message, this.#textOf);
    const isSafe = await this.#deliver(events);
    // No metadata, no error.
    writer
      .long(0)
      .boolean(false)
      .long(STATUSES.indexOf(isSafe ? "OK" : "FAILED"));
  }

  /** A call has one answer: where some of its events were not taken, the sender repeats all of them. */
  async #deliver(events: readonly Event<string>[]): Promise<boolean> {
    const { batchSize } = this.#output;
    try {
      for (let start = 0; start < events.length; start += batchSize) {
        await this.#output.put(events.slice(start, start + batchSize));
      }
      return true;
    } catch {
      // Logged and counted by whoever refused them.
      this.#context.count("failedCalls");
      return false;
    }
  }
}
