import type { Event } from "../../contract/event.ts";
import { Failure } from "../../contract/failure.ts";
import { Secret } from "../../contract/secret.ts";
import { Json } from "../../value/json.ts";
import { MASK, type Masked, maskedHeaders, maskedJson, maskedReason } from "../inspect/masks.ts";
import type { Shape, ShownEvent } from "./messages.ts";

/** Most characters of a body that are shown. */
const MOST = 2000;

const NONE: Masked = new Set();

/** Most elements of a list or map that are looked at. */
const MOST_ELEMENTS = 100;

/** A body as text in one piece, by what is known of its type: JSON, but a text as it is; at most 2,000 characters. */
export function shownBody(body: unknown, shape: Shape = "plain", masked: Masked = NONE): string {
  const value = shownValue(body, shape, { masked, depth: 0 });
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return cut(text);
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** An event as text, which passed at `time`. */
export function shownEvent(
  { body, headers }: Event,
  { shape, masked, time }: { readonly shape: Shape | undefined; readonly masked: Masked; readonly time: number },
): ShownEvent {
  return { time, body: shownBody(body, shape, masked), headers: Object.fromEntries(maskedHeaders(headers, masked)) };
}

interface Showing {
  readonly masked: Masked;
  readonly depth: number;
}

/** What stands for a value in JSON. What is nested too deep, or is one of very many, is left out. */
function shownValue(value: unknown, shape: Shape, { masked, depth }: Showing): unknown {
  if (value === null || value === undefined) return null;
  if (shape === "masked" || value instanceof Secret) return MASK;
  if (value instanceof Failure) return { failure: maskedReason(value.reason, masked) };
  if (depth > 12) return "…";
  if (value instanceof Json) {
    const text = maskedJson(value.text, masked);
    return text.length > MOST || text === MASK ? cut(text) : JSON.parse(text);
  }
  if (value instanceof Uint8Array) return shownBytes(value);
  if (shape === "time" && typeof value === "number") return timeText(value);
  if (typeof value === "string") return cut(maskedJson(value, masked));
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object") return value;
  const inner = (one: unknown, of: Shape) => shownValue(one, of, { masked, depth: depth + 1 });
  if (Array.isArray(value)) {
    return value.slice(0, MOST_ELEMENTS).map((one, index) => inner(one, elementShape(shape, index)));
  }
  if (value instanceof Map) {
    const of = typeof shape === "object" && "map" in shape ? shape.map : "plain";
    const entries = [...value].slice(0, MOST_ELEMENTS);
    return Object.fromEntries(entries.map(([key, one]) => [shownBody(key), inner(one, of)]));
  }
  const fields = typeof shape === "object" && "record" in shape ? shape.record : {};
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .slice(0, MOST_ELEMENTS)
      .map(([name, one]) => [name, inner(one, Object.hasOwn(fields, name) ? fields[name]! : "plain")]),
  );
}

function elementShape(shape: Shape, index: number): Shape {
  if (typeof shape !== "object") return "plain";
  if ("list" in shape) return shape.list;
  return "tuple" in shape ? (shape.tuple[index] ?? "plain") : "plain";
}

function timeText(value: number): string {
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? String(value) : time.toISOString();
}

function shownBytes(bytes: Uint8Array): string {
  const part = bytes.subarray(0, MOST);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(part);
  } catch {
    return `${bytes.length} bytes: ${Buffer.from(part.subarray(0, 64)).toString("hex")}${bytes.length > 64 ? "…" : ""}`;
  }
}
