import type { Context, Declared } from "../../runtime/contract/context.ts";
import { ComponentError } from "../../runtime/contract/errors.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import type { FileHandle } from "../../runtime/system/files.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { lineFaults } from "../support/framing/line-faults.ts";
import { RecordReader } from "../support/framing/record-reader.ts";
import { fileIdentity } from "./file-identity.ts";
import { type LinesOptions, linesDefaults } from "./lines.options.ts";
import { openFile } from "./open-file.ts";

/** How much is read at once, in bytes. */
const CHUNK = 1024 * 1024;

/**
 * Text is decoded in pieces of about this many bytes. Texts of about a mebibyte are kept outside of V8's heap, so
 * that its garbage collector never copies what waits in a channel; between that and its nursery, each takes fresh
 * memory from the system, which costs more than all else done to a line.
 */
const PIECE = CHUNK;

/** The lines of a text file, once. */
export function lines(options: LinesOptions, declared: Declared): Source<string> {
  return new LinesSource({ ...linesDefaults, ...options }, declared);
}

class LinesSource implements Source<string> {
  readonly ends = true;
  readonly #options: Required<LinesOptions>;
  readonly #declared: Declared;
  readonly #backlog = new Backlog<string>();
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  #context: Context | null = null;
  #file: FileHandle | null = null;
  #reader: RecordReader | null = null;
  /** Bytes of the file that are read. */
  #read = 0;

  constructor(options: Required<LinesOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  async open(context: Context): Promise<void> {
    const { path, charset: encoding, maxLineLength: maxLength } = this.#options;
    this.#context = context;
    try {
      const lines = { encoding, maxLength, overlong: "cut", carriageReturn: "remove", piece: PIECE } as const;
      // Whoever reads a file to its end need not wait for more of it.
      const rules = { ...this.#options, recordTimeout: Infinity };
      this.#reader = new RecordReader(lines, rules, context, lineFaults(context, {}));
    } catch (error) {
      if (error instanceof RangeError) throw new ComponentError(this.#declared, error.message, { cause: error });
      throw error;
    }
    this.#file = await openFile(path, this.#declared);
    // A pipe or a device has no size.
    const { size } = await this.#file.stat();
    const help = "What of its file is not read yet, in bytes.";
    context.observe?.({
      name: "leftBytes",
      help,
      read: () => (size === 0 ? Number.NaN : Math.max(0, size - this.#read)),
    });
  }

  async run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    const reader = this.#reader!;
    // What an earlier run has left behind.
    await this.#backlog.deliver(context, output);
    while (!context.draining.aborted) {
      const { bytesRead } = await this.#file!.read(this.#chunk, 0, CHUNK, null);
      this.#read += bytesRead;
      context.tally?.("bytes", bytesRead);
      const { texts } = bytesRead === 0 ? reader.end("whole") : reader.push(this.#chunk.subarray(0, bytesRead));
      this.#backlog.add(texts.map((text) => event(text)));
      await this.#backlog.deliver(context, output);
      if (bytesRead === 0) return;
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  async identity(former: string | null): Promise<string | null> {
    return await fileIdentity(this.#file!, former);
  }
}
