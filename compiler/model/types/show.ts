import type { Type } from "./type.ts";

/** The type as the language writes it: `DStream<(string, int)>`. Named records and unions show by name. */
export function show(type: Type): string {
  switch (type.kind) {
    case "literal":
      return JSON.stringify(type.value);
    case "array":
      return `${atom(type.element)}[]`;
    case "tuple":
      return `(${type.elements.map(show).join(", ")})`;
    case "record":
      return type.name === undefined ? showFields(type) : `${type.name}${showArguments(type.args)}`;
    case "map":
      return `Map<${show(type.key)}, ${show(type.value)}>`;
    case "function":
      return `(${type.params.map((param) => show(param.type)).join(", ")}) => ${show(type.result)}`;
    case "union":
      return type.name ?? type.members.map(show).join(" | ");
    case "nullable":
      return `${atom(type.type)}?`;
    case "fallible":
      return `${atom(type.type)}!`;
    case "generic":
      return `${type.name}<${type.args.map(show).join(", ")}>`;
    case "parameter":
      return type.name;
    case "json":
      return "Json";
    case "variable":
      return "_";
    case "error":
      return "?";
    default:
      return type.kind;
  }
}

function showArguments(args: readonly Type[] | undefined): string {
  return args === undefined ? "" : `<${args.map(show).join(", ")}>`;
}

/** Like `show`, but spells a named record out: for hover. */
export function showFully(type: Type): string {
  return type.kind === "record" ? showFields(type) : show(type);
}

function showFields(type: Extract<Type, { kind: "record" }>): string {
  if (type.fields.length === 0) return "{}";
  return `{ ${type.fields.map((field) => `${field.name}: ${show(field.type)}`).join(", ")} }`;
}

/** In parentheses where a suffix would otherwise bind to a part only. */
function atom(type: Type): string {
  const text = show(type);
  return type.kind === "function" || (type.kind === "union" && type.name === undefined) ? `(${text})` : text;
}
