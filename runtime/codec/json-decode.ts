import { Failure } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import { jsonExcerpt } from "./json-excerpt.ts";
import { decodeTimestamp } from "./scalar.ts";
import { hasPlainText, textCodec } from "./text.ts";

/** What was expected where, and what was there: made at the bottom, given its path on the way up. */
export class Misfit {
  readonly #what: string;
  #path = "";

  constructor(what: string) {
    this.#what = what;
  }

  /** The same seen from the outside: `step` is `.name` or `[3]`. */
  in(step: string): this {
    this.#path = step + this.#path;
    return this;
  }

  reason(): string {
    return this.#path === "" ? this.#what : `${this.#what} at ${this.#path}`;
  }
}

/** Turns what JSON.parse gave into a value of the schema's type, or a Misfit. */
export type Decoder = (json: unknown) => unknown;

/** What makes a value of `schema` from a value of `JSON.parse`; it gives a `Failure` for what does not fit. */
export function decoderOf(schema: Schema): Decoder {
  switch (schema.kind) {
    case "string":
      return (json) => (typeof json === "string" ? json : expected("a string", json));
    case "bool":
      return (json) => (typeof json === "boolean" ? json : expected("true or false", json));
    case "int":
      // `+ 0` turns -0 into 0: an int has one zero.
      return (json) => (Number.isSafeInteger(json) ? (json as number) + 0 : expected("an int", json));
    case "duration":
    case "size":
      return (json) => (Number.isFinite(json) ? json : expected(`a ${schema.kind} as a number`, json));
    case "float":
      return decodeFloat;
    case "timestamp":
      return (json) => {
        const time = typeof json === "string" ? decodeTimestamp(json) : null;
        return typeof time === "number" ? time : expected("a timestamp such as 2026-01-01T00:00:00Z", json);
      };
    case "bytes":
      return decodeBytes;
    case "json":
      throw new Error("JSON of any shape is read from its text, by json-parts.ts");
    case "null":
      return (json) => (json === null ? null : expected("null", json));
    case "literal":
      return (json) => {
        const isOne = schema.values.includes(json as string);
        return isOne ? json : expected(schema.values.map((value) => JSON.stringify(value)).join(" or "), json);
      };
    case "nullable": {
      const decode = decoderOf(schema.type);
      return (json) => (json === null || json === undefined ? null : decode(json));
    }
    case "array":
      return decodeList(decoderOf(schema.element));
    case "tuple":
      return decodeTuple(schema.elements.map(decoderOf));
    case "record":
      return decodeRecord(Object.entries(schema.fields));
    case "map":
      return hasPlainText(schema.key) && schema.ordered !== true
        ? decodeObject(schema.key, schema.value)
        : decodePairs(schema.key, schema.value);
  }
}

function decodeFloat(json: unknown): unknown {
  if (typeof json === "number") return json;
  return json === "NaN" || json === "Infinity" || json === "-Infinity" ? Number(json) : expected("a number", json);
}

function decodeBytes(json: unknown): unknown {
  if (typeof json === "string" && json.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(json)) {
    return new Uint8Array(Buffer.from(json, "base64"));
  }
  return expected("bytes in base64", json);
}

function decodeList(decode: Decoder): Decoder {
  return (json) => {
    if (!Array.isArray(json)) return expected("an array", json);
    const list: unknown[] = [];
    for (let index = 0; index < json.length; index++) {
      const value = decode(json[index]);
      if (value instanceof Misfit) return value.in(`[${index}]`);
      list.push(value);
    }
    return list;
  };
}

function decodeTuple(decoders: readonly Decoder[]): Decoder {
  return (json) => {
    if (!Array.isArray(json) || json.length !== decoders.length) {
      return expected(`an array of ${decoders.length}`, json);
    }
    const tuple: unknown[] = [];
    for (let index = 0; index < decoders.length; index++) {
      const value = decoders[index]!(json[index]);
      if (value instanceof Misfit) return value.in(`[${index}]`);
      tuple.push(value);
    }
    return tuple;
  };
}

function decodeRecord(fields: readonly (readonly [string, Schema])[]): Decoder {
  const parts = fields.map(([name, schema]) => ({
    name,
    // A field such as `constructor` that is missing in the JSON would be found on the prototype.
    isInherited: name in Object.prototype,
    decode: decoderOf(schema),
  }));
  return (json) => {
    if (typeof json !== "object" || json === null || Array.isArray(json)) return expected("an object", json);
    const record: Record<string, unknown> = {};
    for (const { name, isInherited, decode } of parts) {
      const part = isInherited && !Object.hasOwn(json, name) ? undefined : (json as Record<string, unknown>)[name];
      const value = decode(part);
      if (value instanceof Misfit) return value.in(`.${name}`);
      // Assigning to `__proto__` would change the prototype and keep nothing.
      if (isInherited)
        Object.defineProperty(record, name, { value, enumerable: true, writable: true, configurable: true });
      else record[name] = value;
    }
    return record;
  };
}

function decodeObject(key: Schema, value: Schema): Decoder {
  const keyText = textCodec(key);
  const decode = decoderOf(value);
  return (json) => {
    if (typeof json !== "object" || json === null || Array.isArray(json)) return expected("an object", json);
    const map = new Map<unknown, unknown>();
    for (const [name, part] of Object.entries(json)) {
      const id = keyText.decode(name);
      if (id instanceof Failure) return new Misfit(`${id.reason} as a key`);
      const value = decode(part);
      if (value instanceof Misfit) return value.in(`[${JSON.stringify(name)}]`);
      map.set(id, value);
    }
    return map;
  };
}

function decodePairs(key: Schema, value: Schema): Decoder {
  const decode = decodeList(decodeTuple([decoderOf(key), decoderOf(value)]));
  return (json) => {
    const pairs = decode(json);
    return pairs instanceof Misfit ? pairs : new Map(pairs as [unknown, unknown][]);
  };
}

/** `found` is what JSON.parse gave, undefined for nothing. */
export function expected(what: string, found: unknown): Misfit {
  return new Misfit(`expected ${what}, found ${found === undefined ? "nothing" : jsonExcerpt(found, 40)}`);
}
