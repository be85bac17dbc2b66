/**
 * Every batch is a gzip member of its own (RFC 1952; readers take members one after the other as one text), so that
 * what is confirmed can be read. Each says its own length in an extra field: after a crash the end of the last whole
 * member is found without inflating anything.
 */
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { crc32, createDeflateRaw, inflateRaw } from "node:zlib";
import type { Content } from "../file-store.ts";
import type { WholeEnd } from "./file-format.ts";
import { Window } from "./window.ts";

/** Fixed part, length of the extra field, and that field: two letters, its size, the length of the member. */
const HEADER = 20;
/** CRC-32 and the length of the text. */
const TRAILER = 8;
/** Identification, deflate, and the flag of the extra field. */
const START = 0x04_08_8b_1f;
/** The extra field's name, `SL`. */
const FIELD = 0x4c53;

/** Compresses into one member. */
export async function gzipMember(content: Content): Promise<Content> {
  const { deflated, crc, size } = await deflate(content);
  const length = HEADER + deflated.length + TRAILER;
  const member = Buffer.alloc(length);
  member.writeUInt32LE(START, 0);
  // Of an unknown system.
  member.writeUInt8(0xff, 9);
  member.writeUInt16LE(8, 10);
  member.writeUInt16LE(FIELD, 12);
  member.writeUInt16LE(4, 14);
  member.writeUInt32LE(length, 16);
  deflated.copy(member, HEADER);
  member.writeUInt32LE(crc, length - TRAILER);
  member.writeUInt32LE(size % 2 ** 32, length - 4);
  return { pieces: () => [member] };
}

/** How far a file consists of whole members. Those from `doubtful` on are compared with their checksums. */
export const wholeMembers: WholeEnd = async (read, length, doubtful) => {
  const file = new Window(read, length);
  let end = 0;
  for (;;) {
    const header = await file.bytes(end, HEADER);
    if (header.length < HEADER || header.readUInt32LE() !== START || header.readUInt16LE(12) !== FIELD) return end;
    const next = end + header.readUInt32LE(16);
    if (next < end + HEADER || next > length) return end;
    if (end >= doubtful && !(await isWhole(await file.bytes(end, next - end)))) return end;
    end = next;
  }
};

async function isWhole(member: Buffer): Promise<boolean> {
  const trailer = member.length - TRAILER;
  try {
    const text = await promisify(inflateRaw)(member.subarray(HEADER, trailer));
    return crc32(text) === member.readUInt32LE(trailer);
  } catch {
    return false;
  }
}

async function deflate(content: Content) {
  const stream = createDeflateRaw();
  const deflated = buffer(stream);
  let crc = 0;
  let size = 0;
  for await (const piece of content.pieces()) {
    crc = crc32(piece, crc);
    size += piece.length;
    await new Promise<void>((resolve) => stream.write(piece, () => resolve()));
  }
  stream.end();
  return { deflated: await deflated, crc, size };
}
