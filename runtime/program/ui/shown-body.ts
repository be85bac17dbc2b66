import { Failure } from "../../contract/failure.ts";
import { Secret } from "../../contract/secret.ts";
import { Json } from "../../value/json.ts";
import type { Shape } from "./messages.ts";

/** Most characters of a body that are shown. */
const MOST = 2000;

/** Most elements of a list or map that are looked at. */
const MOST_ELEMENTS = 100;

const MASK = "***";

/** A body as text in one piece, by what is known of its type: JSON, but a text as it is; at most 2,000 characters. */
export function shownBody(body: unknown, shape: Shape = "plain"): string {
  const value = shownValue(body, shape, 0);
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "null");
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

/** What stands for a value in JSON. What is nested too deep, or is one of very many, is left out. */
function shownValue(value: unknown, shape: Shape, depth: number): unknown {
  if (value === null || value === undefined) return null;
  if (shape === "masked" || value instanceof Secret) return MASK;
  if (value instanceof Failure) return { failure: value.reason };
  if (depth > 12) return "…";
  if (value instanceof Json) return value.text.length > MOST ? `${value.text.slice(0, MOST)}…` : JSON.parse(value.text);
  if (value instanceof Uint8Array) return shownBytes(value);
  if (shape === "time" && typeof value === "number") return timeText(value);
  if (typeof value === "string") return value.length > MOST ? `${value.slice(0, MOST)}…` : value;
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object") return value;
  const inner = (one: unknown, of: Shape) => shownValue(one, of, depth + 1);
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
