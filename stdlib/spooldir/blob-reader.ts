import { createDecoder, type Decoder } from "../support/framing/decoder.ts";
import { byteOrderMark } from "../support/framing/text-encoding.ts";

/** What can be wrong with a file that is one text. */
export type BlobFault = "longBlobs" | "invalidCharacters";

/** A whole file as one text; a longer one in pieces of that many bytes, give or take a character. */
export class BlobReader {
  readonly #encoding: string;
  readonly #longest: number;
  readonly #fault: (fault: BlobFault, times: number) => void;
  #decoder: Decoder | null = null;
  #parts: Buffer[] = [];
  #size = 0;
  #pieces = 0;

  /** Throws a RangeError for an unknown encoding. */
  constructor(encoding: string, longest: number, fault: (fault: BlobFault, times: number) => void) {
    createDecoder(encoding);
    this.#encoding = encoding;
    this.#longest = longest;
    this.#fault = fault;
  }

  /** The piece that has become too long to be one text with what follows. */
  push(bytes: Buffer): string[] {
    const texts: string[] = [];
    let rest = bytes;
    while (this.#size + rest.length > this.#longest) {
      const end = this.#longest - this.#size;
      this.#keep(rest.subarray(0, end));
      if (this.#pieces === 0) this.#fault("longBlobs", 1);
      texts.push(this.#decode());
      rest = rest.subarray(end);
    }
    this.#keep(rest);
    return texts;
  }

  /** What is left; an empty file is an empty text. */
  end(): string[] {
    if (this.#size === 0 && this.#pieces > 0) return [];
    const text = this.#decode() + (this.#decoder?.end() ?? "");
    const invalid = text.split("\uFFFD").length - 1;
    if (invalid > 0) this.#fault("invalidCharacters", invalid);
    return [text];
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#parts.push(Buffer.from(bytes));
    this.#size += bytes.length;
  }

  #decode(): string {
    let bytes = Buffer.concat(this.#parts);
    if (this.#decoder === null) {
      const mark = byteOrderMark(bytes);
      this.#decoder = createDecoder(mark?.encoding ?? this.#encoding);
      bytes = bytes.subarray(mark?.length ?? 0);
    }
    this.#parts = [];
    this.#size = 0;
    this.#pieces += 1;
    return this.#decoder.write(bytes);
  }
}
