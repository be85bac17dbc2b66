/** Avro's data as JSON, as the language writes it: bytes in base64, times as texts, unions as the value that they have. */

import { AvroFault, type AvroReader } from "./avro-reader.ts";

/** Reads a datum, and gives its JSON. */
type ReadJson = (reader: AvroReader, depth: number) => string;

interface Named {
  read: ReadJson;
}

type Json = Readonly<Record<string, unknown>>;

/** A schema that refers to itself has no other bound. */
const DEEPEST = 500;

/** What reads data of a schema (Avro 1.11, as `JSON.parse` gives it). Throws an Error for what is no schema. */
export function avroJson(schema: unknown): (reader: AvroReader) => string {
  const read = new SchemaReader().of(schema, "");
  return (reader) => read(reader, 0);
}

class SchemaReader {
  readonly #named = new Map<string, Named>();

  of(schema: unknown, namespace: string): ReadJson {
    if (typeof schema === "string") return this.#byName(schema, namespace);
    if (Array.isArray(schema)) return union(schema.map((one) => this.of(one, namespace)));
    if (typeof schema !== "object" || schema === null)
      throw new Error(`\`${JSON.stringify(schema)}\` is not a schema of Avro`);
    const parts = schema as Json;
    const { type } = parts;
    switch (type) {
      case "record":
      case "error":
      case "enum":
      case "fixed":
        return this.#definition(parts, type, namespace);
      case "array":
        return array(this.of(parts["items"], namespace));
      case "map":
        return map(this.of(parts["values"], namespace));
      default:
        return (
          logical(String(parts["logicalType"] ?? ""), String(type), Number(parts["scale"] ?? 0)) ??
          this.of(type, namespace)
        );
    }
  }

  #byName(name: string, namespace: string): ReadJson {
    if (Object.hasOwn(primitives, name)) return primitives[name]!;
    const named = this.#named.get(fullName(name, namespace)) ?? this.#named.get(name);
    if (named === undefined) throw new Error(`the schema has no type \`${name}\``);
    return (reader, depth) => named.read(reader, depth);
  }

  #definition(parts: Json, type: string, outer: string): ReadJson {
    const own = String(parts["name"]);
    const name = fullName(own, typeof parts["namespace"] === "string" ? parts["namespace"] : outer);
    const named: Named = { read: primitives["null"]! };
    this.#named.set(name, named);
    named.read = this.#body(parts, type, name.slice(0, Math.max(0, name.lastIndexOf("."))));
    return named.read;
  }

  #body(parts: Json, type: string, namespace: string): ReadJson {
    if (type === "enum") return enumeration(parts["symbols"] as readonly string[]);
    if (type === "fixed") {
      const size = Number(parts["size"]);
      const asDecimal = decimal(String(parts["logicalType"] ?? ""), Number(parts["scale"] ?? 0));
      return (reader) => (asDecimal ?? base64)(reader.fixed(size));
    }
    const fields = (parts["fields"] as readonly Json[]).map((field) => {
      return [`${JSON.stringify(field["name"])}:`, this.of(field["type"], namespace)] as const;
    });
    return (reader, depth) => {
      if (depth > DEEPEST) throw new AvroFault(`a datum is nested deeper than ${DEEPEST}`);
      return `{${fields.map(([name, read]) => name + read(reader, depth + 1)).join(",")}}`;
    };
  }
}

const primitives: Readonly<Record<string, ReadJson>> = {
  null: () => "null",
  boolean: (reader) => String(reader.boolean()),
  int: (reader) => reader.digits(),
  long: (reader) => reader.digits(),
  float: (reader) => number(reader.fixed(4).readFloatLE()),
  double: (reader) => number(reader.fixed(8).readDoubleLE()),
  bytes: (reader) => base64(reader.bytes()),
  string: (reader) => JSON.stringify(reader.string()),
};

function fullName(name: string, namespace: string): string {
  return namespace === "" || name.includes(".") ? name : `${namespace}.${name}`;
}

function union(readers: readonly ReadJson[]): ReadJson {
  return (reader, depth) => {
    const read = readers[reader.long()];
    if (read === undefined) throw new AvroFault("a union has a branch that its schema does not have");
    return read(reader, depth);
  };
}

function array(item: ReadJson): ReadJson {
  return (reader, depth) => {
    if (depth > DEEPEST) throw new AvroFault(`a datum is nested deeper than ${DEEPEST}`);
    return `[${reader.items(1, () => item(reader, depth + 1)).join(",")}]`;
  };
}

function map(value: ReadJson): ReadJson {
  return (reader, depth) => {
    if (depth > DEEPEST) throw new AvroFault(`a datum is nested deeper than ${DEEPEST}`);
    const entries = reader.items(1, () => `${JSON.stringify(reader.string())}:${value(reader, depth + 1)}`);
    return `{${entries.join(",")}}`;
  };
}

function enumeration(symbols: readonly string[]): ReadJson {
  return (reader) => {
    const symbol = symbols[reader.long()];
    if (symbol === undefined) throw new AvroFault("an enumeration has a symbol that its schema does not have");
    return JSON.stringify(symbol);
  };
}

/** Null for a logical type that says nothing about JSON. */
function logical(name: string, type: string, scale: number): ReadJson | null {
  const time =
    (perMs: number): ReadJson =>
    (reader) =>
      timeText(Math.floor(reader.long() / perMs));
  if (type === "long" && name === "timestamp-millis") return time(1);
  if (type === "long" && name === "timestamp-micros") return time(1000);
  if (type === "int" && name === "date") return (reader) => timeText(reader.long() * 86_400_000, "day");
  const asDecimal = type === "bytes" ? decimal(name, scale) : null;
  return asDecimal === null ? null : (reader) => asDecimal(reader.bytes());
}

function timeText(ms: number, unit: "ms" | "day" = "ms"): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) throw new AvroFault(`${ms} is not a time`);
  const text = time.toISOString();
  return JSON.stringify(unit === "day" ? text.slice(0, text.indexOf("T")) : text);
}

/** A number of any length, with so many of its digits behind the point. */
function decimal(name: string, scale: number): ((bytes: Buffer) => string) | null {
  if (name !== "decimal") return null;
  return (bytes) => {
    const unscaled = bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${bytes.toString("hex")}`));
    const sign = unscaled < 0n ? "-" : "";
    const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
    return sign + (scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits);
  };
}

function base64(bytes: Buffer): string {
  return `"${bytes.toString("base64")}"`;
}

/** A float that JSON lacks is a text. */
function number(value: number): string {
  return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
}
