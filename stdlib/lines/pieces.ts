import type { Context, Declared } from "../../runtime/contract/context.ts";
import { event } from "../../runtime/contract/event.ts";
import type { Output, Source } from "../../runtime/contract/source.ts";
import type { FileHandle } from "../../runtime/system/files.ts";
import { Backlog } from "../support/framing/backlog.ts";
import { openFile } from "./open-file.ts";
import { type PiecesOptions, piecesDefaults } from "./pieces.options.ts";

/** The bytes of a file, once. */
export function pieces(options: PiecesOptions, declared: Declared): Source<Uint8Array> {
  return new PiecesSource({ ...piecesDefaults, ...options }, declared);
}

class PiecesSource implements Source<Uint8Array> {
  readonly ends = true;
  readonly #options: Required<PiecesOptions>;
  readonly #declared: Declared;
  readonly #backlog = new Backlog<Uint8Array>();
  #context: Context | null = null;
  #file: FileHandle | null = null;

  constructor(options: Required<PiecesOptions>, declared: Declared) {
    this.#options = options;
    this.#declared = declared;
  }

  async open(context: Context): Promise<void> {
    this.#context = context;
    this.#file = await openFile(this.#options.path, this.#declared);
  }

  async run(output: Output<Uint8Array>): Promise<void> {
    const context = this.#context!;
    // What an earlier run has left behind.
    await this.#backlog.deliver(context, output);
    while (!context.draining.aborted) {
      const piece = await this.#read();
      if (piece.length === 0) return;
      this.#backlog.add([event(piece)]);
      await this.#backlog.deliver(context, output);
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  /** A whole piece, less at the end of the file: a read may give fewer bytes than it was asked for. */
  async #read(): Promise<Uint8Array> {
    const piece = Buffer.allocUnsafeSlow(this.#options.pieceSize);
    let length = 0;
    while (length < piece.length) {
      const { bytesRead } = await this.#file!.read(piece, length, piece.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return piece.subarray(0, length);
  }
}
