import { durationText } from "../codec/units.ts";
import { Failure } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import type { Json } from "../value/json.ts";

/** Bytes of a size, largest unit first. */
const SIZES = [
  ["TiB", 1_099_511_627_776],
  ["GiB", 1_073_741_824],
  ["MiB", 1_048_576],
  ["KiB", 1024],
] as const;

/** `value` as the language writes it. Equal values, and only they, give equal texts. */
export function showValue(schema: Schema, value: unknown): string {
  if (value instanceof Failure) return `a failure: ${value.reason}`;
  switch (schema.kind) {
    case "bool":
    case "int":
    case "float":
    case "null":
      return String(value);
    case "string":
      return JSON.stringify(value);
    case "literal":
      return typeof value === "string" ? JSON.stringify(value) : String(value);
    case "timestamp":
      return showTime(value as number);
    case "duration":
      return durationText(value as number);
    case "size":
      return showSize(value as number);
    case "bytes":
      return showBytes(Buffer.from(value as Uint8Array));
    case "json":
      return `(parseJson<Json>(${JSON.stringify((value as Json).canonical)}) else asJson(null))`;
    case "nullable":
      return value === null ? "null" : showValue(schema.type, value);
    case "array":
      return `[${(value as readonly unknown[]).map((element) => showValue(schema.element, element)).join(", ")}]`;
    case "tuple": {
      const parts = value as readonly unknown[];
      return `(${schema.elements.map((element, index) => showValue(element, parts[index])).join(", ")})`;
    }
    case "record": {
      const record = value as Readonly<Record<string, unknown>>;
      const fields = Object.entries(schema.fields).map(([name, field]) => `${name}: ${showValue(field, record[name])}`);
      return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
    }
    case "map": {
      const pairs = [...(value as ReadonlyMap<unknown, unknown>)].map(
        ([key, of]) => `(${showValue(schema.key, key)}, ${showValue(schema.value, of)})`,
      );
      return `[${pairs.sort().join(", ")}].toMap()`;
    }
  }
}

function showSize(bytes: number): string {
  const found = SIZES.find(([, size]) => bytes !== 0 && bytes % size === 0);
  return found === undefined ? `${bytes}B` : `${bytes / found[1]}${found[0]}`;
}

/** Time that is none has no text in the language. */
function showTime(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? "@?" : `@${date.toISOString().replace(".000Z", "Z")}`;
}

/** As text where that stands for the same bytes. */
function showBytes(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  if (Buffer.from(text, "utf8").equals(bytes)) return `${JSON.stringify(text)}.toBytes()`;
  return `("${bytes.toString("hex")}".fromHex() else "".toBytes())`;
}
