import { createHash, createHmac } from "node:crypto";
import { crc32 as crc32Of } from "node:zlib";
import type { Secret } from "../../runtime/contract/secret.ts";
import { murmur2 as murmur2Of } from "../../runtime/topic/murmur2.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";

/** 64 hexadecimal digits; a text counts as its UTF-8 bytes, here as below. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** 40 hexadecimal digits. */
export function sha1(data: string | Uint8Array): string {
  return createHash("sha1").update(data).digest("hex");
}

/** 32 hexadecimal digits. */
export function md5(data: string | Uint8Array): string {
  return createHash("md5").update(data).digest("hex");
}

/** CRC-32 with the polynomial of ISO 3309, as in gzip; unsigned. */
export function crc32(data: string | Uint8Array): number {
  return crc32Of(data);
}

/** MurmurHash2 with Kafka's seed; signed. */
export function murmur2(data: string | Uint8Array): number {
  return murmur2Of(typeof data === "string" ? Buffer.from(data) : data);
}

/** 128 hexadecimal digits. */
export function sha512(data: string | Uint8Array): string {
  return createHash("sha512").update(data).digest("hex");
}

/** 64 hexadecimal digits. */
export function hmacSha256(text: string, key: string | Secret): string {
  return createHmac("sha256", typeof key === "string" ? key : key.reveal())
    .update(text)
    .digest("hex");
}

/** From 0 to `count - 1`. Throws OutOfRange unless `count` is positive. */
export function bucket(text: string, count: number): number {
  if (count < 1) throw new OutOfRange(`nothing can be shared out to ${count} buckets: a positive number is needed`);
  return (murmur2(text) & 0x7fffffff) % count;
}
