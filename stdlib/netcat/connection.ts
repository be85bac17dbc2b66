import type { Socket } from "node:net";
import { ChannelFullError, type Context, type Output } from "../../runtime/component.ts";
import { event } from "../../runtime/event.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { Inflow } from "../framing/inflow.ts";
import { lineFaults } from "../framing/line-faults.ts";
import { RecordReader, type RecordReaderRules, type Records } from "../framing/record-reader.ts";

export interface ConnectionOptions extends RecordReaderRules {
  readonly maxLineLength: number;
  readonly ackEveryEvent: boolean;
  readonly encoding: string;
  readonly idleTimeout: number | null;
}

/** How long a sender may go on after our end of its connection is closed, in ms. */
const LINGER = 1000;

/** How much is to be said before it is said at the latest, in characters. */
const MOST_ANSWERS = 16_384;

/** One sender: its lines go on in the order in which they came, and it is answered in that order. */
export class Connection {
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #context: Context;
  readonly #inflow: Inflow;
  readonly #reader: RecordReader;
  #lastHeard: number;
  /** What the sender is still to be told. */
  #answers = "";

  constructor(socket: Socket, options: ConnectionOptions, context: Context) {
    this.#socket = socket;
    this.#options = options;
    this.#context = context;
    this.#inflow = new Inflow(socket);
    const { encoding, maxLineLength } = options;
    this.#reader = new RecordReader(
      { encoding, maxLength: maxLineLength - 1, overlong: "refuse", carriageReturn: "keep" },
      options,
      context,
      lineFaults(context, { longLines: "it is refused and its connection closed" }),
    );
    this.#lastHeard = context.clock.now();
  }

  /** When it last sent something, or connected. */
  get lastHeard(): number {
    return this.#lastHeard;
  }

  /** Closes it at once, whatever is under way. */
  end(): void {
    this.#socket.destroy();
  }

  /** Resolves when the connection is closed: by the sender, for a line that is too long, or since the program drains. */
  async run(output: Output<string>): Promise<void> {
    const { draining } = this.#context;
    const wake = () => this.#inflow.wake();
    draining.addEventListener("abort", wake, { once: true });
    const cancelIdle = this.#watchIdle();
    try {
      await this.#read(output);
    } finally {
      cancelIdle();
      draining.removeEventListener("abort", wake);
      this.#close();
    }
  }

  async #read(output: Output<string>): Promise<void> {
    const { draining } = this.#context;
    while (!draining.aborted) {
      const bytes = this.#inflow.take();
      if (bytes === null) {
        if (this.#inflow.ended) break;
        await this.#inflow.wait(this.#reader.dueAt, this.#context.clock);
        if (await this.#deliver(output, this.#reader.due())) await this.#sendAnswers();
        continue;
      }
      this.#lastHeard = this.#context.clock.now();
      await this.#deliver(output, this.#reader.push(bytes));
      if (this.#reader.refused) {
        // What came before it is whole.
        await this.#deliver(output, this.#reader.end("whole"));
        const limit = this.#options.maxLineLength;
        await this.#answer(`FAILED: Event exceeds the maximum length (${limit} chars, including newline)\n`);
      }
      await this.#sendAnswers();
      if (this.#reader.refused) return;
    }
    if (await this.#deliver(output, this.#reader.end("half"))) await this.#sendAnswers();
  }

  /** Says whether there was anything. */
  async #deliver(output: Output<string>, { texts, lines }: Records): Promise<boolean> {
    const { batchSize } = output;
    for (let start = 0; start < texts.length; start += batchSize) {
      const end = start + batchSize;
      await this.#deliverBatch(output, texts.slice(start, end), lines?.slice(start, end) ?? null);
    }
    return texts.length > 0;
  }

  /** An answer for each line that the records were. */
  async #deliverBatch(
    output: Output<string>,
    texts: readonly string[],
    lines: readonly number[] | null,
  ): Promise<void> {
    const answers = lines === null ? texts.length : lines.reduce((sum, count) => sum + count, 0);
    try {
      await output.put(texts.map((text) => event(text)));
    } catch (error) {
      if (texts.length === 1 || error instanceof ChannelFullError) {
        await this.#answer(`FAILED: ${messageOf(error).replaceAll("\n", " ")}\n`.repeat(answers));
      } else {
        // A step on the wire threw on one of them: the others need not fail with it.
        for (const [index, text] of texts.entries()) {
          await this.#deliverBatch(output, [text], lines === null ? null : [lines[index]!]);
        }
      }
      return;
    }
    if (this.#options.ackEveryEvent) await this.#answer("OK\n".repeat(answers));
  }

  /** Answers to the lines of one chunk go out together: a system call for each batch costs more than all the rest. */
  async #answer(text: string): Promise<void> {
    this.#answers += text;
    if (this.#answers.length >= MOST_ANSWERS) await this.#sendAnswers();
  }

  /** Waits for a sender that does not read its answers: they would pile up here otherwise. */
  async #sendAnswers(): Promise<void> {
    const text = this.#answers;
    this.#answers = "";
    if (text === "" || !this.#socket.writable || this.#socket.write(text)) return;
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

  #watchIdle(): () => void {
    const { idleTimeout } = this.#options;
    if (idleTimeout === null) return () => {};
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
    const { error } = this.#inflow;
    if (error !== null) {
      this.#context.count("brokenConnections");
      this.#context.log.once(`broken ${error.message}`, `a connection broke: ${error.message}`);
    }
    const socket = this.#socket;
    if (this.#context.draining.aborted) {
      socket.destroySoon();
      return;
    }
    // A close with something unread is a reset, which could overtake our last answer: hear the sender out for a while.
    socket.unref();
    const cancel = this.#context.clock.at(this.#context.clock.now() + LINGER, () => socket.destroy());
    socket.on("close", cancel);
    socket.resume();
    socket.end();
  }
}
