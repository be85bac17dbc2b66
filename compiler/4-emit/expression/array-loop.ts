/**
 * `map`, `filter`, `flatMap` and `reduce` of arrays whose lambda may leave the element at hand (`else drop`) or the
 * function (`try`): no function can do that for the one around it, so they become loops.
 */
import type { Expr, LambdaExpr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import { LOOPS } from "../../3-plan/exits.ts";
import type { FlowSymbol } from "../../checked.ts";
import { asValue, atom, type Code, type Value } from "../code.ts";
import { emitLoop, named } from "../loop.ts";
import { type At, bare, typeOf } from "../module.ts";
import { typeText } from "../types.ts";
import { inlineLambda } from "./parameters.ts";
import type { Use } from "./use.ts";
import { reserveVariable } from "./variable.ts";

/** The call as a loop over `receiver`; null where the call itself will do. */
export function emitArrayLoop(
  symbol: Extract<FlowSymbol, { kind: "extern" }>,
  use: Use,
  receiver: Code,
  at: At,
): Code | null {
  const { declaration, unit } = symbol;
  if (!unit.stdlib || declaration.receiver?.kind !== "array" || !LOOPS.has(declaration.name)) return null;
  const lambda = use.args
    .map((arg) => (arg.value === null ? null : bare(arg.value)))
    .find((arg) => arg?.kind === "LambdaExpr");
  if (lambda?.kind !== "LambdaExpr" || !leaves(lambda.body)) return null;
  if (declaration.name === "reduce") return emitReducing(use, lambda, receiver, at);
  return emitGathering(declaration.name, use, lambda, receiver, at);
}

function leaves(body: LambdaExpr["body"]): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === "ElseDrop" || node.kind === "ElseReject" || node.kind === "TryExpr") found = true;
  });
  return found;
}

function emitGathering(name: string, use: Use, lambda: LambdaExpr, receiver: Code, at: At): Code {
  const list = at.block.scope.declare(name === "filter" ? "kept" : "made");
  const type = name === "filter" ? elementType(use.receiver as Expr, at) : resultType(name, lambda, at);
  at.block.statements.push(`const ${list}: ${type} = [];`);
  loop(lambda, receiver, at, (element, inner) => {
    const result = inlineLambda(lambda, [element], inner, "value").whole();
    if (name === "filter")
      inner.block.statements.push(["if (", result.doc, `) ${list}.push(`, element.whole().doc, ");"]);
    else inner.block.statements.push([`${list}.push(`, name === "flatMap" ? "..." : "", result.doc, ");"]);
  });
  return atom(list);
}

function emitReducing(use: Use, lambda: LambdaExpr, receiver: Code, at: At): Code {
  const initial = use.args.find((arg) => arg.name === "initial")?.value;
  if (!initial) throw new Error("reduce lacks initial");
  const wanted = lambda.params[0]?.name.text ?? "reduced";
  const start = at.module.emit(initial, at, wanted).whole();
  const variable = reserveVariable(at, wanted);
  variable.declare(typeText(at.module, typeOf(at, lambda.body)), start.doc);
  const total = asValue(atom(variable.name));
  loop(lambda, receiver, at, (element, inner) => {
    const merged = inlineLambda(lambda, [total, element], inner, "merged").whole();
    inner.block.statements.push([`${variable.name} = `, merged.doc, ";"]);
  });
  return atom(variable.name);
}

function loop(lambda: LambdaExpr, receiver: Code, at: At, body: (element: Value, inner: At) => void): void {
  const param = lambda.params.at(-1);
  const isNamed = param !== undefined && !at.module.checked.destructured.has(lambda);
  let element = "";
  emitLoop(
    at,
    receiver.doc,
    (scope) => {
      const declared = named(isNamed ? param.name.text : "element")(scope);
      element = declared.name;
      return declared;
    },
    (inner) => body(asValue(atom(element)), { ...inner, exits: at.exits.inLoop() }),
  );
}

function resultType(name: string, lambda: LambdaExpr, at: At): string {
  const type = typeOf(at, lambda.body);
  return typeText(at.module, name === "map" ? { kind: "array", element: type } : type);
}

function elementType(receiver: Expr, at: At): string {
  return typeText(at.module, typeOf(at, receiver));
}
