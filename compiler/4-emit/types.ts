import type { TypeDecl } from "../../grammar/ast.ts";
import { same } from "../model/types/fits.ts";
import type { RecordType, Type } from "../model/types/type.ts";
import { BINDING, type Code, operation, parenthesize } from "./code.ts";
import type { Module } from "./module.ts";
import type { RuntimeType } from "./runtime-names.ts";
import { quoted } from "./text.ts";

/** `type` in TypeScript. A named record or union is referred to by its name, and its declaration becomes needed. */
export function typeText(module: Module, type: Type): string {
  const named = declOf(module, type);
  if (named === null) return spelledOut(module, type);
  module.needs.add(named);
  return module.names.get(named) ?? named.name.text;
}

/** `type` in TypeScript, without its own name: the right side of its declaration. */
export function spelledOut(module: Module, type: Type): string {
  return spell(type, {
    named(one) {
      const decl = declOf(module, one);
      if (decl !== null) module.needs.add(decl);
      return decl === null ? null : (module.names.get(decl) ?? decl.name.text);
    },
    runtime: (name) => module.imports.runtimeType(name),
  });
}

/** How the parts of a type are called where it is written. */
export interface TypeNames {
  /** Name of a record or union; null to spell it out. */
  named(type: Type): string | null;
  /** Name of a type of the runtime. */
  runtime(name: RuntimeType): string;
}

/** `type` in TypeScript; its parts by `names`, itself spelled out. */
export function spell(type: Type, names: TypeNames): string {
  const inner = (one: Type): string => names.named(one) ?? spell(one, names);
  const atomic = (one: Type): string =>
    names.named(one) ?? (/^(union|nullable|function)$/.test(one.kind) ? `(${spell(one, names)})` : spell(one, names));
  switch (type.kind) {
    case "int":
    case "float":
    case "timestamp":
    case "duration":
    case "size":
      return "number";
    case "bool":
      return "boolean";
    case "bytes":
      return "Uint8Array";
    case "secret":
      return names.runtime("Secret");
    case "json":
      return names.runtime("Json");
    case "string":
    case "null":
    case "void":
    case "never":
      return type.kind;
    case "literal":
      return typeof type.value === "string" ? quoted(type.value) : String(type.value);
    case "array":
      return `${atomic(type.element)}[]`;
    case "tuple":
      return `[${type.elements.map(inner).join(", ")}]`;
    case "record":
      return recordText(type, names, inner);
    case "map":
      return `ReadonlyMap<${inner(type.key)}, ${inner(type.value)}>`;
    case "function":
      return `(${type.params.map((param, index) => `${param.name ?? `value${index + 1}`}: ${inner(param.type)}`).join(", ")}) => ${inner(type.result)}`;
    case "union":
      return type.members.map(inner).join(" | ");
    case "nullable":
      return `${atomic(type.type)} | null`;
    case "fallible":
      return `${names.runtime("Fallible")}<${inner(type.type)}>`;
    case "parameter":
      return type.name;
    case "generic":
      if (type.name === "Sink") return `${names.runtime("Sink")}<${type.args.map(inner).join(", ")}>`;
      return type.name === "Regex" ? "RegExp" : "unknown";
    case "variable":
    case "error":
      return "unknown";
  }
}

/** The declaration that gives `type` its name, where the program (not the standard library) has it. */
export function declOf(module: Module, type: Type): TypeDecl | null {
  if ((type.kind !== "record" && type.kind !== "union") || type.name === undefined) return null;
  for (const unit of module.checked.units) {
    for (const decl of unit.tree.declarations) {
      if (decl.kind !== "TypeDecl" || decl.name.text !== type.name || decl.typeParams.length > 0) continue;
      if (same(module.checked.typeNamed(decl), type)) return decl;
    }
  }
  return null;
}

/** True where TypeScript would not find `type` by itself from the literals that make it: it would widen them. */
export function needsWriting(type: Type): boolean {
  switch (type.kind) {
    case "tuple":
    case "union":
    case "literal":
    case "nullable":
    case "fallible":
    case "function":
      return true;
    case "array":
      return type.element.kind === "never" || needsWriting(type.element);
    case "record":
      return type.name !== undefined || type.fields.some((field) => needsWriting(field.type));
    case "map":
      return needsWriting(type.key) || needsWriting(type.value);
    default:
      return false;
  }
}

/** `code` with its type written behind it, where TypeScript has nothing else around it to find that by. */
export function typed(code: Code, type: Type, module: Module): Code {
  if (!code.widens || !(code.empty || needsWriting(type))) return code;
  return operation([parenthesize(code, BINDING.relation + 1), " as ", typeText(module, type)], BINDING.relation);
}

function recordText({ name, fields }: RecordType, names: TypeNames, inner: (type: Type) => string): string {
  const [first, second] = fields;
  // The standard library's event is the runtime's.
  if (name === "Event" && fields.length === 2 && first?.name === "body" && second?.name === "headers") {
    return `${names.runtime("Event")}<${inner(first.type)}>`;
  }
  if (fields.length === 0) return "Record<string, never>";
  return `{ ${fields.map((field) => `${field.name}: ${inner(field.type)}`).join("; ")} }`;
}
