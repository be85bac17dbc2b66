import { isIPv4, isIPv6 } from "../../runtime/system/network.ts";

/**
 * The 4 or 16 bytes of an IP address, null for anything else. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`, RFC
 * 4291 2.5.5.2) gives its 4 bytes.
 */
export function parseAddress(text: string): Uint8Array | null {
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  if (!isIPv6(text) || text.includes("%")) return null;
  const bytes = bytesOfIpv6(text);
  return isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** An address as it is written: of version 6 after RFC 5952. */
export function writeAddress(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups: string[] = [];
  for (let index = 0; index < 16; index += 2) groups.push(((bytes[index]! << 8) | bytes[index + 1]!).toString(16));
  const [start, length] = longestZeros(groups);
  // A single zero group is written out.
  if (length < 2) return groups.join(":");
  return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
}

function bytesOfIpv6(text: string): Uint8Array {
  const hexOnly = text.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_, a, b, c, d) => {
    return `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`;
  });
  const [before = "", after] = hexOnly.split("::");
  const head = before === "" ? [] : before.split(":");
  const tail = after === undefined || after === "" ? [] : after.split(":");
  const bytes = new Uint8Array(16);
  const put = (groups: readonly string[], from: number) => {
    for (const [index, group] of groups.entries()) {
      const value = Number.parseInt(group, 16);
      bytes[from + index * 2] = value >> 8;
      bytes[from + index * 2 + 1] = value & 0xff;
    }
  };
  put(head, 0);
  put(tail, 16 - tail.length * 2);
  return bytes;
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Where the longest run of zero groups begins, the first of equally long ones, and how long it is. */
function longestZeros(groups: readonly string[]): [start: number, length: number] {
  let best: [number, number] = [0, 0];
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === "0") end++;
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}
