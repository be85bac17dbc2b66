/** Values that are read from the text, since JSON.parse would change them: JSON of any shape, and the order of maps. */
import { Failure, type Fallible } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import { Json } from "../value/json.ts";
import { elementsOf, membersOf } from "../value/json-scan.ts";
import { decoderOf, expected, Misfit } from "./json-decode.ts";
import { hasPlainText, textCodec } from "./text.ts";

/** Turns the compact text of a part, undefined where there is none, into a value of the schema's type, or a Misfit. */
type PartDecoder = (text: string | undefined) => unknown;

/** Whether a value of the schema's type may have a `Json` in it. */
export function holdsJson(schema: Schema): boolean {
  return holds(schema, ({ kind }) => kind === "json");
}

/**
 * Whether a value of the schema's type may have a map in it that is written as an object. JSON.parse brings those of its
 * names to the front that are whole numbers.
 */
export function holdsNamedMap(schema: Schema): boolean {
  return holds(schema, (part) => part.kind === "map" && isNamedMap(part));
}

/** Whether `isSought` says so of the schema, or of one within it. */
function holds(schema: Schema, isSought: (part: Schema) => boolean): boolean {
  if (isSought(schema)) return true;
  const inside = (part: Schema) => holds(part, isSought);
  switch (schema.kind) {
    case "nullable":
      return inside(schema.type);
    case "array":
      return inside(schema.element);
    case "tuple":
      return schema.elements.some(inside);
    case "record":
      return Object.values(schema.fields).some(inside);
    case "map":
      return inside(schema.key) || inside(schema.value);
    default:
      return false;
  }
}

function isNamedMap({ key, ordered }: Schema & { readonly kind: "map" }): boolean {
  return hasPlainText(key) && ordered !== true;
}

/** Reads a value of the schema's type, any one, out of JSON. */
export function jsonPartReader<T>(schema: Schema): (json: Json) => Fallible<T> {
  const decode = partDecoderOf(schema);
  return (json) => {
    const value = decode(json.text);
    return value instanceof Misfit ? new Failure(value.reason()) : (value as T);
  };
}

function partDecoderOf(schema: Schema): PartDecoder {
  if (!holdsJson(schema) && !holdsNamedMap(schema)) {
    const decode = decoderOf(schema);
    return (text) => decode(parsed(text));
  }
  switch (schema.kind) {
    case "nullable": {
      const decode = partDecoderOf(schema.type);
      return (text) => (text === undefined || text === "null" ? null : decode(text));
    }
    case "array":
      return decodeList(partDecoderOf(schema.element));
    case "tuple":
      return decodeTuple(schema.elements.map(partDecoderOf));
    case "record":
      return decodeRecord(Object.entries(schema.fields));
    case "map":
      return isNamedMap(schema) ? decodeObject(schema.key, schema.value) : decodePairs(schema.key, schema.value);
    case "json":
      return (text) => new Json(text ?? "null");
    default: {
      const decode = decoderOf(schema);
      return (text) => decode(parsed(text));
    }
  }
}

function decodeList(decode: PartDecoder): PartDecoder {
  return (text) => {
    if (!text?.startsWith("[")) return expected("an array", parsed(text));
    const list: unknown[] = [];
    for (const [index, element] of elementsOf(text).entries()) {
      const value = decode(element);
      if (value instanceof Misfit) return value.in(`[${index}]`);
      list.push(value);
    }
    return list;
  };
}

function decodeTuple(decoders: readonly PartDecoder[]): PartDecoder {
  return (text) => {
    const elements = text?.startsWith("[") ? elementsOf(text) : null;
    if (elements?.length !== decoders.length) return expected(`an array of ${decoders.length}`, parsed(text));
    const tuple: unknown[] = [];
    for (let index = 0; index < decoders.length; index++) {
      const value = decoders[index]!(elements[index]);
      if (value instanceof Misfit) return value.in(`[${index}]`);
      tuple.push(value);
    }
    return tuple;
  };
}

function decodeRecord(fields: readonly (readonly [string, Schema])[]): PartDecoder {
  const parts = fields.map(([name, schema]) => ({ name, decode: partDecoderOf(schema) }));
  return (text) => {
    if (!text?.startsWith("{")) return expected("an object", parsed(text));
    const members = new Map(membersOf(text));
    const record: Record<string, unknown> = {};
    for (const { name, decode } of parts) {
      const value = decode(members.get(name));
      if (value instanceof Misfit) return value.in(`.${name}`);
      // Assigning to `__proto__` would change the prototype and keep nothing.
      if (name !== "__proto__") record[name] = value;
      else Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
    }
    return record;
  };
}

function decodeObject(key: Schema, value: Schema): PartDecoder {
  const keyText = textCodec(key);
  const decode = partDecoderOf(value);
  return (text) => {
    if (!text?.startsWith("{")) return expected("an object", parsed(text));
    const map = new Map<unknown, unknown>();
    for (const [name, part] of new Map(membersOf(text))) {
      const id = keyText.decode(name);
      if (id instanceof Failure) return new Misfit(`${id.reason} as a key`);
      const one = decode(part);
      if (one instanceof Misfit) return one.in(`[${JSON.stringify(name)}]`);
      map.set(id, one);
    }
    return map;
  };
}

function decodePairs(key: Schema, value: Schema): PartDecoder {
  const decode = decodeList(decodeTuple([partDecoderOf(key), partDecoderOf(value)]));
  return (text) => {
    const pairs = decode(text);
    return pairs instanceof Misfit ? pairs : new Map(pairs as [unknown, unknown][]);
  };
}

function parsed(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(text);
}
