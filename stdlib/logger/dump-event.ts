import type { Declared } from "../../runtime/contract/context.ts";
import type { Event } from "../../runtime/contract/event.ts";

/** Columns of a hex dump, filled up with blanks: what Flume has. */
const COLUMNS = 16;

/**
 * Gives `Event: { headers:{} body: 68 65 6C 6C 6F … hello }` for an event: what Flume 1.11's EventHelper.dumpEvent
 * gives, but in one line when more than 16 bytes are shown. Strings are shown as UTF-8, bytes as they are, and
 * everything else as JSON.
 */
export function dumper<T>(declared: Pick<Declared, "element" | "text">, maxBytes: number): (event: Event<T>) => string {
  const bytesOf = bytesReader(declared, maxBytes);
  return ({ body, headers }) => {
    const pairs = Array.from(headers, ([name, value]) => `${name}=${value}`).join(", ");
    return `Event: { headers:{${oneLine(pairs)}} body:${hexDump(bytesOf(body))} }`;
  };
}

function bytesReader(
  { element, text = String }: Pick<Declared, "element" | "text">,
  maxBytes: number,
): (body: unknown) => Uint8Array {
  if (element.kind === "bytes") return (body) => (body as Uint8Array).subarray(0, maxBytes);
  // A character has at least one byte: no more characters than that need to be converted.
  return (body) => Buffer.from(text(body as never).slice(0, maxBytes)).subarray(0, maxBytes);
}

function hexDump(bytes: Uint8Array): string {
  if (bytes.length === 0) return "";
  let hex = "";
  let text = "";
  for (const byte of bytes) {
    hex += ` ${byte < 16 ? "0" : ""}${byte.toString(16).toUpperCase()}`;
    text += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".";
  }
  return `${hex.padEnd(3 * COLUMNS)} ${text}`;
}

/** No header can forge a line of its own. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get through.
  return text.replace(/[\u0000-\u001f\u007f]/g, ".");
}
