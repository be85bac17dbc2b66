import { jsonEncoder, jsonText } from "../../../../runtime/codec/json-encode.ts";
import type { Schema } from "../../../../runtime/contract/schema.ts";
import { toCsvLine } from "../../../csv/csv.ts";
import { scalaShower } from "../../show/show-scala.ts";

/**
 * Writes values of a type as lines of comma-separated values: a record's fields, a tuple's elements or an array's, or the
 * value by itself. Within a field null is nothing, and what has parts of its own is JSON.
 */
export function csvLine(schema: Schema): (value: unknown) => string {
  const fieldsOf = fieldsOfLine(schema);
  return (value) => toCsvLine(fieldsOf(value));
}

function fieldsOfLine(schema: Schema): (value: unknown) => string[] {
  switch (schema.kind) {
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]) => [name, fieldText(type)] as const);
      return (value) => fields.map(([name, text]) => text((value as Readonly<Record<string, unknown>>)[name]));
    }
    case "tuple": {
      const texts = schema.elements.map(fieldText);
      return (value) => texts.map((text, index) => text((value as readonly unknown[])[index]));
    }
    case "array": {
      const text = fieldText(schema.element);
      return (value) => (value as readonly unknown[]).map(text);
    }
    default: {
      const text = fieldText(schema);
      return (value) => [text(value)];
    }
  }
}

function fieldText(schema: Schema): (value: unknown) => string {
  switch (schema.kind) {
    case "nullable": {
      const text = fieldText(schema.type);
      return (value) => (value === null ? "" : text(value));
    }
    case "null":
      return () => "";
    case "record":
    case "tuple":
    case "array":
    case "map":
    case "json":
      return jsonText(jsonEncoder(schema));
    default:
      return scalaShower(schema);
  }
}
