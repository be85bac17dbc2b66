import type { Schema } from "../../../runtime/contract/schema.ts";
import { type Shower, scalaShower } from "./show-scala.ts";

/**
 * Values as Python's `print` writes them: text as it is, but `('hello', 1)` for a tuple. Times, durations, sizes and bytes
 * are written as in the language; texts within others have quotes, so nothing can be taken for something else.
 */
export function pythonShower(schema: Schema): Shower {
  return schema.kind === "string" ? String : representer(schema);
}

/** What Python calls `repr`. */
function representer(schema: Schema): Shower {
  switch (schema.kind) {
    case "string":
      return (value) => quoted(value as string);
    case "literal":
      return (value) => (typeof value === "string" ? quoted(value) : boolText(value));
    case "bool":
      return boolText;
    case "float":
      return (value) => floatText(value as number);
    case "null":
      return () => "None";
    case "nullable": {
      const represent = representer(schema.type);
      return (value) => (value === null ? "None" : represent(value));
    }
    case "tuple":
      return tupleOf(schema.elements.map(representer));
    case "array": {
      const represent = representer(schema.element);
      return (value) => `[${(value as unknown[]).map(represent).join(", ")}]`;
    }
    case "record": {
      const fields = Object.entries(schema.fields).map(([name, type]) => ({ name, represent: representer(type) }));
      return (value) => {
        const record = value as Record<string, unknown>;
        return `{${fields.map(({ name, represent }) => `${quoted(name)}: ${represent(record[name])}`).join(", ")}}`;
      };
    }
    case "map": {
      const [key, part] = [representer(schema.key), representer(schema.value)];
      return (value) =>
        `{${Array.from(value as Map<unknown, unknown>, ([k, v]) => `${key(k)}: ${part(v)}`).join(", ")}}`;
    }
    default:
      return scalaShower(schema);
  }
}

function tupleOf(parts: readonly Shower[]): Shower {
  return (value) => `(${parts.map((part, index) => part((value as unknown[])[index])).join(", ")})`;
}

function boolText(value: unknown): string {
  return value === true ? "True" : value === false ? "False" : String(value);
}

/** The fewest digits that give the number again; with an exponent where the point would be far away. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
  if (Object.is(value, -0)) return "-0.0";
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 16) return Number.isInteger(value) ? value.toFixed(1) : String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** What Python does not print as it is: all but letters, marks, numbers, signs and the space. */
const HIDDEN = /[\p{C}\p{Z}]/u;

/** Single quotes, unless the text has some and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inner = "";
  for (const character of text) {
    if (character === "\\" || character === quote) inner += `\\${character}`;
    else if (character === "\n") inner += "\\n";
    else if (character === "\r") inner += "\\r";
    else if (character === "\t") inner += "\\t";
    else if (character !== " " && HIDDEN.test(character)) inner += escaped(character.codePointAt(0)!);
    else inner += character;
  }
  return quote + inner + quote;
}

function escaped(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\U${code.toString(16).padStart(8, "0")}`;
}
