import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { shown } from "../text/shown.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8. */
export function toBytes(text: string): Uint8Array {
  // A plain Uint8Array, not a Buffer: what the language calls `bytes` has no second form.
  return new TextEncoder().encode(text);
}

/** Fails where the bytes are not UTF-8. */
export function toText(bytes: Uint8Array): Fallible<string> {
  try {
    return utf8.decode(bytes);
  } catch {
    return new Failure("the bytes are not UTF-8");
  }
}

/** With `+`, `/` and padding. */
export function toBase64(data: string | Uint8Array): string {
  return bufferOf(data).toString("base64");
}

/** With `-` and `_`, without padding. */
export function toBase64Url(data: string | Uint8Array): string {
  return bufferOf(data).toString("base64url");
}

/** Either alphabet of RFC 4648, with or without padding. Node alone would skip what it does not know. */
export function fromBase64(text: string): Fallible<Uint8Array> {
  const digits = text.replace(/={1,2}$/, "");
  const padded = digits.length < text.length;
  if (!/^(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)$/.test(digits)) return new Failure(`${shown(text)} is not base64`);
  if (digits.length % 4 === 1 || (padded && text.length % 4 !== 0)) {
    return new Failure(`${shown(text)} is not base64: its length does not fit`);
  }
  return new Uint8Array(Buffer.from(digits, "base64"));
}

/** Small letters. */
export function toHex(data: string | Uint8Array): string {
  return bufferOf(data).toString("hex");
}

/** Pairs of digits. Node alone would stop at the first that is none. */
export function fromHex(text: string): Fallible<Uint8Array> {
  if (text.length % 2 === 1) return new Failure(`${shown(text)} has an odd number of hexadecimal digits`);
  if (!/^[0-9a-fA-F]*$/.test(text)) return new Failure(`${shown(text)} is not hexadecimal`);
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** A copy, so that a large message does not stay for the sake of a few bytes. Null means the end. */
export function slice(bytes: Uint8Array, start: number, end: number | null = null): Uint8Array {
  return end === null ? bytes.slice(start) : bytes.slice(start, end);
}

function bufferOf(data: string | Uint8Array): Buffer {
  return typeof data === "string" ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
