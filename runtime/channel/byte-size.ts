import { type Event, type Headers, NO_HEADERS } from "../contract/event.ts";
import { LazyHeaders } from "../value/lazy-headers.ts";

/**
 * Roughly what a body holds in memory, in bytes: text at two bytes a character, a number eight, and the parts of
 * arrays, records and Maps with them. An estimate for bounds, not for accounts.
 */
function byteSize(body: unknown): number {
  switch (typeof body) {
    case "string":
      return 2 * body.length;
    case "object":
      return body === null ? 8 : objectSize(body);
    default:
      return 8;
  }
}

/** The bodies and headers of a batch together. Most bodies are text, and most events have no headers. */
export function eventsSize(events: readonly Event[]): number {
  let bytes = 0;
  for (let index = 0; index < events.length; index++) {
    const { body, headers } = events[index]!;
    bytes += typeof body === "string" ? 2 * body.length : byteSize(body);
    if (headers !== NO_HEADERS) bytes += headersSize(headers);
  }
  return bytes;
}

function headersSize(headers: Headers): number {
  if (headers instanceof LazyHeaders) return headers.bytes;
  let bytes = 0;
  for (const [name, value] of headers) bytes += 2 * (name.length + value.length);
  return bytes;
}

function objectSize(body: object): number {
  if (body instanceof Uint8Array) return body.byteLength;
  let bytes = 16;
  if (Array.isArray(body)) {
    for (const part of body) bytes += byteSize(part);
  } else if (body instanceof Map) {
    for (const [key, value] of body) bytes += byteSize(key) + byteSize(value);
  } else {
    for (const part of Object.values(body)) bytes += byteSize(part);
  }
  return bytes;
}
