/** What a value of Flume's is in the type of an option. */
import type { Expr, TypeNode } from "../../../grammar/ast.ts";
import type { FlumeKey, ValueKind } from "./known/flume-type.ts";
import { type LibraryOption, plain } from "./library.ts";
import { durationLiteral, intLiteral, sizeLiteral, textLiteral } from "./literals.ts";
import { type Params, type ParamType, textOfParts, type ValuePart } from "./references.ts";
import { regexLiteral } from "./regex-literal.ts";

/** The code of a value, or why there is none: Flume itself could not read it, or the option has nothing like it. */
export type Converted = { readonly code: string } | { readonly bad: string } | { readonly unlike: string };

/** A value of Flume's as code of an option's type, or why there is none. */
export function convert(option: LibraryOption, key: FlumeKey, parts: readonly ValuePart[], params: Params): Converted {
  const type = withoutNull(option.type);
  const [first] = parts;
  if (type.kind === "NamedType" && type.name.text === "secret") {
    return { code: typeof first === "object" ? params.use(first, "secret") : params.secret(key.name) };
  }
  if (parts.some((part) => typeof part === "object")) {
    const name = paramTypeOf(type);
    if (name === "string") return { code: textOfParts(parts, params) };
    if (name === null || parts.length > 1 || typeof first !== "object") {
      return { unlike: `\`${option.name}\` cannot be put together when the program starts` };
    }
    return { code: params.use(first, name) };
  }
  const text = parts.join("");
  // Flume takes 0 bytes for no bound.
  const isUnbounded =
    type !== option.type && type.kind === "NamedType" && type.name.text === "size" && /^0+$/.test(text);
  return isUnbounded ? { code: "null" } : convertText(type, key, text, option.name);
}

function convertText(type: TypeNode, { kind }: FlumeKey, text: string, name: string): Converted {
  if (isNumeric(kind) && !isNumber(text)) return { bad: `\`${text}\` is not a whole number` };
  if (type.kind === "UnionType") return memberOf(type.members, text, name);
  if (type.kind === "LiteralType") return memberOf([type], text, name);
  if (type.kind === "ArrayType")
    return {
      code: `[${text
        .split(/[\s,]+/)
        .map(textLiteral)
        .join(", ")}]`,
    };
  if (type.kind !== "NamedType") return { unlike: `\`${name}\` is written otherwise` };
  switch (type.name.text) {
    case "duration":
      return { code: durationLiteral(Number(text) * (kind === "s" ? 1000 : 1)) };
    case "size":
      return { code: sizeLiteral(Number(text)) };
    case "int":
      return isNumber(text) ? { code: intLiteral(Number(text)) } : { unlike: `\`${name}\` is a whole number` };
    case "bool":
      return { code: String(text.toLowerCase() === "true") };
    case "string":
      return { code: textLiteral(text) };
    case "Regex": {
      const read = regexLiteral(text);
      return "literal" in read ? { code: read.literal } : { unlike: `\`${text}\`: ${read.reason}` };
    }
    default:
      return { unlike: `\`${name}\` is written otherwise` };
  }
}

function memberOf(members: readonly TypeNode[], text: string, name: string): Converted {
  const literals = members.flatMap((member) => (member.kind === "LiteralType" ? [member] : []));
  const found = literals.find(({ value }) => typeof value === "string" && plain(value) === plain(text));
  if (found !== undefined) return { code: found.raw };
  return { unlike: `\`${name}\` has ${literals.map(({ raw }) => raw).join(", ")}, and not \`${text}\`` };
}

/** Whether a default of the library is what this code says. */
export function isDefault(fallback: Expr | null, code: string): boolean {
  if (fallback === null) return false;
  switch (fallback.kind) {
    case "NumberLiteral":
      return intLiteral(fallback.value) === code;
    case "DurationLiteral":
      return durationLiteral(fallback.value) === code;
    case "SizeLiteral":
      return sizeLiteral(fallback.value) === code;
    case "StringLiteral":
      return textLiteral(fallback.value).toLowerCase() === code.toLowerCase();
    case "BoolLiteral":
      return String(fallback.value) === code;
    default:
      return false;
  }
}

/** Whether values of that kind are numbers, with or without a unit. */
export function isNumeric(kind: ValueKind): boolean {
  return kind === "int" || kind === "ms" || kind === "s" || kind === "bytes";
}

/** As Java's `Integer.parseInt` reads it. */
export function isNumber(text: string): boolean {
  return /^[+-]?\d{1,15}$/.test(text);
}

function withoutNull(type: TypeNode): TypeNode {
  return type.kind === "NullableType" ? withoutNull(type.type) : type;
}

function paramTypeOf(type: TypeNode): ParamType | null {
  if (type.kind !== "NamedType") return null;
  const name = type.name.text;
  return name === "string" || name === "int" || name === "bool" || name === "duration" || name === "size" ? name : null;
}
