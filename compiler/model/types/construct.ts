/** Short constructors for types, and the questions that everyone asks of them. */
import type { GenericName, PrimitiveKind, Type } from "./type.ts";

const primitives = new Map<string, Type>([
  ...(
    ["bool", "int", "float", "string", "bytes", "timestamp", "duration", "size", "secret", "null", "void"] as const
  ).map((kind): [string, Type] => [kind, { kind }]),
  ["Json", { kind: "json" }],
]);

/** The primitive of that name, or undefined. */
export function primitiveNamed(name: string): Type | undefined {
  return primitives.get(name);
}

/** Names of all primitives, for suggestions. */
export const primitiveNames: readonly string[] = [...primitives.keys()];

/** The type without parts of that kind. */
export function primitive(kind: PrimitiveKind): Type {
  return { kind };
}

/** `bool` */
export const BOOL: Type = { kind: "bool" };
/** `int`: a whole number within 2^53. */
export const INT: Type = { kind: "int" };
/** `float`: a double. */
export const FLOAT: Type = { kind: "float" };
/** `string` */
export const STRING: Type = { kind: "string" };
/** `null` */
export const NULL: Type = { kind: "null" };
/** `Json`: any value of JSON, kept as its text. */
export const JSON_TYPE: Type = { kind: "json" };
/** `never`: of what gives no value; it fits every type. */
export const NEVER: Type = { kind: "never" };
/** The type of what is wrong and reported: it fits, and is fitted by, everything, so that nothing is reported twice. */
export const ERROR: Type = { kind: "error" };

/** `element[]` */
export function array(element: Type): Type {
  return { kind: "array", element };
}

/** `(A, B)` */
export function tuple(...elements: Type[]): Type {
  return { kind: "tuple", elements };
}

/** `DStream<T>` and the like: `name` with its arguments in order. */
export function generic(name: GenericName, ...args: Type[]): Type {
  return { kind: "generic", name, args };
}

/** `T?`; one question mark is enough. */
export function nullable(type: Type): Type {
  if (type.kind === "nullable" || type.kind === "null" || type.kind === "error") return type;
  if (type.kind === "never") return NULL;
  // A failure is asked about first: `T?!`, wherever the question came from, as from `text?.toInt()`.
  if (type.kind === "fallible") return { kind: "fallible", type: nullable(type.type) };
  return { kind: "nullable", type };
}

/** `T!`; one exclamation mark is enough. */
export function fallible(type: Type): Type {
  return type.kind === "fallible" || type.kind === "error" ? type : { kind: "fallible", type };
}

/** The type without `!` and `?`: what `else` is asked about. */
export function certain(type: Type): Type {
  return type.kind === "fallible" || type.kind === "nullable"
    ? certain(type.type)
    : type.kind === "null"
      ? NEVER
      : type;
}

/** A literal's own type: `"a"` is a string. Other types are their own base. */
export function widen(type: Type): Type {
  switch (type.kind) {
    case "literal":
      return typeof type.value === "string" ? STRING : typeof type.value === "number" ? INT : BOOL;
    case "tuple":
      return { ...type, elements: type.elements.map(widen) };
    case "array":
      return { ...type, element: widen(type.element) };
    case "nullable":
      return { ...type, type: widen(type.type) };
    case "record":
      return type.name === undefined
        ? { ...type, fields: type.fields.map((field) => ({ name: field.name, type: widen(field.type) })) }
        : type;
    default:
      return type;
  }
}

/** The argument of `DStream<T>`, `Events<T>` and so on, or null when `type` is not that generic. */
export function argumentOf(type: Type, name: GenericName): Type | null {
  return type.kind === "generic" && type.name === name ? (type.args[0] ?? ERROR) : null;
}

/** True for what elements pass: a stream, a topic, a sink. It has no value of its own. */
export function isFlow(type: Type): boolean {
  return type.kind === "generic" && type.name !== "Regex";
}

/** What goes into the sink that `Sink<T>` or `Sink<T>?` asks for; null when `type` is neither. */
export function sinkIn(type: Type): Type | null {
  return argumentOf(type.kind === "nullable" ? type.type : type, "Sink");
}

/** A topic or a channel of an agent used as a value is the stream of what it holds. */
export function asStream(type: Type): Type {
  const element = argumentOf(type, "Topic") ?? argumentOf(type, "Channel");
  return element === null ? type : generic("DStream", element);
}

/** True when a type of this kind is somewhere inside. */
export function contains(type: Type, kind: Type["kind"]): boolean {
  if (type.kind === kind) return true;
  const inside = (one: Type): boolean => contains(one, kind);
  switch (type.kind) {
    case "array":
      return inside(type.element);
    case "tuple":
      return type.elements.some(inside);
    case "record":
      return type.fields.some((field) => inside(field.type));
    case "map":
      return inside(type.key) || inside(type.value);
    case "function":
      return inside(type.result) || type.params.some((param) => inside(param.type));
    case "union":
      return type.members.some(inside);
    case "nullable":
    case "fallible":
      return inside(type.type);
    case "generic":
      return type.args.some(inside);
    default:
      return false;
  }
}

/** True for what has one obvious form as text: texts, numbers, truth values, times, JSON. */
export function printable(type: Type): boolean {
  switch (type.kind) {
    case "string":
    case "int":
    case "float":
    case "bool":
    case "timestamp":
    case "duration":
    case "size":
    case "json":
    case "literal":
    case "union":
    case "error":
    case "never":
      return true;
    default:
      return false;
  }
}
