import type { Schema } from "../../contract/schema.ts";

/** A type as the language writes it: `{ path: string, hits: int? }`. */
export function schemaText(schema: Schema): string {
  switch (schema.kind) {
    case "json":
      return "Json";
    case "literal":
      return schema.values.map((value) => JSON.stringify(value)).join(" | ");
    case "array":
      return `${suffixable(schema.element)}[]`;
    case "tuple":
      return `(${schema.elements.map(schemaText).join(", ")})`;
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]) => `${name}: ${schemaText(type)}`);
      return `{ ${fields.join(", ")} }`;
    }
    case "map":
      return `Map<${schemaText(schema.key)}, ${schemaText(schema.value)}>`;
    case "nullable":
      return `${suffixable(schema.type)}?`;
    default:
      return schema.kind;
  }
}

function suffixable(schema: Schema): string {
  return schema.kind === "literal" && schema.values.length > 1 ? `(${schemaText(schema)})` : schemaText(schema);
}
