import type { Expr } from "../../../../../grammar/ast.ts";
import { createBlock } from "../../../block.ts";
import { BINDING, type Code, operation, parenthesize } from "../../../code.ts";
import { braced, group, indented, SOFT_LINE } from "../../../doc.ts";
import { negated } from "../../../expression/binary.ts";
import { bindParameters, makeRepeatable } from "../../../expression/parameters.ts";
import { type At, bare, inBlock } from "../../../module.ts";
import { apply, argument, exiting, type Link } from "../../../operators/chain.ts";
import { hintOfLambda } from "../../../operators/name-hint.ts";
import type { ElementwiseEmitter } from "../../operator-emitter.ts";

/** `filter(x => …)`: continues with the next element where it can, else nests what follows in an `if`. */
export const filter: ElementwiseEmitter = {
  kind: "elementwise",
  hint: (operator, module) => hintOfLambda(module.checked, argument(operator, "keep", { module })),
  givesSame: true,
  emit: emitFilter,
};

function emitFilter(link: Link): void {
  const { operator, at, leave, side } = link;
  const fn = argument(operator, "keep", at);
  // It is asked about and then passed on: computed once.
  const { name, parts } = hintOfLambda(at.module.checked, fn);
  const type = side.passed(operator.inputs[0].element);
  const element = makeRepeatable(link.element, name ?? link.hint.name ?? "element", at, parts ?? [], type);
  const inner = exiting(link, element);
  const given = side.argument(element);
  if (leave.continues) {
    const condition = refused(fn, [given], inner);
    at.block.statements.push(group("if (", indented(SOFT_LINE, condition.doc), SOFT_LINE, ") ", leave.statement()));
    link.next(element, at, leave);
    return;
  }
  const condition = apply(fn, [given], inner, "keep").whole();
  const kept = createBlock(at.block.scope.inner());
  link.next(element, inBlock(at, kept), leave);
  at.block.statements.push([
    group("if (", indented(SOFT_LINE, condition.doc), SOFT_LINE, ") "),
    braced(kept.statements),
  ]);
}

/** The opposite of what `fn` says. */
function refused(fn: Expr, args: Parameters<typeof apply>[1], at: At): Code {
  const lambda = bare(fn);
  if (lambda.kind === "LambdaExpr" && lambda.body.kind !== "Block") {
    bindParameters(lambda, args, at);
    return negated(lambda.body, at);
  }
  return operation(["!", parenthesize(apply(fn, args, at, "keep").whole(), BINDING.unary)], BINDING.unary);
}
