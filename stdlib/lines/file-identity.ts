import { createHash } from "node:crypto";
import type { FileHandle } from "../../runtime/system/files.ts";

/** Bytes at the head of a file that tell it apart: 64 KiB. */
const HEAD = 65_536;

/**
 * What tells the contents of a file apart from others: the length of its head, and a hash of that. A file that has only
 * grown has the identity `former`, as has a copy of it. Null for a pipe or a device, which do not begin again. Does not
 * move where the file is read.
 */
export async function fileIdentity(file: FileHandle, former: string | null): Promise<string | null> {
  if (!(await file.stat()).isFile()) return null;
  const length = Number(/^(\d+):/.exec(former ?? "")?.[1] ?? HEAD);
  const known = await headOf(file, Math.min(length, HEAD));
  return known === former ? known : await headOf(file, HEAD);
}

async function headOf(file: FileHandle, most: number): Promise<string> {
  const head = Buffer.alloc(most);
  let length = 0;
  while (length < most) {
    const { bytesRead } = await file.read(head, length, most - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return `${length}:${createHash("sha256").update(head.subarray(0, length)).digest("hex")}`;
}
