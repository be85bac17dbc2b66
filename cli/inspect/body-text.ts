import { buildSchema } from "../../compiler/model/types/schema-form.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import { jsonCodec } from "../../runtime/codec/json.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import { Json } from "../../runtime/value/json.ts";
import { SCHEMA_VALUES } from "../console/diff/schema-of.ts";

/** The JSON of a body of `type` in one line, as the program itself would write it; secrets are masked. */
export function bodyTextOf(type: Type): (body: unknown) => string {
  const codec = jsonCodec(schemaOf(type));
  const restore = needsRestoring(type) ? (body: unknown) => restored(body, type) : (body: unknown) => body;
  return (body) => Buffer.from(codec.encode(restore(body))).toString("utf8");
}

const MASK = "***";

/** As an emitted program has it, but for what only a reader sees: a masked secret is text, and a failure shows as null. */
function schemaOf(type: Type): Schema {
  if (type.kind === "secret") return t.string;
  if (type.kind === "fallible") return t.nullable(schemaOf(type.type));
  return buildSchema(type, SCHEMA_VALUES, schemaOf);
}

/** A copied body with its secrets masked, and `Json` as what it was: a copy between processes is of plain objects. */
function restored(value: unknown, type: Type): unknown {
  if (value === null || value === undefined || !needsRestoring(type)) return value;
  switch (type.kind) {
    case "array":
      return (value as unknown[]).map((one) => restored(one, type.element));
    case "tuple":
      return type.elements.map((element, index) => restored((value as unknown[])[index], element));
    case "record": {
      const record = value as Record<string, unknown>;
      return Object.fromEntries(type.fields.map((field) => [field.name, restored(record[field.name], field.type)]));
    }
    case "map":
      return new Map([...(value as Map<unknown, unknown>)].map(([key, one]) => [key, restored(one, type.value)]));
    case "nullable":
    case "fallible":
      return restored(value, type.type);
    case "json":
      return new Json((value as Json).text);
    default:
      return MASK;
  }
}

function needsRestoring(type: Type): boolean {
  switch (type.kind) {
    case "secret":
    case "json":
      return true;
    case "array":
      return needsRestoring(type.element);
    case "tuple":
      return type.elements.some(needsRestoring);
    case "record":
      return type.fields.some((field) => needsRestoring(field.type));
    case "map":
      return needsRestoring(type.value);
    case "nullable":
    case "fallible":
      return needsRestoring(type.type);
    default:
      return false;
  }
}
