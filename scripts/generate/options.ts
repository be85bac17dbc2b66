/** The TypeScript side of a component's declaration: `netcat.flow` gives `netcat.options.ts`. */
import type { Expr, ExternDecl, Parameter, SourceFile, TypeNode } from "../../grammar/ast.ts";

/** Values of the standard library's constants by name, for defaults that name one. */
export type Constants = ReadonlyMap<string, Expr>;

/** The kinds that a module makes from an object of options; functions take plain arguments instead. */
const kindsWithOptions = new Set(["source", "sink", "channel", "topic", "table", "operator"]);

/** Text of the options module of a declaration file; null when it declares nothing that needs one. */
export function optionsModule(file: SourceFile, flowName: string, constants: Constants): string | null {
  const decls = file.declarations.filter(
    (decl): decl is ExternDecl =>
      decl.kind === "ExternDecl" && kindsWithOptions.has(decl.externKind) && decl.from !== null,
  );
  if (decls.length === 0) return null;
  const usesSecret = decls.some((decl) => ownOptions(decl).some((param) => mentions(param.type, "secret")));
  const usesSink = decls.some((decl) => ownOptions(decl).some((param) => mentions(param.type, "Sink")));
  const usesEvent = decls.some((decl) => ownOptions(decl).some((param) => mentions(param.type, "Event")));
  return [
    `// Generated from ${flowName} by \`npm run generate\`.`,
    ...(usesEvent ? ['import type { Event } from "../../runtime/contract/event.ts";'] : []),
    ...(usesSecret ? ['import type { Secret } from "../../runtime/contract/secret.ts";'] : []),
    ...(usesSink ? ['import type { Sink } from "../../runtime/contract/sink.ts";'] : []),
    ...decls.flatMap((decl) => ["", ...declaration(decl, constants)]),
    "",
  ].join("\n");
}

/** What a module is given once: not functions that the emitted program asks itself, for each event. */
function ownOptions({ params, clauses }: ExternDecl): readonly Parameter[] {
  const computed = clauses
    .filter(({ word }) => word.text === "computes")
    .flatMap(({ args }) => args.map((arg) => (arg.kind === "NameExpr" ? arg.text : "")));
  return params.filter((param) => !isGroup(param.type) && !computed.includes(param.name.text));
}

/** The sinks of a group are its members, handed over by name beside the options. */
function isGroup(type: TypeNode | null): boolean {
  return type?.kind === "ArrayType" && mentions(type, "Sink");
}

function declaration(decl: ExternDecl, constants: Constants): string[] {
  const name = decl.name.text;
  const options = ownOptions(decl);
  const defaults = options.filter((param) => param.value !== null);
  const used = decl.typeParams.filter((param) => options.some((option) => mentions(option.type, param.text)));
  const generics = used.length === 0 ? "" : `<${used.map((param) => param.text).join(", ")}>`;
  return [
    ...docComment(decl.doc, ""),
    `export interface ${name.charAt(0).toUpperCase()}${name.slice(1)}Options${generics} {`,
    ...options.flatMap((param) => [
      ...docComment(param.doc, "  "),
      `  readonly ${param.name.text}${param.value === null ? "" : "?"}: ${typeText(param.type, decl)};`,
    ]),
    "}",
    "",
    `export const ${name}Defaults = {`,
    ...defaults.map((param) => `  ${param.name.text}: ${defaultText(param, constants)},`),
    "} as const;",
  ];
}

