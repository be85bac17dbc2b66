import type { Type } from "../../model/types/type.ts";
import { isPrimitive } from "../expression/binary.ts";

/**
 * A function from a key to what a Map can compare by value, as an argument; null for a key that is so already.
 * Parts are put down in declared order, since records made in different places may have theirs in another.
 */
export function keyOf(type: Type): string | null {
  if (isPrimitive(type)) return null;
  return `(key) => JSON.stringify(${plain("key", type)})`;
}

/** `access`, of `type`, as something that JSON tells apart exactly where the language does. */
function plain(access: string, type: Type): string {
  switch (type.kind) {
    case "float":
    case "bytes":
      // JSON has no NaN and no infinity, and writes bytes as a record.
      return `String(${access})`;
    case "json":
      return `${access}.canonical`;
    case "tuple": {
      const parts = type.elements.map((element, index) => plain(`${access}[${index}]`, element));
      return parts.every((part, index) => part === `${access}[${index}]`) ? access : `[${parts.join(", ")}]`;
    }
    case "record":
      return `[${type.fields.map((field) => plain(`${access}.${field.name}`, field.type)).join(", ")}]`;
    case "array": {
      const element = plain("element", type.element);
      return element === "element" ? access : `${access}.map((element) => ${element})`;
    }
    case "map":
      // Equal maps may have their entries in another order.
      return `Array.from(${access}, ([key, value]) => JSON.stringify([${plain("key", type.key)}, ${plain("value", type.value)}])).sort()`;
    case "nullable": {
      const inner = plain(access, type.type);
      return inner === access ? access : `${access} === null ? null : ${inner}`;
    }
    default:
      return access;
  }
}
