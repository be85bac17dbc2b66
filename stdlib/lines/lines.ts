import { type FileHandle, open } from "node:fs/promises";
import { ComponentError, type Context, type Declared, type Output, type Source } from "../../runtime/component.ts";
import { event } from "../../runtime/event.ts";
import { messageOf } from "../../runtime/message-of.ts";
import { Backlog } from "../framing/backlog.ts";
import { lineFaults } from "../framing/line-faults.ts";
import { LineSplitter } from "../framing/line-splitter.ts";
import { type LinesOptions, linesDefaults } from "./lines.options.ts";

/** How much is read at once, in bytes. */
const CHUNK = 262_144;

/** The lines of a text file, once. */
export function lines(options: LinesOptions, declared: Declared): Source<string> {
  return new LinesSource({ ...linesDefaults, ...options }, declared);
}

class LinesSource implements Source<string> {
  readonly #options: Required<LinesOptions>;
  readonly #declared: Declared;
  readonly #backlog = new Backlog<string>();
  readonly #chunk = Buffer.allocUnsafe(CHUNK);
  #context: Context | null = null;
  #file: FileHandle | null = null;
  #splitter: LineSplitter | null = null;

  constructor(options: Required<LinesOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  async open(context: Context): Promise<void> {
    const { path, charset, maxLineLength } = this.#options;
    this.#context = context;
    try {
      this.#splitter = new LineSplitter({
        encoding: charset,
        maxLength: maxLineLength,
        overlong: "cut",
        carriageReturn: "remove",
        onFault: lineFaults(context, {}),
      });
      this.#file = await open(path, "r");
    } catch (error) {
      throw new ComponentError(this.#declared, this.#reasonOf(error), { cause: error });
    }
    if ((await this.#file.stat()).isDirectory()) {
      await this.#file.close();
      throw new ComponentError(this.#declared, `${path} is a directory; a file is needed`);
    }
  }

  async run(output: Output<string>): Promise<void> {
    const context = this.#context!;
    const splitter = this.#splitter!;
    // What an earlier run has left behind.
    await this.#backlog.deliver(context, output);
    while (!context.draining.aborted) {
      const { bytesRead } = await this.#file!.read(this.#chunk, 0, CHUNK, null);
      const last = bytesRead === 0 ? splitter.end() : null;
      const read = bytesRead === 0 ? (last === null ? [] : [last]) : splitter.push(this.#chunk.subarray(0, bytesRead));
      this.#backlog.add(read.map((line) => event(line)));
      await this.#backlog.deliver(context, output);
      if (bytesRead === 0) return;
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  #reasonOf(error: unknown): string {
    if (error instanceof RangeError) return error.message;
    const { path } = this.#options;
    switch (error instanceof Error && "code" in error ? error.code : "") {
      case "ENOENT":
        return `there is no file ${path}`;
      case "EACCES":
        return `there is no permission to read ${path}`;
      default:
        return `cannot read ${path}: ${messageOf(error)}`;
    }
  }
}