/** The lines of a doc comment without the examples, which are in the language and not in TypeScript. */
function docComment(doc: readonly string[], indent: string): string[] {
  const fence = doc.findIndex((line) => line.startsWith("```"));
  const lines = doc.slice(0, fence === -1 ? doc.length : fence);
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return [];
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

const primitives: Readonly<Record<string, string>> = {
  bool: "boolean",
  int: "number",
  float: "number",
  string: "string",
  bytes: "Uint8Array",
  timestamp: "number",
  duration: "number",
  size: "number",
  secret: "Secret",
  null: "null",
};

function typeText(type: TypeNode | null, decl: ExternDecl): string {
  switch (type?.kind) {
    case "NamedType": {
      const name = type.name.text;
      const args = type.args.map((arg) => typeText(arg, decl));
      if (name === "Map") return `ReadonlyMap<${args.join(", ")}>`;
      if (name === "Regex") return "RegExp";
      const known = primitives[name];
      if (known !== undefined) return known;
      return args.length === 0 ? name : `${name}<${args.join(", ")}>`;
    }
    case "ArrayType":
      return `readonly ${grouped(type.element, decl)}[]`;
    case "TupleType":
      return `readonly [${type.elements.map((element) => typeText(element, decl)).join(", ")}]`;
    case "RecordType":
      return `{ ${type.fields.map((field) => `readonly ${field.name.text}: ${typeText(field.type, decl)}`).join("; ")} }`;
    case "FunctionType": {
      const params = type.params.map((param, index) => {
        const name = param.name?.text ?? (type.params.length === 1 ? "value" : `value${index + 1}`);
        return `${name}: ${typeText(param.type, decl)}`;
      });
      return `(${params.join(", ")}) => ${typeText(type.result, decl)}`;
    }
    case "UnionType":
      return type.members.map((member) => typeText(member, decl)).join(" | ");
    case "LiteralType":
      return JSON.stringify(type.value);
    case "NullableType":
      return `${grouped(type.type, decl)} | null`;
    default:
      throw new Error(`${decl.name.text}: a ${type?.kind ?? "missing type"} has no TypeScript form as an option`);
  }
}

/** With parentheses where an array or a union follows. */
function grouped(type: TypeNode, decl: ExternDecl): string {
  const text = typeText(type, decl);
  return ["FunctionType", "UnionType", "NullableType"].includes(type.kind) ? `(${text})` : text;
}

function defaultText(param: Parameter, constants: Constants): string {
  return valueText(param.value as Expr, constants, param.name.text);
}

function valueText(value: Expr, constants: Constants, option: string): string {
  switch (value.kind) {
    case "NumberLiteral":
    case "DurationLiteral":
    case "SizeLiteral":
      return numberText(value.value);
    case "StringLiteral":
      return JSON.stringify(value.value);
    case "BoolLiteral":
      return String(value.value);
    case "NullLiteral":
      return "null";
    case "ArrayExpr":
      return `[${value.elements.map((element) => valueText(element as Expr, constants, option)).join(", ")}]`;
    case "UnaryExpr":
      return `${value.operator}${valueText(value.operand, constants, option)}`;
    case "LambdaExpr":
      return `() => ${valueText(value.body as Expr, constants, option)}`;
    case "NameExpr": {
      const constant = constants.get(value.text);
      if (constant !== undefined) return valueText(constant, constants, option);
      throw new Error(`the default of ${option} names ${value.text}, which is no constant of the standard library`);
    }
    default:
      throw new Error(`the default of ${option} is a ${value.kind}: a constant is needed`);
  }
}

/** Digits in groups of three, as people read them. */
function numberText(value: number): string {
  return Number.isInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, "_") : String(value);
}

function mentions(type: TypeNode | null, name: string): boolean {
  switch (type?.kind) {
    case "NamedType":
      // A Regex<G> is a RegExp: its groups have no part in the option's type.
      if (type.name.text === "Regex") return false;
      return type.name.text === name || type.args.some((arg) => mentions(arg, name));
    case "ArrayType":
      return mentions(type.element, name);
    case "TupleType":
      return type.elements.some((element) => mentions(element, name));
    case "RecordType":
      return type.fields.some((field) => mentions(field.type, name));
    case "FunctionType":
      return type.params.some((param) => mentions(param.type, name)) || mentions(type.result, name);
    case "UnionType":
      return type.members.some((member) => mentions(member, name));
    case "NullableType":
    case "FallibleType":
      return mentions(type.type, name);
    default:
      return false;
  }
}
