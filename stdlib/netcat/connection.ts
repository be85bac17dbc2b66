import type { Context } from "../../runtime/contract/context.ts";
import { ChannelFullError } from "../../runtime/contract/errors.ts";
import { event } from "../../runtime/contract/event.ts";
import { messageOf } from "../../runtime/contract/message-of.ts";
import type { Output } from "../../runtime/contract/source.ts";
import { lineFaults } from "../support/framing/line-faults.ts";
import { RecordReader, type RecordReaderRules, type Records } from "../support/framing/record-reader.ts";
import type { ServedSocket } from "../support/served-socket.ts";

/** How the lines of one connection are read and answered. */
export interface ConnectionOptions extends RecordReaderRules {
  readonly maxLineLength: number;
  readonly ackEveryEvent: boolean;
  readonly encoding: string;
}

/** Answers are sent as soon as they have so many characters. */
const MOST_ANSWERS = 16_384;

/** One sender: its lines go on in the order in which they came, and it is answered in that order. */
export class Connection {
  readonly #socket: ServedSocket;
  readonly #options: ConnectionOptions;
  readonly #context: Context;
  readonly #output: Output<string>;
  readonly #reader: RecordReader;
  /** Not sent yet. */
  #answers = "";

  constructor(socket: ServedSocket, options: ConnectionOptions, context: Context, output: Output<string>) {
    this.#socket = socket;
    this.#options = options;
    this.#context = context;
    this.#output = output;
    const { encoding, maxLineLength } = options;
    this.#reader = new RecordReader(
      { encoding, maxLength: maxLineLength - 1, overlong: "refuse", carriageReturn: "keep" },
      options,
      context,
      lineFaults(context, { longLines: "it is refused and its connection closed" }),
    );
  }

  /** Resolves when the sender has closed it, at a line that is too long, or since the program drains. */
  async read(): Promise<void> {
    const { draining } = this.#context;
    const { inflow } = this.#socket;
    while (!draining.aborted) {
      const bytes = this.#socket.take();
      if (bytes === null) {
        if (inflow.ended) break;
        await inflow.wait(this.#reader.dueAt, this.#context.clock);
        const due = this.#reader.due();
        if (due.texts.length > 0) await this.#deliver(due);
      } else {
        await this.#deliver(this.#reader.push(bytes));
        if (this.#reader.refused) {
          // What came before it is whole.
          await this.#deliver(this.#reader.end("whole"));
          const limit = this.#options.maxLineLength;
          await this.#answer(`FAILED: Event exceeds the maximum length (${limit} chars, including newline)\n`);
        }
      }
      if (this.#answers !== "") await this.#sendAnswers();
      if (this.#reader.refused) return;
    }
    await this.#deliver(this.#reader.end("half"));
    await this.#sendAnswers();
  }

  async #deliver({ texts, lines }: Records): Promise<void> {
    const { batchSize } = this.#output;
    if (texts.length > 0 && texts.length <= batchSize) return this.#deliverBatch(texts, lines);
    for (let start = 0; start < texts.length; start += batchSize) {
      const end = start + batchSize;
      await this.#deliverBatch(texts.slice(start, end), lines?.slice(start, end) ?? null);
    }
  }

  /** An answer for each line that the records were. */
  async #deliverBatch(texts: readonly string[], lines: readonly number[] | null): Promise<void> {
    const answers = lines === null ? texts.length : lines.reduce((sum, count) => sum + count, 0);
    try {
      await this.#output.put(texts.map((text) => event(text)));
    } catch (error) {
      if (texts.length === 1 || error instanceof ChannelFullError) {
        await this.#answer(`FAILED: ${messageOf(error).replaceAll("\n", " ")}\n`.repeat(answers));
      } else {
        // A step on the wire threw on one of them: the others need not fail with it.
        for (const [index, text] of texts.entries()) {
          await this.#deliverBatch([text], lines === null ? null : [lines[index]!]);
        }
      }
      return;
    }
    if (this.#options.ackEveryEvent) await this.#answer("OK\n".repeat(answers));
  }

  /** Once a chunk: a system call for each batch costs more than all the rest. */
  async #answer(text: string): Promise<void> {
    this.#answers += text;
    if (this.#answers.length >= MOST_ANSWERS) await this.#sendAnswers();
  }

  async #sendAnswers(): Promise<void> {
    const text = this.#answers;
    this.#answers = "";
    if (text !== "") await this.#socket.write(text);
  }
}
