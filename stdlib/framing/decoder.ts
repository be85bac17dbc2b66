import { StringDecoder } from "node:string_decoder";
import { TextDecoder } from "node:util";

/** Bytes to text, with characters that are split between chunks put together; what is no text becomes U+FFFD. */
export interface Decoder {
  write(bytes: Buffer): string;
  /** What is left of a character that never became whole. */
  end(): string;
}

/** A decoder for an encoding by its WHATWG label (`utf-8`, `latin1`, …). Throws a RangeError for an unknown one. */
export function createDecoder(encoding: string): Decoder {
  const decoder = textDecoder(encoding);
  // Four times as fast as the TextDecoder, which converts chunk by chunk through ICU.
  if (decoder.encoding === "utf-8") return new StringDecoder("utf8");
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

function textDecoder(encoding: string): TextDecoder {
  try {
    // A byte order mark stays: it is the writer's first character, as it is for Flume.
    return new TextDecoder(encoding, { ignoreBOM: true });
  } catch (cause) {
    throw new RangeError(`there is no character encoding "${encoding}"`, { cause });
  }
}
