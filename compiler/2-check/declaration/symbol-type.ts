import type { ConstDecl, FnDecl, Node, TypeDecl } from "../../../grammar/ast.ts";
import type { FlowSymbol, Unit } from "../../model/checked.ts";
import { ERROR, generic } from "../../model/types/construct.ts";
import type { FunctionType, Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, moduleEnv, typed } from "../context/context.ts";
import { expectHandled } from "../value/expect.ts";
import { reportNoValue } from "../value/name.ts";
import { checkFn } from "./fn.ts";
import { checkTable } from "./table.ts";

/**
 * Type of a declared thing when it is used as a value. Declarations are checked when they are first asked about, so
 * that their order in the file means nothing; one that asks about itself gets an error type here, and its cycle is
 * reported by `recursion.ts`.
 */
export function typeOfSymbol(context: CheckContext, symbol: FlowSymbol, at: Node, env: Env): Type {
  const known = context.types.get(symbol.decl);
  switch (symbol.kind) {
    case "type":
      return known ?? typeOfDecl(context, symbol.decl, symbol.unit);
    case "const":
      return known ?? typeOfConst(context, symbol.decl, symbol.unit);
    case "fn":
      return known ?? typeOfFn(context, symbol.decl, symbol.unit);
    case "param":
      if (known !== undefined) return known;
      if (symbol.decl.type !== null) return context.typeOf(symbol.decl.type, moduleEnv(symbol.unit));
      return symbol.decl.value === null ? ERROR : context.check(symbol.decl.value, null, moduleEnv(symbol.unit));
    case "secret":
      return { kind: "secret" };
    case "topic":
      return generic("Topic", context.typeOf(symbol.decl.element, moduleEnv(symbol.unit)));
    case "table":
      return known ?? checkTable(context, symbol.decl, symbol.unit);
    case "component":
      return known ?? ERROR;
    case "let":
    case "parameter":
      return known ?? ERROR;
    case "extern": {
      const { kind, name, params, result, typeParams } = symbol.declaration;
      if (kind === "fn" && typeParams.length === 0) {
        return { kind: "function", params, result: result ?? ERROR };
      }
      const help =
        kind === "fn" ? `Call it in a lambda: \`x => ${name}(x)\`.` : `Write it with its options: \`${name}(…)\`.`;
      return reportNoValue(context, env, at, { what: `the ${kind}`, name, help });
    }
    case "agent":
    case "stream": {
      const name = symbol.decl.name.text;
      return reportNoValue(context, env, at, {
        what: `the ${symbol.kind}`,
        name,
        help: `Name a part of it: \`${name}.…\`.`,
      });
    }
  }
}

function typeOfDecl(context: CheckContext, decl: TypeDecl, unit: Unit): Type {
  typed(context, decl, ERROR);
  const env = { ...moduleEnv(unit, decl), typeParams: new Set(decl.typeParams.map((param) => param.text)) };
  const type = context.typeOf(decl.type, env);
  const name = decl.name.text;
  if (type.kind === "union" && type.name === undefined) return typed(context, decl, { ...type, name });
  if (type.kind !== "record" || type.name !== undefined) return typed(context, decl, type);
  const args = decl.typeParams.map((param): Type => ({ kind: "parameter", name: param.text }));
  return typed(context, decl, args.length === 0 ? { ...type, name } : { ...type, name, args });
}

function typeOfConst(context: CheckContext, decl: ConstDecl, unit: Unit): Type {
  typed(context, decl, ERROR);
  const env = moduleEnv(unit, decl);
  if (decl.type !== null) {
    const written = typed(context, decl, context.typeOf(decl.type, env));
    context.check(decl.value, written, env);
    return written;
  }
  // A constant text keeps its own type, so that `json` fits an option of `"json" | "text"`.
  const { value } = decl;
  if (value.kind === "StringLiteral") {
    context.types.set(value, { kind: "string" });
    return typed(context, decl, { kind: "literal", value: value.value });
  }
  return typed(context, decl, expectHandled(context, env, value, context.check(value, null, env)));
}

function typeOfFn(context: CheckContext, decl: FnDecl, unit: Unit): Type {
  const env = { ...moduleEnv(unit), typeParams: new Set(decl.typeParams.map((param) => param.text)) };
  const params = decl.params.map((param) => ({
    name: param.name.text,
    type: param.type === null ? ERROR : context.typeOf(param.type, env),
  }));
  if (decl.result !== null) {
    const type: FunctionType = { kind: "function", params, result: context.typeOf(decl.result, env) };
    return typed(context, decl, type);
  }
  typed(context, decl, ERROR);
  return checkFn(context, decl, unit);
}
