/** Up to this length a text is copied character by character: a call into V8 costs as much. */
const SHORT = 48;

/** What a writer has room for at first, in bytes. */
const ROOM = 4096;

/** Bytes that are appended one after the other, in one buffer that grows as needed. */
export class ByteWriter {
  protected buffer: Buffer;
  protected at = 0;
  /** Whether it has a character beyond ASCII. */
  protected isWide = false;

  /** It has room for so many bytes before it grows. */
  constructor(room: number = ROOM) {
    this.buffer = Buffer.allocUnsafeSlow(room);
  }

  /** How many bytes there are so far. */
  get position(): number {
    return this.at;
  }

  /** A text in UTF-8; a lone surrogate becomes U+FFFD. */
  utf8(text: string): void {
    if (text.length > SHORT || !this.#copyAscii(text)) this.#encode(text);
  }

  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Takes back what was written behind `position`. */
  cut(position: number): void {
    this.at = position;
  }

  /** All bytes, as a view that holds until something more is written. */
  written(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  /** All bytes as text, which must be UTF-8. */
  toString(): string {
    return this.buffer.toString(this.isWide ? "utf8" : "latin1", 0, this.at);
  }

  /** Makes it empty. Of its buffer it keeps no more than `most` bytes. */
  clear(most: number): void {
    if (this.buffer.length > most) this.buffer = Buffer.allocUnsafeSlow(ROOM);
    this.at = 0;
    this.isWide = false;
  }

  /** Makes room for `more` bytes. */
  protected reserve(more: number): void {
    const needed = this.at + more;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.buffer.length));
    this.buffer.copy(grown, 0, 0, this.at);
    this.buffer = grown;
  }

  /** Says whether the text is ASCII; writes nothing where it is not. */
  #copyAscii(text: string): boolean {
    this.reserve(text.length);
    const { buffer } = this;
    let at = this.at;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127) return false;
      buffer[at++] = unit;
    }
    this.at = at;
    return true;
  }

  #encode(text: string): void {
    // A UTF-16 code unit takes at most three bytes; of a long text they are counted, to hold no more than it needs.
    const most = 3 * text.length;
    this.reserve(this.at + most <= this.buffer.length ? most : Buffer.byteLength(text));
    const written = this.buffer.write(text, this.at, "utf8");
    if (written !== text.length) this.isWide = true;
    this.at += written;
  }
}
