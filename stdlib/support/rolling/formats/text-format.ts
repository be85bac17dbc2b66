import type { HadoopCodec } from "../../compression/hadoop-codec.ts";
import type { Content } from "../file-store.ts";
import { BodyBytes, type EventWriter } from "./body-bytes.ts";
import type { FileFormat } from "./file-format.ts";
import { gzipMember } from "./gzip-member.ts";

/** Bodies one after the other, each with a newline where `appendNewline` says so, compressed as a whole with a codec. */
export function textFormat<T>(write: EventWriter<T>, appendNewline: boolean, codec: HadoopCodec | null): FileFormat<T> {
  return {
    extension: codec?.extension ?? "",
    records: () => new BodyBytes(write, appendNewline),
    compress: codec === null ? null : codec.name === "gzip" ? gzipMember : (content) => packed(content, codec),
    grain: codec === null ? (appendNewline ? "lines" : "anything") : codec.name,
  };
}

/** A batch is one stream of its codec: what is left of it after a crash is all of it or nothing. */
async function packed(content: Content, codec: HadoopCodec): Promise<Content> {
  const pieces: Buffer[] = [];
  // Each piece is valid until the next one.
  for await (const piece of content.pieces()) pieces.push(Buffer.from(piece));
  const bytes = Buffer.concat(pieces);
  const stream = bytes.length === 0 ? bytes : await codec.compress(bytes);
  return { pieces: () => [stream] };
}
