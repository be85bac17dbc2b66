import type { Context } from "../../runtime/contract/context.ts";
import type { Output } from "../../runtime/contract/source.ts";
import { deliver } from "../support/deliver.ts";
import type { ServedSocket } from "../support/served-socket.ts";
import { SyslogFrames } from "./frames.ts";
import type { MessageReader, SourceHeaders } from "./message.ts";

/** How long a sender is listened to after it was told that the program ends, in ms: it does not say all again. */
const HEAR_OUT = 1000;

/** One sender of syslog over TCP. It gets no answers, so it is held back while the channel is full. */
export class SyslogSession {
  readonly #socket: ServedSocket;
  readonly #eventSize: number;
  readonly #reader: MessageReader;
  readonly #headers: SourceHeaders;
  readonly #context: Context;
  readonly #output: Output<string>;

  constructor(
    socket: ServedSocket,
    eventSize: number,
    { reader, headers }: { readonly reader: MessageReader; readonly headers: SourceHeaders },
    context: Context,
    output: Output<string>,
  ) {
    this.#socket = socket;
    this.#eventSize = eventSize;
    this.#reader = reader;
    this.#headers = headers;
    this.#context = context;
    this.#output = output;
  }

  /** Resolves when it is done: closed by the sender, or heard out since the program drains. */
  async read(): Promise<void> {
    const { draining, clock } = this.#context;
    const { inflow } = this.#socket;
    const frames = new SyslogFrames(this.#eventSize);
    let end = Infinity;
    for (;;) {
      const bytes = this.#socket.take();
      if (bytes !== null) {
        const events = frames.push(bytes).map((frame) => this.#reader.read(frame, this.#headers));
        if (events.length > 0) await deliver(this.#context, this.#output, events);
      }
      if (draining.aborted && end === Infinity) {
        this.#socket.finish();
        end = clock.now() + HEAR_OUT;
      }
      if (inflow.ended ? bytes === null : clock.now() >= end) break;
      if (bytes === null) await inflow.wait(end, clock);
    }
    const last = frames.end(inflow.error !== null);
    if (last !== null) await deliver(this.#context, this.#output, [this.#reader.read(last, this.#headers)]);
  }
}
