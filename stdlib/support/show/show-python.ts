import type { Schema } from "../../../runtime/contract/schema.ts";
import { type Shower, scalaShower } from "./show-scala.ts";

/** Values as Python's `print` writes them: text as it is, but `('hello', 1)` for a tuple. */
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

/** Single quotes, unless the text has some and no double ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let inner = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === "\\" || character === quote) inner += `\\${character}`;
    else if (character === "\n") inner += "\\n";
    else if (character === "\r") inner += "\\r";
    else if (character === "\t") inner += "\\t";
    else if (code < 32 || code === 127) inner += `\\x${code.toString(16).padStart(2, "0")}`;
    else inner += character;
  }
  return quote + inner + quote;
}
