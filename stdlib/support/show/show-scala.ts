import { durationText } from "../../../runtime/codec/units.ts";
import type { Schema } from "../../../runtime/contract/schema.ts";

/** Turns a value into text; made once for a schema. */
export type Shower = (value: unknown) => string;

/**
 * Values as Scala's `toString` writes them where Spark's examples have them: `hello`, `3`, `1.0`, `(hello,1)`. Lists
 * and records are written as in the language, times as ISO 8601.
 */
export function scalaShower(schema: Schema): Shower {
  switch (schema.kind) {
    case "float":
      return (value) => floatText(value as number);
    case "timestamp":
      return (value) => new Date(value as number).toISOString();
    case "duration":
      return (value) => durationText(value as number);
    case "size":
      return (value) => `${value}B`;
    case "bytes":
      return (value) => Buffer.from(value as Uint8Array).toString("hex");
    case "nullable": {
      const show = scalaShower(schema.type);
      return (value) => (value === null ? "null" : show(value));
    }
    case "tuple": {
      const shows = schema.elements.map(scalaShower);
      return (value) => `(${shows.map((show, index) => show((value as unknown[])[index])).join(",")})`;
    }
    case "array": {
      const show = scalaShower(schema.element);
      return (value) => `[${(value as unknown[]).map(show).join(", ")}]`;
    }
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]) => ({ name, show: scalaShower(type) }));
      return (value) => {
        const record = value as Record<string, unknown>;
        return `{ ${fields.map(({ name, show }) => `${name}: ${show(record[name])}`).join(", ")} }`;
      };
    }
    case "map": {
      const [showKey, showValue] = [scalaShower(schema.key), scalaShower(schema.value)];
      return (value) => {
        const pairs = Array.from(
          value as Map<unknown, unknown>,
          ([key, part]) => `${showKey(key)}: ${showValue(part)}`,
        );
        return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
      };
    }
    default:
      return String;
  }
}

/** A whole number shows its point, so that it is seen to be a float. */
function floatText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? value.toFixed(1) : String(value);
}
