import type { Schema } from "../../../runtime/contract/schema.ts";

/** A schema of Avro as JSON. */
export type AvroSchema = string | readonly AvroSchema[] | { readonly [name: string]: unknown };

/** Names that Avro takes for records and their fields. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Avro's schema for values of a type: records are records, tuples records with the fields `_1`, `_2`, a `Map` with texts as
 * keys a map and any other an array of pairs, `T?` a union with null, `int`, `duration` (milliseconds) and `size` (bytes)
 * long, `timestamp` a long with the logical type `timestamp-millis`, `Json` its text. `name` is the name of the first
 * record; those within it add the names of fields. Throws an Error for a field that has a name which Avro does not take.
 */
export function avroSchemaOf(schema: Schema, name: string): AvroSchema {
  switch (schema.kind) {
    case "bool":
      return "boolean";
    case "float":
      return "double";
    case "string":
    case "json":
      return "string";
    case "bytes":
    case "null":
      return schema.kind;
    case "int":
    case "duration":
    case "size":
      return "long";
    case "timestamp":
      return { type: "long", logicalType: "timestamp-millis" };
    case "literal":
      return literalType(schema.values);
    case "nullable":
      return ["null", avroSchemaOf(schema.type, name)];
    case "array":
      return { type: "array", items: avroSchemaOf(schema.element, name) };
    case "tuple":
      return recordOf(
        name,
        schema.elements.map((element, index) => [`_${index + 1}`, element]),
      );
    case "record":
      return recordOf(name, Object.entries(schema.fields));
    case "map":
      if (schema.key.kind === "string") return { type: "map", values: avroSchemaOf(schema.value, name) };
      return {
        type: "array",
        items: recordOf(`${name}_entry`, [
          ["key", schema.key],
          ["value", schema.value],
        ]),
      };
  }
}

/** What the values of a literal type have in common; where that is nothing they are written as texts. */
export function literalType(values: readonly (string | number | boolean)[]): "boolean" | "long" | "double" | "string" {
  if (values.every((value) => typeof value === "boolean")) return "boolean";
  if (values.every((value) => Number.isSafeInteger(value))) return "long";
  return values.every((value) => typeof value === "number") ? "double" : "string";
}

function recordOf(name: string, fields: readonly (readonly [name: string, type: Schema])[]): AvroSchema {
  return {
    type: "record",
    name,
    fields: fields.map(([field, type]) => {
      if (!NAME.test(field)) {
        throw new Error(`the field \`${field}\` has a name that Avro does not take: letters, digits and \`_\` alone`);
      }
      const written = { name: field, type: avroSchemaOf(type, `${name}_${field}`) };
      return type.kind === "nullable" ? { ...written, default: null } : written;
    }),
  };
}
