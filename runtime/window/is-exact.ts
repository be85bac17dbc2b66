import type { Schema } from "../contract/schema.ts";

/** Whether nothing in values of `schema` is rounded: there is no float in them. */
export function isExact(schema: Schema): boolean {
  switch (schema.kind) {
    case "float":
    case "json":
      return false;
    case "array":
      return isExact(schema.element);
    case "tuple":
      return schema.elements.every(isExact);
    case "record":
      return Object.values(schema.fields).every(isExact);
    case "map":
      return isExact(schema.key) && isExact(schema.value);
    case "nullable":
      return isExact(schema.type);
    default:
      return true;
  }
}
