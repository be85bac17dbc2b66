import { buildSchema } from "../../compiler/model/types/schema-form.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import { jsonCodec } from "../../runtime/codec/json.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import { MASK, maskedJson } from "../../runtime/program/inspect/masks.ts";
import { Json } from "../../runtime/value/json.ts";
import { SCHEMA_VALUES } from "../console/diff/schema-of.ts";

type Names = ReadonlySet<string>;

/** The JSON of a body of `type` in one line, as the program itself would write it; secrets and fields in `masked` are masked. */
export function bodyTextOf(type: Type, masked: Names = new Set()): (body: unknown) => string {
  const codec = jsonCodec(schemaOf(type, masked));
  const needed = needsRestoring(type, masked);
  const restore = needed ? (body: unknown) => restored(body, type, masked) : (body: unknown) => body;
  return (body) => Buffer.from(codec.encode(restore(body))).toString("utf8");
}

/** As an emitted program has it, but for what only a reader sees: what is masked is text, and a failure shows as null. */
function schemaOf(type: Type, masked: Names): Schema {
  const inner = (part: Type) => schemaOf(part, masked);
  if (type.kind === "secret") return t.string;
  if (type.kind === "fallible") return t.nullable(inner(type.type));
  if (type.kind !== "record") return buildSchema(type, SCHEMA_VALUES, inner);
  const fields = type.fields.map(({ name, type: own }) => [name, masked.has(name) ? t.string : inner(own)] as const);
  return t.record(Object.fromEntries(fields));
}

/** A copied body with what is masked, and `Json` as what it was: a copy between processes is of plain objects. */
function restored(value: unknown, type: Type, masked: Names): unknown {
  if (value === null || value === undefined || !needsRestoring(type, masked)) return value;
  const inner = (one: unknown, part: Type) => restored(one, part, masked);
  switch (type.kind) {
    case "array":
      return (value as unknown[]).map((one) => inner(one, type.element));
    case "tuple":
      return type.elements.map((element, index) => inner((value as unknown[])[index], element));
    case "record": {
      const record = value as Record<string, unknown>;
      const fields = type.fields.map(({ name, type: own }) => {
        return [name, masked.has(name) ? MASK : inner(record[name], own)] as const;
      });
      return Object.fromEntries(fields);
    }
    case "map":
      return new Map([...(value as Map<unknown, unknown>)].map(([key, one]) => [key, inner(one, type.value)]));
    case "nullable":
    case "fallible":
      return inner(value, type.type);
    case "json":
      return new Json(maskedJson((value as Json).text, masked));
    default:
      return MASK;
  }
}

function needsRestoring(type: Type, masked: Names): boolean {
  const inner = (part: Type) => needsRestoring(part, masked);
  switch (type.kind) {
    case "secret":
    case "json":
      return true;
    case "array":
      return inner(type.element);
    case "tuple":
      return type.elements.some(inner);
    case "record":
      return type.fields.some((field) => masked.has(field.name) || inner(field.type));
    case "map":
      return inner(type.value);
    case "nullable":
    case "fallible":
      return inner(type.type);
    default:
      return false;
  }
}
