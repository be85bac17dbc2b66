import { firstGap } from "../../first-gap.ts";
import { MARKER, type WholeEnd } from "./file-format.ts";
import { Window } from "./window.ts";

/** How far a container file of Avro consists of whole blocks, each with the file's marker behind it; 0 where it has none. */
export const wholeContainer: WholeEnd = async (read, length, doubtful) => {
  const file = new Window(read, await firstGap(read, doubtful, length));
  const start = await endOfHeader(file);
  if (start === null) return 0;
  const marker = Buffer.from(await file.bytes(start - MARKER, MARKER));
  let end = 0;
  for (let at = start; ; ) {
    const count = await longAt(file, at);
    const size = count === null ? null : await longAt(file, count.end);
    if (size === null) return end;
    const next = size.end + size.value + MARKER;
    if (size.value < 0 || next > file.length) return end;
    if (!(await file.bytes(next - MARKER, MARKER)).equals(marker)) return end;
    at = next;
    end = next;
  }
};

/** Behind four letters, texts by name, and the marker. */
async function endOfHeader(file: Window): Promise<number | null> {
  if ((await file.bytes(0, 4)).toString("latin1") !== "Obj\x01") return null;
  const pairs = await longAt(file, 4);
  if (pairs === null) return null;
  let at = pairs.end;
  for (let text = 0; text < 2 * pairs.value; text++) {
    const length = await longAt(file, at);
    if (length === null || length.value < 0) return null;
    at = length.end + length.value;
  }
  // The end of the texts by name.
  const end = at + 1 + MARKER;
  return end > file.length ? null : end;
}

/** A long of Avro; null where the file ends in it. */
async function longAt(file: Window, at: number): Promise<{ readonly value: number; readonly end: number } | null> {
  const bytes = await file.bytes(at, 10);
  let value = 0;
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 0x7f) * 128 ** index;
    if (byte < 0x80) return { value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, end: at + index + 1 };
  }
  return null;
}
