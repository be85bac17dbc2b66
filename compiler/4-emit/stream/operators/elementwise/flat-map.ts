import { bindParameters, makeRepeatable } from "../../../expression/parameters.ts";
import { emitPiecesLoop } from "../../../loop.ts";
import { bare } from "../../../module.ts";
import { apply, argument, exiting, type Link } from "../../../operators/chain.ts";
import { hintOfLambda } from "../../../operators/name-hint.ts";
import { emitInner, listOf } from "../../inner-loop.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `flatMap(x => …)`: a loop over what the lambda gives. */
export const flatMap: ElementwiseEmitter = {
  kind: "elementwise",
  hint: (operator, module) => hintOfLambda(module.checked, argument(operator, "transform", { module })),
  emit: emitFlatMap,
};

function emitFlatMap(link: Link): void {
  const { operator, element, at, side } = link;
  if (emitPieces(link)) return;
  const bodies = apply(argument(operator, "transform", at), [side.argument(element)], exiting(link), "values");
  emitInner(link, listOf(bodies, operator.element, at), operator.element, link.hint, (body) =>
    side.withBody(element, body),
  );
}

/** `flatMap(line => line.split(" "))`: a loop over the pieces, without an array of them. False for anything else. */
function emitPieces(link: Link): boolean {
  const { operator, element, at, side, hint } = link;
  const lambda = bare(argument(operator, "transform", at));
  if (lambda.kind !== "LambdaExpr" || lambda.body.kind === "Block") return false;
  const split = bare(lambda.body);
  const called = split.kind === "CallExpr" ? at.module.checked.calls.get(split) : undefined;
  if (called?.callee.kind !== "extern" || called.receiver === null || called.optional) return false;
  const { pieces } = called.callee.declaration;
  const separator = called.args.find((arg) => arg.name === pieces)?.value;
  if (separator?.kind !== "StringLiteral" || separator.value === "") return false;
  bindParameters(lambda, [side.argument(element)], exiting(link));
  const text = makeRepeatable(at.module.emit(called.receiver, exiting(link), "text"), "text", at).whole().doc;
  emitPiecesLoop(at, text, separator.value, hint.name ?? "piece", (piece, inner, leave) => {
    link.next(side.withBody(element, piece), inner, leave);
  });
  return true;
}
