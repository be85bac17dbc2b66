import { crc32 } from "node:zlib";

type Fields = Readonly<Record<string, unknown>>;

/** `fields` as a line of JSON with their checksum, which `matchesChecksum` looks at when they are read. */
export function checksummedJson(fields: Fields): string {
  return `${JSON.stringify({ ...fields, checksum: checksumOf(fields) })}\n`;
}

/**
 * Whether fields that were read are what was written. Early versions wrote no checksum: whoever reads has to refuse
 * fields that it does not know, or a flipped bit in the name of the checksum would hide it.
 */
export function matchesChecksum({ checksum, ...fields }: Fields): boolean {
  return checksum === undefined || checksum === checksumOf(fields);
}

function checksumOf(fields: Fields): string {
  return crc32(JSON.stringify(fields)).toString(16);
}
