import { buildSchema, type SchemaForm } from "../../../compiler/model/types/schema-form.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";

/** Schemas as the values that they are at run time. */
export const SCHEMA_VALUES: SchemaForm<Schema> = {
  scalar: (kind) => t[kind],
  literal: (values) => t.literal(...values),
  array: (element) => t.array(element),
  tuple: (elements) => t.tuple(...elements),
  record: (fields) => t.record(Object.fromEntries(fields)),
  map: (key, value) => t.map(key, value),
  nullable: (value) => t.nullable(value),
};

/** The schema that an emitted program has for values of `type`. */
export function schemaOf(type: Type): Schema {
  return buildSchema(type, SCHEMA_VALUES);
}
