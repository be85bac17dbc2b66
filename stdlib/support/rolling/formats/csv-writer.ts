import { JsonWriter } from "../../../../runtime/value/json-writer.ts";

/** What stands between quotes, wherever it is. */
const QUOTED = /[",\r\n]/;

/** Up to this length a text is looked at character by character. */
const SHORT = 64;

const [NEWLINE, CARRIAGE_RETURN, QUOTE, COMMA] = [10, 13, 34, 44];

/** Lines of RFC 4180 as bytes: each field goes into the buffer at once, without a text of its own where it is ASCII. */
export class CsvWriter extends JsonWriter {
  /** A text, between quotes where it has to be. */
  field(text: string): void {
    if (text.length <= SHORT && this.#copyPlain(text)) return;
    this.utf8(QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  }

  /** Says whether the text is ASCII that needs no quotes; writes nothing where it is not. */
  #copyPlain(text: string): boolean {
    this.reserve(text.length);
    const { buffer } = this;
    let at = this.at;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 127 || unit === COMMA || unit === QUOTE || unit === NEWLINE || unit === CARRIAGE_RETURN) return false;
      buffer[at++] = unit;
    }
    this.at = at;
    return true;
  }
}
