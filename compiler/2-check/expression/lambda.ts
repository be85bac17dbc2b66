import type { Block, Expr, LambdaExpr, Name } from "../../../grammar/ast.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR, STRING } from "../../model/types/construct.ts";
import type { FunctionType, Type } from "../../model/types/type.ts";
import {
  addTo,
  amongValues,
  type CheckContext,
  declareOnce,
  type Env,
  recordHeaders,
  report,
  typed,
  withLocals,
} from "../context/context.ts";
import { expectHandled, expectType } from "../value/expect.ts";
import { keyPath } from "../value/narrow.ts";
import { unknownType } from "../value/unknown-type.ts";

/**
 * A lambda takes its parameters' types from the function type that is expected. Several names for one tuple name
 * its parts: `(path, n) => n` over pairs.
 */
export function checkLambda(context: CheckContext, expr: LambdaExpr, expected: Type | null, env: Env): Type {
  const wanted = expected?.kind === "function" ? expected : null;
  const given = wanted === null ? null : parameterTypes(context, expr, wanted, env);
  const locals: [string, FlowSymbol][] = [];
  const seen = new Map<string, Name>();
  const params = expr.params.map((param, index) => {
    declareOnce(context, env, seen, param.name);
    const written = param.type === null ? null : context.typeOf(param.type, env);
    let type = written ?? given?.[index] ?? null;
    if (type === null) {
      if (given === null && param.name.text !== "") {
        report(context, env, param.span, messages.report("FLOW3014", unknownType(param.name.text)));
      }
      type = ERROR;
    }
    typed(context, param, type);
    if (param.name.text !== "_") locals.push([param.name.text, { kind: "parameter", decl: param, unit: env.unit }]);
    return { name: param.name.text, type };
  });
  if (env.eventHeaders !== null && expr.params[0]) recordHeaders(context, expr.params[0], env.eventHeaders);
  const inner = knowingHeaders(withLocals(amongValues(env), locals), expr);
  const result = checkBody(context, expr.body, wanted?.result ?? null, inner);
  if (context.destructured.has(expr)) {
    const tuple: Type = { kind: "tuple", elements: params.map((param) => param.type) };
    return typed(context, expr, { kind: "function", params: [{ name: null, type: tuple }], result });
  }
  return typed(context, expr, { kind: "function", params, result });
}

/** On an agent's wire, `e.headers["tenant"]` is a text where every event has that header. */
function knowingHeaders(env: Env, { params }: LambdaExpr): Env {
  const [event] = params;
  if (env.eventHeaders === null || event === undefined) return env;
  const { sure, possible } = env.eventHeaders;
  const name = event.name.text;
  const headers = [...sure].map((header): [string, Type] => [keyPath(`${name}.headers`, header), STRING]);
  return {
    ...env,
    eventHeaders: null,
    narrowed: new Map([...env.narrowed, ...headers]),
    possibleHeaders: possible === null ? env.possibleHeaders : new Map([...env.possibleHeaders, [name, possible]]),
  };
}

/** An expression, or a block: its lets in order, then its result. */
export function checkBody(context: CheckContext, body: Expr | Block, expected: Type | null, env: Env): Type {
  if (body.kind !== "Block") return context.check(body, expected, env);
  let inner = env;
  const seen = new Map<string, Name>();
  for (const statement of body.lets) {
    addTo(context.lets, env.unit, statement);
    const written = statement.type === null ? null : context.typeOf(statement.type, inner);
    declareOnce(context, inner, seen, statement.name);
    const found = context.check(statement.value, written, inner);
    if (written !== null) {
      expectType(context, inner, {
        node: statement.value,
        found,
        wanted: written,
        where: `\`${statement.name.text}\``,
      });
    }
    typed(context, statement, written ?? expectHandled(context, inner, statement.value, found));
    const symbol: FlowSymbol = { kind: "let", decl: statement, stream: null, unit: env.unit };
    inner = withLocals(inner, [[statement.name.text, symbol]]);
  }
  return typed(context, body, context.check(body.result, expected, inner));
}

function parameterTypes(context: CheckContext, expr: LambdaExpr, wanted: FunctionType, env: Env): Type[] {
  const only = wanted.params.length === 1 ? wanted.params[0]?.type : undefined;
  const names = expr.params.length;
  if (names > 1 && only?.kind === "tuple") {
    if (only.elements.length === names) {
      context.destructured.add(expr);
      return [...only.elements];
    }
    return wrongCount(
      context,
      expr,
      `a tuple of ${only.elements.length}`,
      "Name every part, or the whole with one name.",
      env,
    );
  }
  if (names > 1 && only?.kind === "error") return expr.params.map(() => ERROR);
  if (names <= wanted.params.length) return wanted.params.slice(0, names).map((param) => param.type);
  const count = wanted.params.length === 1 ? "one value" : `${wanted.params.length} values`;
  return wrongCount(context, expr, count, "", env);
}

function wrongCount(context: CheckContext, expr: LambdaExpr, wanted: string, help: string, env: Env): Type[] {
  const last = expr.params.at(-1)?.span ?? expr.span;
  const span = { start: expr.params[0]?.span.start ?? expr.span.start, end: last.end };
  report(
    context,
    env,
    span,
    messages.report("FLOW3017", { what: "this function", wanted, found: expr.params.length, help }),
  );
  return expr.params.map(() => ERROR);
}
