import type { FileHandle } from "../system/files.ts";

/** Writes `parts`, one behind the other, at `position`: all of them, though `writev` may take less than it was given. */
export async function writeFully(writer: FileHandle, parts: Uint8Array[], position: number): Promise<void> {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const { bytesWritten } = await writer.writev(parts, position);
  if (bytesWritten === total) return;
  const rest = Buffer.concat(parts).subarray(bytesWritten);
  for (let written = 0; written < rest.length; ) {
    written += (await writer.write(rest, written, rest.length - written, position + bytesWritten + written))
      .bytesWritten;
  }
}
