/**
 * Functions of arrays whose lambda may leave the element at hand (`else drop`) or the function (`try`): no function can
 * do that for the one around it, so they become loops, each as it declares (`loop filter`).
 */
import type { Expr, LambdaExpr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { asValue, atom, type Code, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
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
  const { loop } = symbol.declaration;
  if (loop === null) return null;
  const lambda = use.args
    .map((arg) => (arg.value === null ? null : bare(arg.value)))
    .find((arg) => arg?.kind === "LambdaExpr");
  if (lambda?.kind !== "LambdaExpr" || !leaves(lambda.body)) return null;
  const emit = LOOPS.get(loop);
  if (emit === undefined) throw new Error(`${symbol.declaration.name} names an unknown loop: ${loop}`);
  return emit(use, lambda, receiver, at);
}

type ArrayLoop = (use: Use, lambda: LambdaExpr, receiver: Code, at: At) => Code;

const LOOPS: ReadonlyMap<string, ArrayLoop> = new Map([
  [
    "map",
    gathering({
      variable: "made",
      type: (_use, lambda, at) => typeText(at.module, { kind: "array", element: typeOf(at, lambda.body) }),
      add: (list, _element, result) => [`${list}.push(`, result.doc, ");"],
    }),
  ],
  [
    "flatMap",
    gathering({
      variable: "made",
      type: (_use, lambda, at) => typeText(at.module, typeOf(at, lambda.body)),
      add: (list, _element, result) => [`${list}.push(...`, result.doc, ");"],
    }),
  ],
  [
    "filter",
    gathering({
      variable: "kept",
      type: (use, _lambda, at) => typeText(at.module, typeOf(at, use.receiver as Expr)),
      add: (list, element, result) => ["if (", result.doc, `) ${list}.push(`, element.whole().doc, ");"],
    }),
  ],
  ["reduce", emitReducing],
]);

function leaves(body: LambdaExpr["body"]): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === "ElseDrop" || node.kind === "ElseReject" || node.kind === "TryExpr") found = true;
  });
  return found;
}

interface Gathering {
  readonly variable: string;
  type(use: Use, lambda: LambdaExpr, at: At): string;
  /** Adds to the list what the lambda gave for an element. */
  add(list: string, element: Value, result: Code): Doc;
}

function gathering({ variable, type, add }: Gathering): ArrayLoop {
  return (use, lambda, receiver, at) => {
    const list = at.block.scope.declare(variable);
    at.block.statements.push(`const ${list}: ${type(use, lambda, at)} = [];`);
    emitEachElement(lambda, receiver, at, (element, inner) => {
      const result = inlineLambda(lambda, [element], inner, "value").whole();
      inner.block.statements.push(add(list, element, result));
    });
    return atom(list);
  };
}

function emitReducing(use: Use, lambda: LambdaExpr, receiver: Code, at: At): Code {
  const initial = use.args.find((arg) => arg.name === "initial")?.value;
  if (!initial) throw new Error("reduce lacks initial");
  const wanted = lambda.params[0]?.name.text ?? "reduced";
  const start = at.module.emit(initial, at, wanted).whole();
  const variable = reserveVariable(at, wanted);
  variable.declare(typeText(at.module, typeOf(at, lambda.body)), start.doc);
  const total = asValue(atom(variable.name));
  emitEachElement(lambda, receiver, at, (element, inner) => {
    const merged = inlineLambda(lambda, [total, element], inner, "merged").whole();
    inner.block.statements.push([`${variable.name} = `, merged.doc, ";"]);
  });
  return atom(variable.name);
}

function emitEachElement(lambda: LambdaExpr, receiver: Code, at: At, body: (element: Value, inner: At) => void): void {
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
