import type { Type } from "../../types/type.ts";
import { declareConst } from "../block.ts";
import { asValue, atom, tupleOf, type Value } from "../code.ts";
import { bindParameters, settled } from "../expression/parameters.ts";
import type { Doc } from "../layout.ts";
import { emitLoop, emitPiecesLoop } from "../loop.ts";
import { type At, bare } from "../module.ts";
import { needsWriting, typeText } from "../types.ts";
import { apply, argument, exiting, type Link } from "./chain.ts";
import { keyAndValue } from "./pair.ts";
import { declareElement, plainName, type Wanted } from "./wanted.ts";

/** `flatMap(x => …)`: a loop over what the lambda gives. */
export function emitFlatMap(link: Link): void {
  const { operator, element, at, side } = link;
  if (emitPieces(link)) return;
  const bodies = apply(argument(operator, "transform"), [side.argument(element)], exiting(link), "values");
  emitInner(link, listOf(bodies, operator.element, at), operator.element, link.wanted, (body) =>
    side.withBody(element, body),
  );
}

/** `flatMap(line => line.split(" "))`: a loop over the pieces, without an array of them. False for anything else. */
function emitPieces(link: Link): boolean {
  const { operator, element, at, side, wanted } = link;
  const lambda = bare(argument(operator, "transform"));
  if (lambda.kind !== "LambdaExpr" || lambda.body.kind === "Block") return false;
  const split = bare(lambda.body);
  const called = split.kind === "CallExpr" ? at.module.checked.calls.get(split) : undefined;
  if (called?.callee.kind !== "extern" || called.receiver === null || called.optional) return false;
  const { declaration, unit } = called.callee;
  const separator = called.args[0]?.value;
  if (!unit.stdlib || declaration.receiver?.kind !== "string" || declaration.name !== "split") return false;
  if (separator?.kind !== "StringLiteral" || separator.value === "") return false;
  bindParameters(lambda, [side.argument(element)], exiting(link));
  const text = settled(at.module.emit(called.receiver, exiting(link), "text"), "text", at).whole().doc;
  emitPiecesLoop(at, text, separator.value, wanted.name ?? "piece", (piece, inner, leave) => {
    link.next(side.withBody(element, asValue(atom(piece))), inner, leave);
  });
  return true;
}

/** `flatMapValues(x => …)` */
export function emitFlatMapValues(link: Link): void {
  const { operator, element, at, wanted } = link;
  const [key, value] = keyAndValue(element, operator.input, at, wanted.parts);
  const values = apply(argument(operator, "transform"), [value], exiting(link), "values");
  const type = operator.element.kind === "tuple" ? operator.element.elements[1] : undefined;
  const name = wanted.parts?.[1] || null;
  const list = type === undefined ? values.whole().doc : listOf(values, type, at);
  emitInner(link, list, type ?? operator.element, { name, parts: null }, (one) => tupleOf([key, one]));
}

function emitInner(link: Link, list: Doc, type: Type, wanted: Wanted, made: (one: Value) => Value): void {
  let value: Value | null = null;
  emitLoop(
    link.at,
    list,
    (scope) => {
      const declared = declareElement(scope, wanted, plainName(type));
      value = declared.value;
      return declared;
    },
    (inner, leave) => {
      if (value !== null) link.next(made(value), inner, leave);
    },
  );
}

/** A list written out is given its type: TypeScript would make `[["a", 1]]` a list of lists. */
function listOf(values: Value, element: Type, at: At): Doc {
  const code = values.whole();
  const type: Type = { kind: "array", element };
  return code.widens && needsWriting(type)
    ? declareConst(at.block, "list", code.doc, typeText(at.module, type))
    : code.doc;
}
