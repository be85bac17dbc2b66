import { TextDecoder } from "node:util";
import type { Context } from "../../runtime/contract/context.ts";
import { encodingOf } from "./framing/text-encoding.ts";

/**
 * Reads whole texts of bytes. Bytes that are not text in the encoding become U+FFFD, are counted as `invalidCharacters`,
 * and told once. Throws a RangeError for an unknown encoding.
 */
export function textReader(encoding: string, { count, log }: Context): (bytes: Buffer) => string {
  const decode = decoderOf(encoding);
  return (bytes) => {
    const text = decode(bytes);
    if (text.includes("\uFFFD")) {
      count("invalidCharacters", text.split("\uFFFD").length - 1);
      log.once("invalidCharacters", "the input has bytes that are not text in its encoding: each became U+FFFD");
    }
    return text;
  };
}

function decoderOf(label: string): (bytes: Buffer) => string {
  const encoding = encodingOf(label);
  if (encoding === "utf-8") return (bytes) => bytes.toString("utf8");
  const decoder = new TextDecoder(encoding);
  return (bytes) => decoder.decode(bytes);
}
