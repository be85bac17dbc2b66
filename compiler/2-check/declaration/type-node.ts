import type { Name, NamedType, TypeNode, UnionType } from "../../../grammar/ast.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import {
  array,
  ERROR,
  fallible,
  generic,
  isFlow,
  NEVER,
  nullable,
  primitiveNamed,
  primitiveNames,
} from "../../model/types/construct.ts";
import { substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { GenericName, Type } from "../../model/types/type.ts";
import {
  type CheckContext,
  declareOnce,
  didYouMean,
  type Env,
  nearest,
  refer,
  renameFix,
  report,
} from "../context/context.ts";

const generics: readonly GenericName[] = ["DStream", "Events", "Source", "Sink", "Channel", "Topic", "Regex"];

/** The type that a written type stands for. */
export function typeOfNode(context: CheckContext, node: TypeNode, env: Env): Type {
  switch (node.kind) {
    case "NamedType":
      return namedType(context, node, env);
    case "ArrayType":
      return array(context.typeOf(node.element, env));
    case "TupleType":
      return { kind: "tuple", elements: node.elements.map((element) => context.typeOf(element, env)) };
    case "RecordType": {
      const seen = new Map<string, Name>();
      const fields = node.fields.filter((field) => declareOnce(context, env, seen, field.name));
      return {
        kind: "record",
        fields: fields.map((field) => ({ name: field.name.text, type: context.typeOf(field.type, env) })),
      };
    }
    case "FunctionType":
      return {
        kind: "function",
        params: node.params.map((param) => ({ name: param.name?.text ?? null, type: context.typeOf(param.type, env) })),
        result: context.typeOf(node.result, env),
      };
    case "UnionType":
      return unionType(context, node, env);
    case "LiteralType":
      return node.value === null ? { kind: "null" } : { kind: "literal", value: node.value };
    case "NullableType":
      return nullable(context.typeOf(node.type, env));
    case "FallibleType":
      return fallible(context.typeOf(node.type, env));
    case "MissingType":
      return ERROR;
  }
}

/** Of literals, which can be told apart by looking at the value; and of one type and null. */
function unionType(context: CheckContext, node: UnionType, env: Env): Type {
  const members = node.members.map((member) => ({ member, type: context.typeOf(member, env) }));
  const others = members.filter(({ type }) => type.kind !== "null");
  const [only] = others;
  if (others.length === 1 && only !== undefined) return nullable(only.type);
  const wrong = others.find(({ type }) => type.kind !== "literal" && type.kind !== "union");
  if (wrong !== undefined) {
    if (wrong.type.kind !== "error")
      report(context, env, wrong.member.span, messages.report("FLOW3024", { type: show(wrong.type) }));
    return ERROR;
  }
  const union: Type = {
    kind: "union",
    members: others.flatMap(({ type }) => (type.kind === "union" ? type.members : [type])),
  };
  return others.length < members.length ? nullable(union) : union;
}

function namedType(context: CheckContext, node: NamedType, env: Env): Type {
  const name = node.name.text;
  if (name === "") return ERROR;
  const args = node.args.map((arg) => context.typeOf(arg, env));
  if (env.typeParams.has(name)) return { kind: "parameter", name };
  const symbol = typeSymbol(context, name, env);
  // A type of the program may have the name of one that is built in.
  if (symbol !== null) return declaredType(context, node, symbol, args, env);
  const primitive = primitiveNamed(name);
  if (primitive !== undefined) return arity(context, node, 0, env) ? primitive : ERROR;
  // Only `failure` has it: what never has a value is of no use to anybody else.
  if (name === "never" && env.unit.stdlib) return NEVER;
  if (name === "Map") {
    if (!arity(context, node, 2, env)) return ERROR;
    const map: Type = { kind: "map", key: args[0] as Type, value: args[1] as Type };
    if (map.key.kind !== "json") return map;
    report(context, env, node.span, messages.report("FLOW3059", { type: show(map) }));
    return ERROR;
  }
  if (generics.includes(name as GenericName)) return genericType(context, node, name as GenericName, args, env);
  if (context.scopes.modules.get(env.unit)?.broken.has(name)) return ERROR;
  const near = nearest(context, name, () => typeNames(context, env));
  report(
    context,
    env,
    node.name.span,
    messages.report("FLOW2003", { name, help: didYouMean(near, "Declare it: `type Name = { … }`, or import it.") }),
    near === null ? {} : { fixes: [renameFix(node.name.span, near)] },
  );
  return ERROR;
}

/** What events pass is the matter of streams, wires and declared operators: nothing that is computed has such a type. */
function genericType(context: CheckContext, node: NamedType, name: GenericName, args: readonly Type[], env: Env): Type {
  if (!arity(context, node, 1, env)) return ERROR;
  const type = generic(name, ...args);
  if (!env.onlyValues || !isFlow(type)) return type;
  report(context, env, node.span, messages.report("FLOW3145", { type: show(type) }));
  return ERROR;
}

type TypeSymbol = Extract<FlowSymbol, { kind: "type" }>;

function declaredType(
  context: CheckContext,
  node: NamedType,
  symbol: TypeSymbol,
  args: readonly Type[],
  env: Env,
): Type {
  refer(context, env, node.name, symbol);
  const params = symbol.decl.typeParams.map((param) => param.text);
  if (!arity(context, node, params.length, env)) return ERROR;
  const type = context.typeOfSymbol(symbol, node, env);
  return substitute(type, new Map(params.map((param, index) => [param, args[index] as Type])));
}

function typeSymbol(context: CheckContext, name: string, env: Env): TypeSymbol | null {
  const own = context.scopes.modules.get(env.unit)?.names.get(name);
  if (own?.kind === "type") return own;
  for (const symbol of context.scopes.stdlib.names.get(name) ?? []) if (symbol.kind === "type") return symbol;
  return null;
}

function typeNames(context: CheckContext, env: Env): string[] {
  const own = [...(context.scopes.modules.get(env.unit)?.names.values() ?? [])];
  const standard = [...context.scopes.stdlib.names.values()].flat();
  const declared = [...own, ...standard].filter((symbol) => symbol.kind === "type");
  return [...primitiveNames, "Map", ...env.typeParams, ...declared.map((symbol) => symbol.decl.name.text)];
}

function arity(context: CheckContext, node: NamedType, wanted: number, env: Env): boolean {
  if (node.args.length === wanted) return true;
  const count = wanted === 0 ? "no type arguments" : wanted === 1 ? "one type argument" : `${wanted} type arguments`;
  const parameters = { name: node.name.text, count, given: node.args.length, help: "" };
  report(context, env, node.span, messages.report("FLOW3019", parameters));
  return false;
}
