import type { Event, HeaderEntry } from "../../runtime/contract/event.ts";
import { MASK, maskedHeader, maskedHeaders, maskedJson, maskedReason } from "../../runtime/program/inspect/masks.ts";

/** An event in a recording: a body of text alone, or what its body and headers are. */
export type RecordedEvent =
  | string
  | {
      readonly body: unknown;
      readonly headers?: readonly (readonly [string, string])[];
      readonly original?: readonly HeaderEntry[];
    };

/** Member of an object that stands for a value which JSON does not have; it says the kind. */
const KIND = "$sluice";

/** Writes events for a recording, with the values of the fields in `masked` left out. */
export function eventWriter(masked: ReadonlySet<string>): (event: Event) => RecordedEvent {
  const text = textWriter(masked);
  const value = valueWriter(masked, text);
  return ({ body, headers }) => {
    if (typeof body === "string" && headers.size === 0) return text(body);
    const recorded = { body: value(body) };
    if (headers.size === 0) return recorded;
    const named = { ...recorded, headers: [...maskedHeaders(headers, masked)] };
    const { original } = headers;
    if (original === undefined) return named;
    const shown = original.map(([name, given]): HeaderEntry => {
      return [name, given === null ? null : maskedHeader(name, given, masked)];
    });
    return { ...named, original: shown };
  };
}

/** The event that `recorded` stands for. Throws for what no recording has. */
export function readEvent(recorded: RecordedEvent, makers: ValueMakers): Event {
  if (typeof recorded === "string") return { body: recorded, headers: new Map() };
  const headers = new Map(recorded.headers ?? []);
  const { original } = recorded;
  if (original !== undefined) Object.assign(headers, { original });
  return { body: readValue(recorded.body, makers), headers };
}

/** Text in which a masked field stands is one of JSON, or is masked as a whole. */
function textWriter(masked: ReadonlySet<string>): (text: string) => string {
  return masked.size === 0 ? (text) => text : (text) => maskedJson(text, masked);
}

/** Writes one value, such as a row of a table. */
export function valueWriter(masked: ReadonlySet<string>, text = textWriter(masked)): (value: unknown) => unknown {
  const write = (value: unknown): unknown => {
    switch (typeof value) {
      case "string":
        return text(value);
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : { [KIND]: "number", is: Object.is(value, -0) ? "-0" : String(value) };
      case "bigint":
        return { [KIND]: "bigint", is: String(value) };
      case "object":
        return value === null ? null : writeObject(value);
      default:
        return value;
    }
  };
  const writeObject = (value: object): unknown => {
    if (Array.isArray(value)) return value.map(write);
    if (value instanceof Uint8Array) return { [KIND]: "bytes", is: Buffer.from(value).toString("base64") };
    if (value instanceof Map) return { [KIND]: "map", is: [...value].map((pair) => pair.map(write)) };
    if (isJson(value)) return { [KIND]: "json", is: text(value.text) };
    if (isFailure(value)) return { [KIND]: "failure", is: maskedReason(value.reason, masked) };
    if (isSecret(value)) return MASK;
    const fields = Object.entries(value);
    return Object.fromEntries(fields.map(([name, of]) => [name, masked.has(name) ? maskedAs(of) : write(of)]));
  };
  return write;
}

/** What stands for a masked value: of the same kind, so that what reads it goes on. */
function maskedAs(value: unknown): unknown {
  if (typeof value === "number") return 0;
  if (typeof value === "boolean") return false;
  if (value === null) return null;
  if (Array.isArray(value)) return [];
  if (value instanceof Uint8Array) return { [KIND]: "bytes", is: "" };
  if (value instanceof Map) return { [KIND]: "map", is: [] };
  if (typeof value === "object" && isJson(value)) return { [KIND]: "json", is: "null" };
  return MASK;
}

// The program brings its own runtime, so that its classes are not those of this module.

function isJson(value: object): value is { readonly text: string } {
  return isMade(value) && "canonical" in value && "text" in value;
}

function isFailure(value: object): value is { readonly reason: string } {
  return isMade(value) && "reason" in value && "place" in value;
}

function isSecret(value: object): boolean {
  return isMade(value) && "reveal" in value;
}

function isMade(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

/** Makes values of the classes that the program itself has. */
export interface ValueMakers {
  json(text: string): unknown;
  failure(reason: string): unknown;
}

/** The value that a writer has written. Throws for what none writes. */
export function readValue(written: unknown, makers: ValueMakers): unknown {
  const read = (one: unknown) => readValue(one, makers);
  if (typeof written !== "object" || written === null) return written;
  if (Array.isArray(written)) return written.map(read);
  if (!(KIND in written)) return Object.fromEntries(Object.entries(written).map(([name, of]) => [name, read(of)]));
  const { [KIND]: kind, is } = written as { readonly [KIND]: unknown; readonly is: unknown };
  switch (kind) {
    case "number":
      return Number(is);
    case "bigint":
      return BigInt(is as string);
    case "bytes":
      return Buffer.from(is as string, "base64");
    case "map":
      return new Map((is as unknown[][]).map((pair) => pair.map(read) as [unknown, unknown]));
    case "json":
      return makers.json(is as string);
    case "failure":
      return makers.failure(is as string);
    default:
      throw new Error(`no value is of the kind ${String(kind)}`);
  }
}
