/**
 * Every batch is a gzip member of its own (RFC 1952; readers take members one after the other as one text), so that
 * what is confirmed can be read. Each says its own length in an extra field: after a crash the end of the last whole
 * member is found without inflating anything.
 */
import { promisify } from "node:util";
import { crc32, deflateRaw } from "node:zlib";
import type { FileSystem } from "./file-system.ts";

const deflate = promisify(deflateRaw);

/** Fixed part, length of the extra field, and that field: two letters, its size, the length of the member. */
const HEADER = 20;
/** CRC-32 and the length of the text. */
const TRAILER = 8;
/** The extra field's name, `SL`. */
const FIELD = 0x4c53;

/** Compresses into one member. */
export async function gzipMember(bytes: Uint8Array): Promise<Uint8Array> {
  const deflated = await deflate(bytes);
  const length = HEADER + deflated.length + TRAILER;
  const member = Buffer.alloc(length);
  // Deflate, with an extra field, no time, unknown system.
  member.writeUInt32LE(0x04_08_8b_1f, 0);
  member.writeUInt8(0xff, 9);
  member.writeUInt16LE(8, 10);
  member.writeUInt16LE(FIELD, 12);
  member.writeUInt16LE(4, 14);
  member.writeUInt32LE(length, 16);
  deflated.copy(member, HEADER);
  member.writeUInt32LE(crc32(bytes), length - TRAILER);
  member.writeUInt32LE(bytes.length % 2 ** 32, length - 4);
  return member;
}

/** How far a file of `length` bytes consists of whole members. */
export async function wholeMembers(files: FileSystem, path: string, length: number): Promise<number> {
  const window = 1024 * 1024;
  let buffer: Buffer = Buffer.alloc(0);
  let start = 0;
  for (let end = 0; ; ) {
    if (end + HEADER > start + buffer.length) {
      if (end + HEADER > length) return end;
      start = end;
      buffer = await files.read(path, start, Math.min(window, length - start));
    }
    const at = end - start;
    const isMember =
      buffer.length >= at + HEADER &&
      buffer.readUInt32LE(at) === 0x04_08_8b_1f &&
      buffer.readUInt16LE(at + 12) === FIELD;
    if (!isMember) return end;
    const next = end + buffer.readUInt32LE(at + 16);
    if (next > length) return end;
    end = next;
  }
}
